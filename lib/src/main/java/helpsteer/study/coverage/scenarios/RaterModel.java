package helpsteer.study.coverage.scenarios;

import helpsteer.stats.agreement.Alpha.Metric;
import helpsteer.stats.agreement.Kappa.Weights;
import helpsteer.stats.agreement.ScoreLists;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Raters who see an item's quality with noise of their own and give it one of five ratings. How two of them rate one item
 * is known, and with it their kappa and alpha.
 *
 * @param sameness correlation of what two raters see of one item, in (0, 1)
 */
record RaterModel(double sameness) {
    private static final int FEWEST = 3;
    private static final int MOST = 5;
    private static final double MISSING = 0.15;
    private static final int HALVINGS = 60;

    /** Raters whose quadratic kappa is this, such as one of the paper's Table 1. */
    static RaterModel ofKappa(double kappa) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (new RaterModel(middle).kappa(Weights.QUADRATIC) < kappa) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new RaterModel((low + high) / 2);
    }

    /** Cohen's kappa of two of these raters, of infinitely many items. */
    double kappa(Weights weights) {
        return chanceCorrected((a, b) -> switch (weights) {
            case UNWEIGHTED -> a == b ? 0 : 1;
            case LINEAR -> Math.abs(a - b);
            case QUADRATIC -> (a - b) * (a - b);
        });
    }

    /** Krippendorff's alpha of infinitely many items: kappa by the squared distances, as all raters have the same habits. */
    double alpha(Metric metric) {
        return chanceCorrected((a, b) -> switch (metric) {
            case NOMINAL -> a == b ? 0 : 1;
            case INTERVAL -> (a - b) * (a - b);
            case ORDINAL -> {
                double between = 0;
                for (int c = Math.min(a, b); c <= Math.max(a, b); c++) {
                    between += Samples.ratingShare(c) * (c == a || c == b ? 0.5 : 1);
                }
                yield a == b ? 0 : between * between;
            }
        });
    }

    /** How far two ratings are apart. */
    private interface Distance {
        double of(int a, int b);
    }

    private double chanceCorrected(Distance distance) {
        double[][] together = together();
        double observed = 0;
        double expected = 0;
        for (int a = 0; a < together.length; a++) {
            for (int b = 0; b < together.length; b++) {
                observed += together[a][b] * distance.of(a, b);
                expected += Samples.ratingShare(a) * Samples.ratingShare(b) * distance.of(a, b);
            }
        }
        return 1 - observed / expected;
    }

    /** The probability that one rater gives a and another b, shape (ratings, ratings). */
    double[][] together() {
        int ratings = Samples.ratings();
        double[] flat = Gauss.expectations(ratings * ratings, quality -> {
            double[] one = shares(quality);
            double[] both = new double[ratings * ratings];
            for (int i = 0; i < both.length; i++) {
                both[i] = one[i / ratings] * one[i % ratings];
            }
            return both;
        });
        double[][] together = new double[ratings][];
        for (int a = 0; a < ratings; a++) {
            together[a] = Arrays.copyOfRange(flat, a * ratings, (a + 1) * ratings);
        }
        return together;
    }

    /** The probability of each rating of an item of a quality. */
    private double[] shares(double quality) {
        double[] shares = new double[Samples.ratings()];
        double below = 0;
        for (int rating = 0; rating < shares.length; rating++) {
            double upTo = below((Samples.cut(rating + 1) - Math.sqrt(sameness) * quality) / Math.sqrt(1 - sameness));
            shares[rating] = upTo - below;
            below = upTo;
        }
        return shares;
    }

    private static double below(double z) {
        return z == Double.POSITIVE_INFINITY ? 1 : Gauss.probabilityBelow(z);
    }

    /**
     * The ratings of some items: three to five raters each, every rating missing with chance 0.15.
     *
     * @param alike correlation of the qualities of the two items of a prompt
     */
    ScoreLists draw(SplittableRandom random, int items, double alike) {
        double[][] qualities = Samples.columns(random, 2, (items + 1) / 2, alike);
        List<List<Integer>> lists = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            int raters = random.nextInt(FEWEST, MOST + 1);
            List<Integer> scores = new ArrayList<>();
            for (int rater = 0; rater < raters; rater++) {
                double seen = Math.sqrt(sameness) * qualities[item % 2][item / 2]
                        + Math.sqrt(1 - sameness) * random.nextGaussian();
                if (random.nextDouble() >= MISSING) {
                    scores.add(Samples.rating(seen));
                }
            }
            lists.add(scores);
        }
        return new ScoreLists(lists, Samples.ratings());
    }
}
