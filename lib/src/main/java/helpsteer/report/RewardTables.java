package helpsteer.report;

import helpsteer.bench.rewardbench.PairedComparison;
import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.Section;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.Attribute;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.training.Evaluation;
import helpsteer.stats.Accuracy;
import helpsteer.stats.fit.FitQuality;
import helpsteer.stats.test.PValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/** Tables of what reward models are worth, a column or a row for each model. */
public final class RewardTables {
    private RewardTables() {}

    /**
     * Mean squared error, R² and Pearson's r of each model on each attribute.
     *
     * @param scores by model name, one score for each sample
     */
    public static Table attributes(
            String title, List<RatedResponse> samples, Map<String, List<AttributeScores>> scores) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Attribute attribute : Attribute.values()) {
            new LinkedHashMap<>(scores).forEach((model, predicted) -> {
                FitQuality fit = Evaluation.fit(samples, predicted, attribute);
                rows.add(Tables.row(attribute.key(), model, fit.mse(), fit.rSquared(), fit.pearson()));
            });
        }
        Table table = Tables.of(title, List.of("attribute", "model", "MSE", "R²", "Pearson r"), rows);
        return Tables.decimals(table, 3, "MSE", "R²", "Pearson r");
    }

    /**
     * How often each model ranks the pairs as their helpfulness does; pairs of equal helpfulness are left out.
     *
     * @param scores by model name, two for each pair
     */
    public static Table pairwise(String title, List<RatedPair> pairs, Map<String, List<AttributeScores>> scores) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        scores.forEach((model, predicted) -> {
            Accuracy accuracy =
                    Evaluation.pairwise(pairs, predicted, Attribute.HELPFULNESS, AttributeWeights.HELPFULNESS_ONLY);
            rows.add(Tables.row(
                    model,
                    accuracy.total(),
                    accuracy.wins(),
                    accuracy.ties(),
                    Tables.interval(accuracy.strict(), accuracy.interval())));
        });
        return Tables.of(title, List.of("model", "unequal pairs", "wins", "ties", "accuracy [95 %]"), rows);
    }

    /** Each subset's accuracy with Wilson's interval, a column for each model. */
    public static Table subsets(String title, List<RewardBenchResult> models) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Subset subset : Subset.values()) {
            List<Accuracy> own = models.stream()
                    .map(m -> m.subsets().get(subset))
                    .filter(Objects::nonNull)
                    .toList();
            if (own.isEmpty()) {
                continue;
            }
            List<@Nullable Object> row = Tables.row(
                    subset.section().title(), subset.key(), own.get(0).total());
            for (RewardBenchResult model : models) {
                Accuracy accuracy = model.subsets().get(subset);
                row.add(accuracy == null ? null : Tables.interval(accuracy.strict(), accuracy.interval(), 2));
            }
            rows.add(row);
        }
        return Tables.of(title, columns(models, "section", "subset", "pairs"), rows);
    }

    /** Sections and overall with 95 % intervals, a column for each model. */
    public static Table sections(String title, List<RewardBenchResult> models, XstestWeights weights) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Section section : Section.values()) {
            List<@Nullable Object> row = Tables.row(section.title());
            for (RewardBenchResult model : models) {
                RewardBenchResult.Estimate score = model.section(section, weights);
                row.add(Tables.interval(score.value(), score.interval()));
            }
            rows.add(row);
        }
        List<@Nullable Object> overall = Tables.row("Overall");
        for (RewardBenchResult model : models) {
            RewardBenchResult.Estimate score = model.overall(weights);
            overall.add(Tables.interval(score.value(), score.interval()));
        }
        rows.add(overall);
        return Tables.of(title, columns(models, "section"), rows);
    }

    /** McNemar's test of every two models over all pairs, corrected by Holm for their number. */
    public static Table comparisons(String title, List<RewardBenchResult> models) {
        List<PairedComparison> comparisons = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            for (int j = i + 1; j < models.size(); j++) {
                comparisons.add(PairedComparison.of(models.get(i), models.get(j)));
            }
        }
        double[] raw =
                comparisons.stream().mapToDouble(c -> c.test().exactPValue()).toArray();
        double[] corrected = PValues.holm(raw);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < raw.length; i++) {
            PairedComparison c = comparisons.get(i);
            rows.add(Tables.row(
                    c.first() + " / " + c.second(),
                    c.onlyFirst(),
                    c.onlySecond(),
                    Tables.pValue(raw[i]),
                    Tables.pValue(corrected[i])));
        }
        return Tables.of(
                title, List.of("models", "only first wins", "only second wins", "exact p", "p after Holm"), rows);
    }

    private static List<String> columns(List<RewardBenchResult> models, String... first) {
        return Stream.concat(Arrays.stream(first), models.stream().map(RewardBenchResult::model))
                .toList();
    }

    /** The subsets' accuracies as a series for a forest plot. */
    public static Estimates series(RewardBenchResult model) {
        return new Estimates(
                model.model(),
                model.subsets().entrySet().stream()
                        .map(e -> Estimate.of(
                                e.getKey().key(),
                                e.getValue().strict(),
                                e.getValue().interval()))
                        .toList());
    }
}
