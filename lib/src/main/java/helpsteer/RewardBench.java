package helpsteer;

import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.Section;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.fetch.DataHome;
import helpsteer.report.Rendered;
import helpsteer.report.Shown;
import helpsteer.report.chart.Estimates;
import helpsteer.report.table.DataTables;
import helpsteer.report.table.RewardTables;
import helpsteer.report.table.Tables;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.CachedScorer;
import helpsteer.reward.Scorer;
import helpsteer.stats.Estimate;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * RewardBench (arXiv 2403.13787): how often a model scores the better of two responses higher, with intervals.
 *
 * <pre>{@code
 * var bench = RewardBench.v1().run(model);   // alone in a cell it is a table
 * Show.chart(bench.bySubset());
 * }</pre>
 */
public final class RewardBench {
    private final List<BenchmarkPair> pairs;

    private RewardBench(List<BenchmarkPair> pairs) {
        this.pairs = List.copyOf(pairs);
    }

    /**
     * RewardBench 1: 2,985 pairs in 23 subsets where the official file is at hand, else the sample's.
     *
     * @throws helpsteer.data.io.InvalidDataException where the data at hand have no such file, with the command that gets it
     */
    public static RewardBench v1() {
        return v1(DataHome.find());
    }

    /** RewardBench 1 of a folder of data. */
    public static RewardBench v1(DataHome home) {
        return new RewardBench(RewardBenchFile.v1(home));
    }

    /** The first pairs of each subset only, for a run that must be short; sections keep their weights. */
    public RewardBench firstOfEach(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, got " + count);
        }
        return new RewardBench(RewardBenchResult.firstOfEach(pairs, count));
    }

    /** The pairs that are judged. */
    public List<BenchmarkPair> pairs() {
        return pairs;
    }

    /** Which pairs these are, and what the complete benchmark has besides. */
    public String coverage() {
        return RewardBenchFile.coverage(pairs);
    }

    /**
     * Scores every pair with a trained model, by the weights that it learned. Scores are cached: a second call reads them.
     */
    public Result run(RewardModels.Trained model) {
        return run(
                model.name(), CachedScorer.of(model.model()), model.weights()); // not closed: the model is the caller's
    }

    /**
     * Scores every pair with anything that scores.
     *
     * @param name stands in tables and legends
     * @param weights make one number of the five attributes
     */
    public Result run(String name, Scorer scorer, AttributeWeights weights) {
        return new Result(RewardBenchResult.of(name, pairs, scorer, weights), coverage());
    }

    /** A chart's series of each model: the accuracies by subset. */
    public static List<Estimates> bySubset(Result... models) {
        return List.of(models).stream().map(Result::bySubset).toList();
    }

    /** Models side by side, and exact paired tests of their differences, corrected by Holm. */
    public static Shown compare(Result... models) {
        List<RewardBenchResult> all =
                List.of(models).stream().map(Result::result).toList();
        return () -> Rendered.stacked(
                models[0].coverage(),
                Tables.rendered(RewardTables.sections("RewardBench 1", all, XstestWeights.CURRENT)),
                Tables.rendered(RewardTables.comparisons("Paired differences, each pair counted once", all)));
    }

    /**
     * What a model reached.
     *
     * @param result pair by pair, for everything that is not here
     * @param coverage which pairs were judged
     */
    public record Result(RewardBenchResult result, String coverage) implements Shown {
        /** The score of the leaderboard, the mean of the four sections, with its 95 % interval. */
        public Estimate overall() {
            return result.overall(XstestWeights.CURRENT);
        }

        /** The four sections' scores, with 95 % intervals. */
        public Estimates bySection() {
            return Estimates.of(
                    result.model(),
                    List.of(Section.values()),
                    Section::title,
                    section -> result.section(section, XstestWeights.CURRENT));
        }

        /** The accuracy on each subset, with 95 % intervals. */
        public Estimates bySubset() {
            return RewardTables.series(result);
        }

        /** A Tablesaw table of all pairs: subset, both scores, who won. */
        public Table table() {
            return DataTables.of(result);
        }

        @Override
        public String toString() {
            String pairs = coverage.startsWith("a part") ? coverage.substring(0, coverage.indexOf(':')) : coverage;
            return result.model() + " on RewardBench 1: " + overall() + " (" + pairs + ")";
        }

        @Override
        public Rendered rendered() {
            List<RewardBenchResult> one = List.of(result);
            return Rendered.stacked(
                    toString(),
                    Tables.rendered(RewardTables.sections("By section", one, XstestWeights.CURRENT)),
                    Tables.rendered(RewardTables.subsets("By subset", one)));
        }
    }
}
