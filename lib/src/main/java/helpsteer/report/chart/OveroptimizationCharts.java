package helpsteer.report.chart;

import helpsteer.stats.Estimate;
import helpsteer.study.overoptimization.CurveResult;
import helpsteer.study.overoptimization.OveroptimizationReport;
import helpsteer.study.overoptimization.ProxyResult;
import helpsteer.study.overoptimization.ProxyResult.Alternative;
import helpsteer.study.overoptimization.ScalingForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Charts of over-optimisation, a panel for each number of pairs; bands are 95 % intervals. */
public final class OveroptimizationCharts {
    private static final int COLUMNS = 2;
    private static final String DISTANCE = "distance from the reference policy, √KL";
    private static final String REWARD = "reward gained (standard deviations)";

    private OveroptimizationCharts() {}

    /** Gold and proxy reward of best of n over the distance. */
    public static Figure rewards(String title, OveroptimizationReport report) {
        return panels(title, report, proxy -> {
            CurveResult curve = proxy.curves().get(0);
            return List.of(
                    line("gold", curve, CurveResult.Point::gold), line("proxy", curve, CurveResult.Point::proxy));
        });
    }

    /** Gold reward of best of n with both of the paper's forms fitted to it. */
    public static Figure fits(String title, OveroptimizationReport report) {
        return panels(title, report, proxy -> {
            CurveResult curve = proxy.curves().get(0);
            return List.of(
                    line("gold", curve, CurveResult.Point::gold),
                    fitted(curve, ScalingForm.REINFORCEMENT_LEARNING),
                    fitted(curve, ScalingForm.BEST_OF_N));
        });
    }

    /** Gold reward by each optimiser without a remedy. */
    public static Figure optimizers(String title, OveroptimizationReport report) {
        return panels(title, report, proxy -> proxy.curves().stream()
                .map(curve -> line(curve.optimizer(), curve, CurveResult.Point::gold))
                .toList());
    }

    /** Gold reward of best of n by one head and by each of its remedies. */
    public static Figure remedies(String title, OveroptimizationReport report) {
        return panels(title, report, proxy -> {
            CurveResult single = proxy.curves().get(0);
            return Stream.concat(
                            Stream.of(single),
                            proxy.alternatives().stream()
                                    .filter(other -> other.against().equals(single.optimizer()))
                                    .map(Alternative::curve)
                                    .filter(curve -> !proxy.curves().contains(curve)))
                    .map(curve -> line(curve.optimizer(), curve, CurveResult.Point::gold))
                    .toList();
        });
    }

    private static Figure panels(String title, OveroptimizationReport report, Function<ProxyResult, List<Line>> lines) {
        return Figure.grid(
                title,
                COLUMNS,
                report.proxies().stream()
                        .map(proxy ->
                                Figure.of(Charts.lines(proxy.pairs() + " pairs", DISTANCE, REWARD, lines.apply(proxy))))
                        .toArray(Figure[]::new));
    }

    private static Line line(String name, CurveResult curve, Function<CurveResult.Point, Estimate> reward) {
        List<Line.Point> points = new ArrayList<>(List.of(new Line.Point(0, 0, 0, 0)));
        curve.points().forEach(point -> points.add(Line.Point.of(point.distance(), reward.apply(point))));
        return new Line(name, points);
    }

    private static Line fitted(CurveResult curve, ScalingForm form) {
        double[] distances = Stream.concat(
                        Stream.of(0.0), curve.points().stream().map(CurveResult.Point::distance))
                .mapToDouble(Double::doubleValue)
                .toArray();
        double[] gold = Arrays.stream(distances)
                .map(distance -> curve.fit(form).gold(distance))
                .toArray();
        return Line.of(form.title(), distances, gold);
    }
}
