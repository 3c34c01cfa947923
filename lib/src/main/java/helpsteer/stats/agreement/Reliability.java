package helpsteer.stats.agreement;

import helpsteer.stats.Interval;
import helpsteer.stats.Summary;
import helpsteer.stats.Values;
import helpsteer.stats.Wilson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Probabilities against what happened, in bins of nearly equal counts.
 *
 * @param bins in the order of their probabilities; equal probabilities are never parted, so that there may be fewer than
 *     asked for
 * @param ece expected calibration error: the mean distance of a bin's probability from its share, by count. Chance alone
 *     keeps it above 0, the more so the fewer rows a bin has
 * @param brier mean squared distance of probability and outcome
 * @param count number of rows
 */
public record Reliability(List<Bin> bins, double ece, double brier, int count) {
    /**
     * Rows of similar probability.
     *
     * @param predicted their mean probability
     * @param share how often it happened
     * @param interval Wilson's 95 % interval of the share
     */
    public record Bin(double predicted, double share, int count, Interval interval) {}

    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * Bins the rows by quantiles of the probability.
     *
     * @param probabilities each in [0, 1]
     * @param outcomes 1 where it happened, 0 where not, 0.5 for a tie, which is both by half
     * @param bins how many are asked for, at least 1
     */
    public static Reliability of(double[] probabilities, double[] outcomes, int bins) {
        List<double[]> sums = sums(probabilities, outcomes, bins);
        List<Bin> made = new ArrayList<>();
        double brier = 0;
        for (int i = 0; i < probabilities.length; i++) {
            double miss = 1 - probabilities[i];
            brier += outcomes[i] * miss * miss + (1 - outcomes[i]) * probabilities[i] * probabilities[i];
        }
        double ece = 0;
        for (double[] bin : sums) {
            int count = (int) bin[0];
            double share = Math.min(1, bin[2] / count);
            made.add(new Bin(bin[1] / count, share, count, Wilson.ofMean(share, count, 0.95)));
            ece += Math.abs(bin[1] - bin[2]);
        }
        int rows = probabilities.length;
        return new Reliability(made, ece / rows, brier / rows, rows);
    }

    /**
     * The calibration error to be expected of probabilities that are right: the mean over outcomes drawn by them.
     *
     * @param draws how many times outcomes are drawn, at least 1
     */
    public static double eceByChance(double[] probabilities, int bins, int draws, RandomGenerator random) {
        if (draws < 1) {
            throw new IllegalArgumentException("draws must be at least 1, got " + draws);
        }
        double sum = 0;
        for (int draw = 0; draw < draws; draw++) {
            double[] drawn = new double[probabilities.length];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = random.nextDouble() < probabilities[i] ? 1 : 0;
            }
            sum += of(probabilities, drawn, bins).ece();
        }
        return sum / draws;
    }

    /** For each bin that is not empty: count, sum of probabilities, sum of outcomes. */
    private static List<double[]> sums(double[] probabilities, double[] outcomes, int bins) {
        Values.checkOneLength("probabilities", probabilities.length, "outcomes", outcomes.length);
        checkShares("probabilities", probabilities);
        checkShares("outcomes", outcomes);
        if (bins < 1) {
            throw new IllegalArgumentException("bins must be at least 1, got " + bins);
        }
        int[] order = IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> probabilities[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] sorted =
                Arrays.stream(order).mapToDouble(i -> probabilities[i]).toArray();
        List<double[]> made = new ArrayList<>();
        int i = 0;
        for (int bin = 1; bin <= bins; bin++) {
            double end = bin == bins ? sorted[sorted.length - 1] : Summary.sortedQuantile(sorted, (double) bin / bins);
            double[] sums = new double[3];
            for (; i < sorted.length && sorted[i] <= end; i++) {
                sums[0]++;
                sums[1] += sorted[i];
                sums[2] += outcomes[order[i]];
            }
            if (sums[0] > 0) {
                made.add(sums);
            }
        }
        return made;
    }

    private static void checkShares(String name, double[] values) {
        Values.check(name, values, 1);
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= 0 && values[i] <= 1)) {
                throw new IllegalArgumentException(name + "[" + i + "] must be in [0, 1], got " + values[i]);
            }
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "ECE %.4f in %d bins, Brier score %.4f, n=%d", ece, bins.size(), brier, count);
    }
}
