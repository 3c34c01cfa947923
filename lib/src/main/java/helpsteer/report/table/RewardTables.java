package helpsteer.report.table;

import helpsteer.bench.rewardbench.PairedComparison;
import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.Section;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.Attribute;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.report.chart.Estimates;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.training.Evaluation;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Estimate;
import helpsteer.stats.fit.FitQuality;
import helpsteer.stats.test.PValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/** Tables of what reward models are worth, a column or a row for each model. */
public final class RewardTables {
    private RewardTables() {}

    private record Fitted(Attribute attribute, String model, FitQuality fit) {}

    private record Ranked(String model, Accuracy accuracy) {}

    private record Scored(String model, Map<Subset, Accuracy> accuracies) {
        Optional<Accuracy> of(Subset subset) {
            return Optional.ofNullable(accuracies.get(subset));
        }
    }

    private record Part(String title, Function<RewardBenchResult, Estimate> score) {}

    private record Tested(PairedComparison comparison, double corrected) {}

    /**
     * Mean squared error, R² and Pearson's r of each model on each attribute.
     *
     * @param scores by model name, one score for each sample
     */
    public static Table attributes(
            String title, List<RatedResponse> samples, Map<String, List<AttributeScores>> scores) {
        List<Fitted> rows = new ArrayList<>();
        for (Attribute attribute : Attribute.values()) {
            new LinkedHashMap<>(scores)
                    .forEach((model, predicted) ->
                            rows.add(new Fitted(attribute, model, Evaluation.fit(samples, predicted, attribute))));
        }
        return TableBuilder.of(title, rows)
                .column("attribute", row -> row.attribute().key())
                .column("model", Fitted::model)
                .column("MSE", 3, row -> row.fit().mse())
                .column("R²", 3, row -> row.fit().rSquared())
                .column("Pearson r", 3, row -> row.fit().pearson())
                .table();
    }

    /**
     * How often each model ranks the pairs as their helpfulness does; pairs of equal helpfulness are left out.
     *
     * @param scores by model name, one for each response, in the order of {@code HelpSteer2.samples}
     */
    public static Table pairwise(String title, List<RatedPair> pairs, Map<String, List<AttributeScores>> scores) {
        List<Ranked> rows = new ArrayList<>();
        scores.forEach((model, predicted) -> rows.add(new Ranked(
                model,
                Evaluation.pairwise(pairs, predicted, Attribute.HELPFULNESS, AttributeWeights.HELPFULNESS_ONLY))));
        return TableBuilder.of(title, rows)
                .column("model", Ranked::model)
                .column("unequal pairs", row -> row.accuracy().total())
                .column("wins", row -> row.accuracy().wins())
                .column("ties", row -> row.accuracy().ties())
                .column("accuracy [95 %]", row -> row.accuracy().toEstimate())
                .table();
    }

    /** Each subset's accuracy with Wilson's interval, a column for each model. */
    public static Table subsets(String title, List<RewardBenchResult> models) {
        List<Scored> scored =
                models.stream().map(m -> new Scored(m.model(), m.subsets())).toList();
        List<Subset> present = Arrays.stream(Subset.values())
                .filter(subset -> scored.stream().anyMatch(m -> m.of(subset).isPresent()))
                .toList();
        return TableBuilder.of(title, present)
                .column("section", subset -> subset.section().title())
                .column("subset", Subset::key)
                .column("pairs", subset -> scored.stream()
                        .flatMap(m -> m.of(subset).stream())
                        .map(Accuracy::total)
                        .findFirst())
                .columns(scored, Scored::model, 2, (model, subset) -> model.of(subset)
                        .map(Accuracy::toEstimate))
                .table();
    }

    /** Sections and overall with 95 % intervals, a column for each model. */
    public static Table sections(String title, List<RewardBenchResult> models, XstestWeights weights) {
        List<Part> parts = new ArrayList<>();
        for (Section section : Section.values()) {
            parts.add(new Part(section.title(), model -> model.section(section, weights)));
        }
        parts.add(new Part("Overall", model -> model.overall(weights)));
        return TableBuilder.of(title, parts)
                .column("section", Part::title)
                .columns(models, RewardBenchResult::model, 3, (model, part) -> part.score()
                        .apply(model))
                .table();
    }

    /** McNemar's test of every two models over all pairs, corrected by Holm for their number. */
    public static Table comparisons(String title, List<RewardBenchResult> models) {
        List<PairedComparison> comparisons = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            for (int j = i + 1; j < models.size(); j++) {
                comparisons.add(PairedComparison.of(models.get(i), models.get(j)));
            }
        }
        double[] corrected = PValues.holm(
                comparisons.stream().mapToDouble(c -> c.test().exactPValue()).toArray());
        List<Tested> rows = IntStream.range(0, corrected.length)
                .mapToObj(i -> new Tested(comparisons.get(i), corrected[i]))
                .toList();
        return TableBuilder.of(title, rows)
                .column(
                        "models",
                        row -> row.comparison().first() + " / "
                                + row.comparison().second())
                .column("only first wins", row -> row.comparison().onlyFirst())
                .column("only second wins", row -> row.comparison().onlySecond())
                .pValue("exact p", row -> row.comparison().test().exactPValue())
                .pValue("p after Holm", Tested::corrected)
                .table();
    }

    /** The subsets' accuracies as a series for a forest plot. */
    public static Estimates series(RewardBenchResult model) {
        return Estimates.of(
                model.model(),
                model.subsets().entrySet(),
                subset -> subset.getKey().key(),
                subset -> subset.getValue().toEstimate());
    }
}
