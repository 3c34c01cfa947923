package helpsteer.reward.goodness;

import helpsteer.data.Attribute;
import helpsteer.reward.AttributeWeights;
import java.util.Arrays;

/**
 * A way to choose attribute weights. Only the directions of weights matter to a ranking, so the largest magnitude found is
 * made 1.
 */
public abstract sealed class WeightSearch permits GridSearch, LogisticSearch, CoordinateSearch {
    /** What tables call it. */
    public abstract String name();

    /** The best weights by its own measure, of any scale. */
    abstract double[] best(ScoreDifferences rows);

    /**
     * Chooses weights on a split meant for that.
     *
     * @throws IllegalArgumentException where the rows are a benchmark
     */
    public final FittedWeights on(ScoreDifferences split) {
        if (split.isBenchmark()) {
            throw new IllegalArgumentException("weights must be chosen on a tuning split, got the benchmark "
                    + split.name() + "; onBenchmarkItself does it and says so in its label");
        }
        return found(split);
    }

    /**
     * Chooses weights on the very rows they will be judged on, as arXiv 2406.08673, appendix H, did. The result's label says
     * so; {@link SearchOptimism} tells how much of its accuracy is pretence.
     *
     * @throws IllegalArgumentException where the rows are no benchmark
     */
    public final FittedWeights onBenchmarkItself(ScoreDifferences benchmark) {
        if (!benchmark.isBenchmark()) {
            throw new IllegalArgumentException(
                    "rows must be a benchmark, got the tuning split " + benchmark.name() + "; use on");
        }
        return found(benchmark);
    }

    private FittedWeights found(ScoreDifferences rows) {
        AttributeWeights weights = weights(rows);
        return new FittedWeights(weights, name(), rows.name(), rows.isBenchmark(), rows.accuracy(weights));
    }

    /** The best weights with the largest magnitude 1. */
    final AttributeWeights weights(ScoreDifferences rows) {
        double[] found = best(rows);
        double largest = Arrays.stream(found).map(Math::abs).max().orElse(0);
        if (!(largest > 0) || Double.isInfinite(largest)) {
            throw new IllegalArgumentException("pairs of " + rows.name() + " must tell some weights from others, got "
                    + Arrays.toString(found) + " by " + name());
        }
        for (int i = 0; i < found.length; i++) {
            found[i] = found[i] / largest + 0.0; // no negative zero
        }
        return new AttributeWeights(
                found[Attribute.HELPFULNESS.index()],
                found[Attribute.CORRECTNESS.index()],
                found[Attribute.COHERENCE.index()],
                found[Attribute.COMPLEXITY.index()],
                found[Attribute.VERBOSITY.index()]);
    }
}
