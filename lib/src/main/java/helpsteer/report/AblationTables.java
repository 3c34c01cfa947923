package helpsteer.report;

import helpsteer.bench.ablation.AblationResult;
import helpsteer.bench.ablation.ContestResult;
import helpsteer.bench.ablation.Group;
import helpsteer.bench.ablation.Measure;
import helpsteer.bench.ablation.Plan;
import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.Attribute;
import helpsteer.stats.fit.FitQuality;
import helpsteer.stats.test.CrossedMean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.Table;

/** Tables and charts of ablations and of learners compared on the same pairs. */
public final class AblationTables {
    private static final double LEVEL = 0.95;

    private AblationTables() {}

    /** How many pairs each arm wins, and what of its difference to the reference is more than noise. */
    public static Table differences(String title, AblationResult result, Measure measure) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (AblationResult.Row row : result.rows()) {
            AblationResult.Score score = row.score(measure);
            List<@Nullable Object> cells = Tables.row(
                    row.arm().group().title(),
                    row.arm().name(),
                    row.facts().responses(),
                    score.accuracy().repetitions(),
                    share(score.accuracy()),
                    Tables.number(score.accuracy().repetitionSd(), 3),
                    row.arm().reference().orElse(""));
            cells.addAll(score.difference().map(AblationTables::tested).orElse(Tables.row("", "", "", "")));
            rows.add(cells);
        }
        for (Plan.Missing missing : result.missing()) {
            rows.add(Tables.row(
                    missing.group().title(), missing.name(), null, 0, "not run", "", "", missing.reason(), "", "", ""));
        }
        List<String> columns = List.of(
                "differs in",
                "arm",
                "responses",
                "seeds",
                measure.title() + " [95 %]",
                "SD of seeds",
                "compared with",
                "difference [95 %]",
                "p",
                "p after Holm",
                "verdict");
        return Tables.of(title, columns, rows);
    }

    private static List<@Nullable Object> tested(AblationResult.Difference difference) {
        return Tables.row(
                share(difference.mean()),
                Tables.pValue(difference.mean().pValue()),
                Tables.pValue(difference.corrected()),
                difference.differs() ? "differs" : "within noise");
    }

    private static String share(CrossedMean mean) {
        return Tables.interval(mean.estimate(), mean.interval(LEVEL));
    }

    /** R² and Pearson's r on HelpSteer2's validation rows, means over the seeds, of the attributes trained by rating. */
    public static Table fits(String title, AblationResult result) {
        List<String> columns = new ArrayList<>(List.of("arm"));
        for (Attribute attribute : Attribute.values()) {
            columns.add(attribute.key() + " R²");
            columns.add(attribute.key() + " r");
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (AblationResult.Row row : result.rows()) {
            if (row.fits().isEmpty()) {
                continue;
            }
            List<@Nullable Object> cells = Tables.row(row.arm().name());
            for (Attribute attribute : Attribute.values()) {
                List<FitQuality> fits = row.fits().get(attribute);
                cells.add(fits == null ? "" : mean(fits, FitQuality::rSquared));
                cells.add(fits == null ? "" : mean(fits, FitQuality::pearson));
            }
            rows.add(cells);
        }
        return Tables.of(title, columns, rows);
    }

    private static String mean(List<FitQuality> fits, ToDoubleFunction<FitQuality> number) {
        return Tables.number(fits.stream().mapToDouble(number).average().orElse(Double.NaN), 3);
    }

    /** How training went with the first seed, and what a seed takes. */
    public static Table trainings(String title, AblationResult result) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (AblationResult.Row row : result.rows()) {
            boolean trained = row.facts().steps() > 0;
            rows.add(Tables.row(
                    row.arm().name(),
                    row.facts().responses(),
                    row.facts().steps(),
                    row.facts().bestStep(),
                    trained ? Tables.number(row.facts().startLoss(), 4) : "",
                    trained ? Tables.number(row.facts().bestLoss(), 4) : "",
                    String.join(
                            "; ",
                            new java.util.TreeMap<>(row.facts().dropped())
                                    .entrySet().stream()
                                            .map(e -> e.getKey() + " " + e.getValue())
                                            .toList()),
                    Math.round(row.seconds())));
        }
        List<String> columns = List.of(
                "arm",
                "responses",
                "steps",
                "best step",
                "loss at the start",
                "best loss",
                "dropped",
                "seconds a seed");
        return Tables.of(title, columns, rows);
    }

    /** The differences to the references as a forest plot, group after group. */
    public static Figure forest(String title, AblationResult result, Measure measure) {
        List<Estimate> items = new ArrayList<>();
        for (Group group : Group.values()) {
            for (AblationResult.Row row : result.rows()) {
                if (row.arm().group() == group) {
                    row.score(measure)
                            .difference()
                            .ifPresent(d -> items.add(Estimate.of(
                                    row.arm().name() + " − "
                                            + row.arm().reference().orElse(""),
                                    d.mean().estimate(),
                                    d.mean().interval(LEVEL))));
                }
            }
        }
        return Charts.intervals(
                title,
                "difference in " + measure.title(),
                List.of(new Estimates("difference, 95 % interval", items)),
                0);
    }

    /** The share of pairs won by the number of responses trained on, tuned and frozen, with 95 % bands. */
    public static XYChart sizes(String title, AblationResult result, Measure measure) {
        Map<String, List<Line.Point>> lines = new LinkedHashMap<>();
        for (AblationResult.Row row : result.rows()) {
            if (row.arm().group() == Group.SIZE) {
                CrossedMean score = row.score(measure).accuracy();
                String kind = row.arm().name().substring(0, row.arm().name().indexOf('-'));
                lines.computeIfAbsent(kind, k -> new ArrayList<>())
                        .add(new Line.Point(
                                row.facts().responses(),
                                score.estimate(),
                                score.interval(LEVEL).low(),
                                score.interval(LEVEL).high()));
            }
        }
        List<Line> sorted = new ArrayList<>();
        lines.forEach((kind, points) -> sorted.add(new Line(
                kind,
                points.stream()
                        .sorted(Comparator.comparingDouble(Line.Point::x))
                        .toList())));
        return Charts.lines(title, "responses trained on", measure.title(), sorted);
    }

    /** Each learner's share of held-out pairs won and its score on RewardBench. */
    public static Table learners(String title, ContestResult result) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ContestResult.Row row : result.rows()) {
            RewardBenchResult.Estimate overall = row.bench().overall(XstestWeights.CURRENT);
            rows.add(Tables.row(
                    row.name(),
                    row.heldOut().total(),
                    Tables.interval(row.heldOut().strict(), row.heldOut().interval()),
                    row.bench().pairs().size(),
                    Tables.interval(overall.value(), overall.interval()),
                    Math.round(row.seconds())));
        }
        List<String> columns = List.of(
                "learner",
                "held-out pairs",
                "held-out accuracy [95 %]",
                "RewardBench pairs",
                "RewardBench overall [95 %]",
                "seconds");
        return Tables.of(title, columns, rows);
    }

    /** The paired tests of each learner against the two baselines. */
    public static Table comparisons(String title, ContestResult result) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ContestResult.Row row : result.rows()) {
            for (ContestResult.Against against : row.comparisons()) {
                rows.add(Tables.row(
                        row.name(),
                        against.other(),
                        against.heldOut().onlyFirst(),
                        against.heldOut().onlySecond(),
                        Tables.pValue(against.heldOut().exactPValue()),
                        Tables.pValue(against.heldOutCorrected()),
                        share(against.overall()),
                        Tables.pValue(against.overall().pValue()),
                        Tables.pValue(against.overallCorrected())));
            }
        }
        List<String> columns = List.of(
                "learner",
                "against",
                "only it wins",
                "only the other wins",
                "held-out p",
                "p after Holm",
                "RewardBench difference [95 %]",
                "RewardBench p",
                "its p after Holm");
        return Tables.of(title, columns, rows);
    }

    /** All tables of an ablation as text, for a terminal. */
    public static String text(AblationResult result) {
        StringBuilder out = new StringBuilder();
        for (Measure measure : Measure.values()) {
            out.append(plain(differences(measure.title() + ", share of pairs won", result, measure)));
        }
        return out.append(plain(fits("HelpSteer2 validation rows, means over seeds", result)))
                .append(plain(trainings("Trainings, first seed", result)))
                .toString();
    }

    /** All tables of a comparison as text, for a terminal. */
    public static String text(ContestResult result) {
        return plain(learners("Learners", result)) + plain(comparisons("Paired tests", result));
    }

    private static String plain(Table table) {
        return Tables.rendered(table).plain().stripTrailing() + "\n\n";
    }
}
