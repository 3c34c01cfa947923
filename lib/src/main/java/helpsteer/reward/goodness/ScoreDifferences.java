package helpsteer.reward.goodness;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.PairFilter;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The five scores of each pair's better response less those of the other: all that a choice of weights depends on.
 *
 * <p>It knows whether weights may be chosen on it or it is a benchmark, which they are to be judged on. Not a record: its
 * arrays are read by every step of a search.
 */
public final class ScoreDifferences {
    private final String name;
    private final boolean benchmark;
    private final double[][] columns;
    private final double[] weights;
    private final int[] prompts;

    private ScoreDifferences(String name, boolean benchmark, double[][] columns, double[] weights, int[] prompts) {
        this.name = name;
        this.benchmark = benchmark;
        this.columns = columns;
        this.weights = weights;
        this.prompts = prompts;
    }

    /**
     * Pairs of a split that weights may be chosen on; pairs that tie on the attribute are left out.
     *
     * @param split its name, such as {@code "HelpSteer2 train, cross-validated"}
     * @param scores one for each response, in the order of {@link HelpSteer2#samples}
     * @param attribute whose ratings tell the better response
     */
    public static ScoreDifferences tuning(
            String split, List<RatedPair> pairs, List<AttributeScores> scores, Attribute attribute) {
        int[] prompts = Prompt.numbers(PairFilter.unequal(pairs, attribute).items().stream()
                .map(RatedPair::prompt)
                .toList());
        return of(split, false, HelpSteer2.unequal(pairs, scores, attribute), Layout.alike(prompts));
    }

    /**
     * Pairs of a benchmark.
     *
     * @param scores of each pair
     */
    public static ScoreDifferences benchmark(String name, List<Pair<AttributeScores>> scores, Layout layout) {
        return of(name, true, scores, layout);
    }

    /** What is known of pairs besides their scores. */
    public static final class Layout {
        private final int[] prompts;
        private final double[] weights;

        /**
         * The layout of pairs.
         *
         * @param prompts number of each pair's prompt; pairs of one prompt have one number
         * @param weights how much each pair counts, above 0
         */
        public Layout(int[] prompts, double[] weights) {
            if (prompts.length == 0 || prompts.length != weights.length) {
                throw new IllegalArgumentException("prompts and weights must be of one length above 0, got "
                        + prompts.length + " and " + weights.length);
            }
            for (int i = 0; i < weights.length; i++) {
                if (!(weights[i] > 0) || Double.isInfinite(weights[i])) {
                    throw new IllegalArgumentException(
                            "weights[" + i + "] must be above 0 and finite, got " + weights[i]);
                }
            }
            this.prompts = prompts.clone();
            this.weights = weights.clone();
        }

        /** Pairs that each count 1. */
        public static Layout alike(int[] prompts) {
            return new Layout(prompts, IntStream.of(prompts).mapToDouble(p -> 1).toArray());
        }
    }

    private static ScoreDifferences of(
            String name, boolean benchmark, List<Pair<AttributeScores>> scores, Layout layout) {
        int n = layout.prompts.length;
        if (scores.size() != n) {
            throw new IllegalArgumentException(
                    "scores must be one pair for each prompt's number, got " + scores.size() + " for " + n);
        }
        double[][] columns = new double[Attribute.COUNT][n];
        for (Attribute attribute : Attribute.values()) {
            for (int i = 0; i < n; i++) {
                Pair<Double> both = scores.get(i).map(s -> s.of(attribute));
                columns[attribute.index()][i] = both.chosen() - both.rejected();
            }
        }
        return new ScoreDifferences(name, benchmark, columns, layout.weights, layout.prompts);
    }

    public String name() {
        return name;
    }

    /** Whether it is a benchmark. */
    public boolean isBenchmark() {
        return benchmark;
    }

    /** Number of pairs. */
    public int size() {
        return weights.length;
    }

    /** The weighted share of pairs whose better response has the strictly higher goodness. */
    public double accuracy(AttributeWeights by) {
        return share(wins(by));
    }

    /** Which pairs are won. */
    boolean[] wins(AttributeWeights by) {
        double[] goodness = new double[size()];
        for (Attribute attribute : Attribute.values()) {
            double weight = by.of(attribute);
            double[] column = columns[attribute.index()];
            for (int i = 0; i < goodness.length; i++) {
                goodness[i] += weight * column[i];
            }
        }
        boolean[] wins = new boolean[goodness.length];
        for (int i = 0; i < wins.length; i++) {
            wins[i] = goodness[i] > 0;
        }
        return wins;
    }

    double share(boolean[] wins) {
        double won = 0;
        double all = 0;
        for (int i = 0; i < wins.length; i++) {
            won += wins[i] ? weights[i] : 0;
            all += weights[i];
        }
        return won / all;
    }

    /** The differences of one attribute; not to be written to. */
    double[] column(int attribute) {
        return columns[attribute];
    }

    /** How much each pair counts; not to be written to. */
    double[] weights() {
        return weights;
    }

    /** The number of each pair's prompt; not to be written to. */
    int[] prompts() {
        return prompts;
    }

    /** Some of the pairs, under the same name. */
    ScoreDifferences taken(int[] rows) {
        double[][] some = Arrays.stream(columns)
                .map(column -> IntStream.of(rows).mapToDouble(i -> column[i]).toArray())
                .toArray(double[][]::new);
        return new ScoreDifferences(
                name,
                benchmark,
                some,
                IntStream.of(rows).mapToDouble(i -> weights[i]).toArray(),
                IntStream.of(rows).map(i -> prompts[i]).toArray());
    }
}
