package helpsteer.report.chart;

import helpsteer.bench.BestOfNCurve;
import helpsteer.bench.PairScores;
import helpsteer.bench.panels.Calibration;
import helpsteer.bench.panels.LengthBias;
import helpsteer.bench.rewardbench.Domain;
import helpsteer.bench.rewardbench.RewardBench2Result;
import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import helpsteer.stats.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;

/** Charts of the panels behind an accuracy. */
public final class PanelCharts {
    private static final double CHANCE_OF_FOUR = 0.25;
    private static final double CHANCE_OF_TWO = 0.5;

    private PanelCharts() {}

    /** RewardBench 2 as a forest plot, with the chance level of four completions. */
    public static Figure rewardBench2(String title, List<RewardBench2Result> models, Seed seed) {
        List<Estimates> series = new ArrayList<>();
        for (RewardBench2Result model : models) {
            Map<String, Estimate> items = new LinkedHashMap<>();
            for (Domain domain : Domain.values()) {
                items.put(domain.title(), model.domain(domain, seed));
            }
            items.put("Overall", model.overall(seed));
            series.add(new Estimates(model.model(), items));
        }
        return Charts.intervals(title, "score (dashed: chance of 1 in 4)", series, CHANCE_OF_FOUR);
    }

    /** Accuracies on sets of pairs as a forest plot, a series for each model. */
    public static Figure transfer(String title, List<PairScores> scores) {
        Map<String, List<PairScores>> byModel = new LinkedHashMap<>();
        scores.forEach(
                s -> byModel.computeIfAbsent(s.model(), m -> new ArrayList<>()).add(s));
        List<Estimates> series = new ArrayList<>();
        byModel.forEach(
                (model, own) -> series.add(Estimates.of(model, own, PairScores::benchmark, s -> s.accuracyByPrompt())));
        return Charts.intervals(title, "accuracy (dashed: chance)", series, CHANCE_OF_TWO);
    }

    /** How often models are right, by how sure they are; the diagonal is perfect calibration. */
    public static XYChart reliability(String title, List<Calibration> panels) {
        return Charts.sureness(
                title,
                panels.stream()
                        .map(panel -> new Line(
                                panel.model() + ", T = " + Numbers.significant(panel.temperature(), 3),
                                panel.reliability().bins().stream()
                                        .map(bin -> Line.Point.of(
                                                bin.predicted(), Estimate.of(bin.share(), bin.interval())))
                                        .toList()))
                        .toList());
    }

    /** Every response's score against its length, on a logarithmic scale of base 10. */
    public static XYChart scoreAgainstLength(String title, PairScores scores) {
        double[] lengths = scores.pairs().stream()
                .flatMap(p -> Stream.of(p.lengths().chosen(), p.lengths().rejected()))
                .mapToDouble(length -> Math.log10(1.0 + length))
                .toArray();
        double[] values = scores.pairs().stream()
                .flatMap(p -> Stream.of(p.scores().chosen(), p.scores().rejected()))
                .mapToDouble(Double::doubleValue)
                .toArray();
        return Charts.scatter(title, "length (characters, log10)", "score", lengths, values);
    }

    /** Accuracy by thirds of the length difference as a forest plot, a series for each model. */
    public static Figure lengthTertiles(String title, List<LengthBias> panels) {
        List<String> names = List.of("lower third", "middle third", "upper third");
        List<Estimates> series = new ArrayList<>();
        for (LengthBias panel : panels) {
            boolean three = panel.tertiles().size() == names.size();
            Map<String, Estimate> items = new LinkedHashMap<>();
            for (int i = 0; i < panel.tertiles().size(); i++) {
                LengthBias.Group group = panel.tertiles().get(i);
                String range = group.least() + " to " + group.most();
                items.putIfAbsent(
                        three ? names.get(i) + ": " + range : range,
                        group.accuracy().toEstimate());
            }
            series.add(new Estimates(panel.model(), items));
        }
        return Charts.intervals(
                title, "accuracy by how much longer the better response is (characters)", series, CHANCE_OF_TWO);
    }

    /**
     * Expected gold score of the best of n, a line with its band for each model, and the best that is possible. The axis
     * counts doublings of n.
     *
     * @param curves by model, all over the same prompts and n
     */
    public static XYChart bestOf(String title, String goldLabel, Map<String, BestOfNCurve> curves) {
        List<Line> lines = new ArrayList<>();
        curves.forEach((model, curve) -> lines.add(new Line(
                model,
                curve.points().stream()
                        .map(p -> Line.Point.of(log2(p.n()), p.chosen().toEstimate()))
                        .toList())));
        BestOfNCurve any = curves.values().iterator().next();
        double[] ns = any.points().stream().mapToDouble(p -> log2(p.n())).toArray();
        double[] best =
                any.points().stream().mapToDouble(BestOfNCurve.Point::best).toArray();
        lines.add(Line.of("best possible", ns, best));
        return Charts.lines(title, "responses to choose from (log2 n)", goldLabel, lines);
    }

    private static double log2(int n) {
        return Math.log(n) / Math.log(2);
    }
}
