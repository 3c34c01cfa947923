package helpsteer.bench.panels;

import helpsteer.bench.PairScores;
import helpsteer.bench.PairScores.Scored;
import helpsteer.data.Pair;
import helpsteer.run.Seed;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Bootstrap;
import helpsteer.stats.Summary;
import helpsteer.stats.fit.Correlation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What length has to do with a model's scores.
 *
 * @param model the model's name
 * @param benchmark the benchmark's name
 * @param correlation Pearson's r of score and logarithm of length over all responses, with an interval by prompt
 * @param partial the same with being the better response held fixed: what length buys beyond being right
 * @param longerPreferred share of the pairs of unequal lengths in which the model prefers the longer response
 * @param longerBetter share of them in which the longer response is the better one
 * @param tertiles accuracy in three groups of pairs by length of the better response less that of the other
 */
public record LengthBias(
        String model,
        String benchmark,
        Bootstrap correlation,
        Bootstrap partial,
        Accuracy longerPreferred,
        Accuracy longerBetter,
        List<Group> tertiles) {
    private static final int RESAMPLES = 1000;
    private static final double LEVEL = 0.95;
    private static final int GROUPS = 3;

    /**
     * Pairs whose length difference lies in one range.
     *
     * @param least smallest difference in characters, below 0 where the better response is the shorter one
     * @param most largest difference
     */
    public record Group(int least, int most, Accuracy accuracy) {}

    public LengthBias {
        tertiles = List.copyOf(tertiles);
    }

    /**
     * The panel of a model's pairs.
     *
     * @throws IllegalArgumentException where no scores or no lengths differ, so that there is no correlation
     */
    public static LengthBias of(PairScores scores, Seed seed) {
        Columns columns = new Columns(scores.pairs());
        int[] prompts = scores.prompts();
        return new LengthBias(
                scores.model(),
                scores.benchmark(),
                bootstrap(prompts, columns::correlation, seed),
                bootstrap(prompts, columns::partial, seed),
                longer(scores.pairs(), Scored::margin),
                longer(scores.pairs(), pair -> 1),
                tertiles(scores.pairs()));
    }

    /**
     * The accuracy on pairs of nearly one length; empty where there are none.
     *
     * @param share the largest difference of lengths as a share of the longer one, such as 0.1
     */
    public static Optional<Accuracy> matched(PairScores scores, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be in [0, 1], got " + share);
        }
        List<Scored> near = scores.pairs().stream()
                .filter(p -> Math.abs(difference(p))
                        <= share * Math.max(p.lengths().chosen(), p.lengths().rejected()))
                .toList();
        return near.isEmpty() ? Optional.empty() : Optional.of(PairScores.accuracy(near));
    }

    private static Bootstrap bootstrap(int[] prompts, ToDoubleFunction<int[]> statistic, Seed seed) {
        return Bootstrap.ofGroups(prompts, statistic, RESAMPLES, LEVEL, seed.stream("score-and-length"));
    }

    /** How often a quantity that is above 0 for the better response points to the longer one. */
    private static Accuracy longer(List<Scored> pairs, ToDoubleFunction<Scored> quantity) {
        int wins = 0;
        int ties = 0;
        int total = 0;
        for (Scored pair : pairs) {
            double toLonger = quantity.applyAsDouble(pair) * Integer.signum(difference(pair));
            total += difference(pair) == 0 ? 0 : 1;
            wins += toLonger > 0 ? 1 : 0;
            ties += difference(pair) != 0 && toLonger == 0 ? 1 : 0;
        }
        if (total == 0) {
            throw new IllegalArgumentException("pairs must hold some of unequal lengths, got none");
        }
        return new Accuracy(wins, total - wins - ties, ties);
    }

    private static List<Group> tertiles(List<Scored> pairs) {
        double[] differences =
                pairs.stream().mapToDouble(LengthBias::difference).toArray();
        List<Group> groups = new ArrayList<>();
        double above = Double.NEGATIVE_INFINITY;
        for (int group = 1; group <= GROUPS; group++) {
            double end = Summary.quantile(differences, (double) group / GROUPS);
            double start = above;
            List<Scored> own = pairs.stream()
                    .filter(p -> difference(p) > start && difference(p) <= end)
                    .toList();
            if (!own.isEmpty()) {
                groups.add(new Group(
                        own.stream().mapToInt(LengthBias::difference).min().orElseThrow(),
                        own.stream().mapToInt(LengthBias::difference).max().orElseThrow(),
                        PairScores.accuracy(own)));
            }
            above = Math.max(above, end);
        }
        return groups;
    }

    private static int difference(Scored pair) {
        return pair.lengths().chosen() - pair.lengths().rejected();
    }

    /** Score, logarithm of length and "is the better one" of all responses. */
    private static final class Columns {
        private final Pair<double[]> scores;
        private final Pair<double[]> lengths;
        private final Pair<double[]> better;

        private Columns(List<Scored> pairs) {
            scores = Pair.numbers(pairs.stream().map(Scored::scores).toList());
            lengths = Pair.numbers(pairs.stream()
                    .map(p -> p.lengths().map(characters -> Math.log1p(characters)))
                    .toList());
            better = Pair.numbers(Collections.nCopies(pairs.size(), new Pair<>(1.0, 0.0)));
        }

        private double correlation(int[] pairs) {
            return pearson(taken(scores, pairs), taken(lengths, pairs));
        }

        /** With one control the partial correlation follows from three plain ones; quicker than a fit a resample. */
        private double partial(int[] pairs) {
            double[] score = taken(scores, pairs);
            double[] length = taken(lengths, pairs);
            double[] label = taken(better, pairs);
            double scoreLabel = pearson(score, label);
            double lengthLabel = pearson(length, label);
            double left = (1 - scoreLabel * scoreLabel) * (1 - lengthLabel * lengthLabel);
            return left <= 0 ? Double.NaN : (pearson(score, length) - scoreLabel * lengthLabel) / Math.sqrt(left);
        }

        private static double[] taken(Pair<double[]> column, int[] pairs) {
            double[] out = new double[2 * pairs.length];
            int at = 0;
            for (int pair : pairs) {
                out[at++] = column.chosen()[pair];
                out[at++] = column.rejected()[pair];
            }
            return out;
        }

        /** NaN where a column is constant, as may happen in a resample. */
        private static double pearson(double[] x, double[] y) {
            boolean constant = Arrays.stream(x).allMatch(v -> v == x[0])
                    || Arrays.stream(y).allMatch(v -> v == y[0]);
            return constant || x.length < 3
                    ? Double.NaN
                    : Correlation.pearson(x, y).r();
        }
    }
}
