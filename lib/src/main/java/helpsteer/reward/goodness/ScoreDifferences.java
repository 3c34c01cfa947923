package helpsteer.reward.goodness;

import helpsteer.data.Attribute;
import helpsteer.data.Preferred;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
     * @param scores two for each pair, first and second in turn
     * @param attribute whose ratings tell the better response
     */
    public static ScoreDifferences tuning(
            String split, List<RatedPair> pairs, List<AttributeScores> scores, Attribute attribute) {
        if (scores.size() != 2 * pairs.size()) {
            throw new IllegalArgumentException(
                    "scores must be two for each pair, got " + scores.size() + " for " + pairs.size() + " pairs");
        }
        List<AttributeScores> ordered = new ArrayList<>();
        List<Integer> prompts = new ArrayList<>();
        Map<Prompt, Integer> known = new HashMap<>();
        for (int i = 0; i < pairs.size(); i++) {
            Preferred preferred = pairs.get(i).preferred(attribute);
            if (preferred != Preferred.TIE) {
                ordered.add(scores.get(preferred == Preferred.FIRST ? 2 * i : 2 * i + 1));
                ordered.add(scores.get(preferred == Preferred.FIRST ? 2 * i + 1 : 2 * i));
                known.putIfAbsent(pairs.get(i).prompt(), known.size());
                prompts.add(known.getOrDefault(pairs.get(i).prompt(), -1));
            }
        }
        double[] ones = new double[prompts.size()];
        Arrays.fill(ones, 1);
        int[] groups = prompts.stream().mapToInt(Integer::intValue).toArray();
        return of(split, false, ordered, new Layout(groups, ones));
    }

    /**
     * Pairs of a benchmark.
     *
     * @param scores two for each pair, the better response's first
     */
    public static ScoreDifferences benchmark(String name, List<AttributeScores> scores, Layout layout) {
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
    }

    private static ScoreDifferences of(String name, boolean benchmark, List<AttributeScores> scores, Layout layout) {
        int n = layout.prompts.length;
        if (scores.size() != 2 * n) {
            throw new IllegalArgumentException(
                    "scores must be two for each pair, got " + scores.size() + " for " + n + " pairs");
        }
        double[][] columns = new double[Attribute.COUNT][n];
        for (Attribute attribute : Attribute.values()) {
            for (int i = 0; i < n; i++) {
                columns[attribute.index()][i] =
                        scores.get(2 * i).of(attribute) - scores.get(2 * i + 1).of(attribute);
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
