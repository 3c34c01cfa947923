package helpsteer.study.coverage.scenarios;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Samples with known parameters, of the shapes that the library meets. */
final class Samples {
    /** Shares of the ratings 0 to 4, with about the mean and spread of HelpSteer2's helpfulness (paper, Table 2). */
    private static final double[] RATING_SHARES = {0.08, 0.09, 0.15, 0.24, 0.44};

    /** Spread of the logarithm of a response's length, with about HelpSteer2's ratio of spread to mean (Table 2). */
    static final double LENGTH_SD = 0.8;

    private static final double[] CUTS = cuts();

    private Samples() {}

    private static double[] cuts() {
        double[] cuts = new double[RATING_SHARES.length - 1];
        double below = 0;
        for (int i = 0; i < cuts.length; i++) {
            below += RATING_SHARES[i];
            cuts[i] = Gauss.quantile(below);
        }
        return cuts;
    }

    /** The rating that a standard normal quality gets. */
    static int rating(double quality) {
        int rating = 0;
        while (rating < CUTS.length && quality > CUTS[rating]) {
            rating++;
        }
        return rating;
    }

    /** The quality above which a rating lies; infinity for 5, which none reaches. Not for 0. */
    static double cut(int rating) {
        return rating > CUTS.length ? Double.POSITIVE_INFINITY : CUTS[rating - 1];
    }

    static int ratings() {
        return RATING_SHARES.length;
    }

    static double ratingShare(int rating) {
        return RATING_SHARES[rating];
    }

    /** The expectation of a function of a rating. */
    static double ratingExpectation(ToDoubleFunction<Integer> f) {
        return IntStream.range(0, RATING_SHARES.length)
                .mapToDouble(r -> RATING_SHARES[r] * f.applyAsDouble(r))
                .sum();
    }

    static double[] normal(SplittableRandom random, int n) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    /** Ratings of independent qualities. */
    static double[] ratings(SplittableRandom random, int n) {
        double[] values = normal(random, n);
        for (int i = 0; i < n; i++) {
            values[i] = rating(values[i]);
        }
        return values;
    }

    /** Log-normal numbers, skewed as lengths are; their median is 1. */
    static double[] lengths(SplittableRandom random, int n) {
        double[] values = normal(random, n);
        for (int i = 0; i < n; i++) {
            values[i] = Math.exp(LENGTH_SD * values[i]);
        }
        return values;
    }

    /** Columns of standard normal numbers, each two of them with this correlation, which is at least 0. */
    static double[][] columns(SplittableRandom random, int columns, int n, double correlation) {
        double[][] out = new double[columns][n];
        for (int i = 0; i < n; i++) {
            double shared = random.nextGaussian();
            for (double[] column : out) {
                column[i] = Math.sqrt(correlation) * shared + Math.sqrt(1 - correlation) * random.nextGaussian();
            }
        }
        return out;
    }

    /** Two columns of standard normal numbers with a correlation of either sign. */
    static double[][] pair(SplittableRandom random, int n, double correlation) {
        double[] x = normal(random, n);
        double[] y = normal(random, n);
        for (int i = 0; i < n; i++) {
            y[i] = correlation * x[i] + Math.sqrt(1 - correlation * correlation) * y[i];
        }
        return new double[][] {x, y};
    }

    /** How many of n succeed. */
    static int successes(SplittableRandom random, int n, double p) {
        int count = 0;
        for (int i = 0; i < n; i++) {
            count += random.nextDouble() < p ? 1 : 0;
        }
        return count;
    }

    /** 0, 0, …, 1, 1, …: the group of each row where groups are of one size. */
    static int[] groups(int groups, int size) {
        return IntStream.range(0, groups * size).map(i -> i / size).toArray();
    }

    static double mean(double[] values, int[] rows) {
        double sum = 0;
        for (int row : rows) {
            sum += values[row];
        }
        return sum / rows.length;
    }

    static double[] taken(double[] values, int[] rows) {
        double[] out = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            out[i] = values[rows[i]];
        }
        return out;
    }
}
