package helpsteer.stats.agreement;

import helpsteer.stats.Bootstrap;
import helpsteer.stats.Interval;
import helpsteer.stats.Summary;
import helpsteer.stats.Values;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * An interval of the expected calibration error ({@link Reliability}) that keeps its level where the error is small.
 *
 * <p>The error is a sum of magnitudes, which chance can only raise. The plain bootstrap raises it once more: its percentiles
 * lie too high, and for a calibrated model they never hold the truth, 0. Here the bootstrap tells the noise of each bin's
 * signed deviation, and the interval holds the errors under which the one that was seen is not in a tail (test inversion,
 * Carpenter 1999, J. R. Statist. Soc. B 61). These errors are the seen deviations times a factor of at least 0, so that 0 is
 * in the interval where a calibrated model could well have given what was seen.
 */
public final class CalibrationError {
    private static final int LEAST = 100;
    private static final int HALVINGS = 40;
    private static final double MOST_FACTOR = 1 << 20;
    private static final double ROUNDING = 1e-12;

    private final double[] deviations;
    private final int[] bins;
    private final int binCount;
    private final double error;

    private CalibrationError(double[] deviations, int[] bins, int binCount, double error) {
        this.deviations = deviations;
        this.bins = bins;
        this.binCount = binCount;
        this.error = error;
    }

    /**
     * Bins the rows as {@link Reliability#of} does, which also says what is refused.
     *
     * @param probabilities each in [0, 1]
     * @param outcomes 1 where it happened, 0 where not, 0.5 for a tie
     * @param bins how many are asked for
     */
    public static CalibrationError of(double[] probabilities, double[] outcomes, int bins) {
        double error = Reliability.of(probabilities, outcomes, bins).ece();
        double[] sorted = probabilities.clone();
        Arrays.sort(sorted);
        double[] ends = IntStream.range(1, bins)
                .mapToDouble(bin -> Summary.sortedQuantile(sorted, (double) bin / bins))
                .toArray();
        int[] bin = Arrays.stream(probabilities)
                .mapToInt(p -> (int) Arrays.stream(ends).filter(end -> end < p).count())
                .toArray();
        return new CalibrationError(Values.differences(probabilities, outcomes), bin, bins, error);
    }

    /**
     * The error with its interval.
     *
     * @param groups for each row its group, such as its prompt: rows of one group are drawn together
     * @param resamples at least 100; 1,000 is usual
     * @return the standard error in it is that of resampled errors
     */
    public Bootstrap interval(int[] groups, int resamples, double level, RandomGenerator random) {
        Values.checkOneLength("groups", groups.length, "probabilities", deviations.length);
        if (resamples < LEAST) {
            throw new IllegalArgumentException("resamples must be at least " + LEAST + ", got " + resamples);
        }
        double[] seen = means();
        Noise noise = new Noise(seen, drawn(seen, rowsByGroup(groups), resamples, random));
        double tail = (1 - level) / 2;
        return new Bootstrap(
                error,
                Values.sampleSd(noise.errors(1)),
                new Interval(Math.min(error, noise.low(tail)), Math.max(error, noise.high(tail)), level),
                resamples,
                0);
    }

    /** Each bin's summed deviation over the number of rows: the magnitudes sum to the error. */
    private double[] means() {
        double[] sums = new double[binCount];
        for (int row = 0; row < deviations.length; row++) {
            sums[bins[row]] += deviations[row] / deviations.length;
        }
        return sums;
    }

    /** What the bins of each resample have more than those of the data, shape (resamples, bins). */
    private double[][] drawn(double[] seen, int[][] groups, int resamples, RandomGenerator random) {
        double[][] noise = new double[resamples][];
        for (int i = 0; i < resamples; i++) {
            double[] sums = new double[binCount];
            int rows = 0;
            for (int draw = 0; draw < groups.length; draw++) {
                for (int row : groups[random.nextInt(groups.length)]) {
                    sums[bins[row]] += deviations[row];
                    rows++;
                }
            }
            for (int bin = 0; bin < binCount; bin++) {
                sums[bin] = sums[bin] / rows - seen[bin];
            }
            noise[i] = sums;
        }
        return noise;
    }

    private static int[][] rowsByGroup(int[] groups) {
        Map<Integer, IntStream.Builder> rows = new LinkedHashMap<>(); // in order of appearance, so that bits repeat
        for (int i = 0; i < groups.length; i++) {
            rows.computeIfAbsent(groups[i], group -> IntStream.builder()).add(i);
        }
        if (rows.size() < 2) {
            throw new IllegalArgumentException("groups must name at least 2 groups, got " + rows.size());
        }
        return rows.values().stream().map(builder -> builder.build().toArray()).toArray(int[][]::new);
    }

    /** What errors a model with a factor of the seen deviations would give. */
    private static final class Noise {
        private final double[] seen;
        private final double[][] noise;
        private final double error;

        private Noise(double[] seen, double[][] noise) {
            this.seen = seen;
            this.noise = noise;
            this.error = Arrays.stream(seen).map(Math::abs).sum();
        }

        private double[] errors(double factor) {
            double[] errors = new double[noise.length];
            for (int i = 0; i < errors.length; i++) {
                for (int bin = 0; bin < seen.length; bin++) {
                    errors[i] += Math.abs(factor * seen[bin] + noise[i][bin]);
                }
            }
            return errors;
        }

        /** Share of the errors under a factor that are at least the seen one. */
        private double above(double factor) {
            return share(factor, 1);
        }

        /** Share of them that are at most the seen one. */
        private double below(double factor) {
            return share(factor, -1);
        }

        private double share(double factor, int sign) {
            double least = sign * error - ROUNDING;
            return (double) Arrays.stream(errors(factor))
                            .filter(e -> sign * e >= least)
                            .count()
                    / noise.length;
        }

        /** The smallest error under which so much as the seen one is not in the upper tail. */
        private double low(double tail) {
            if (above(0) >= tail) {
                return 0;
            }
            double out = 0;
            double in = 1;
            for (int i = 0; i < HALVINGS; i++) {
                double middle = (out + in) / 2;
                if (above(middle) >= tail) {
                    in = middle;
                } else {
                    out = middle;
                }
            }
            return in * error;
        }

        /** The largest error under which so little as the seen one is not in the lower tail. */
        private double high(double tail) {
            if (error == 0) {
                return Summary.quantile(errors(0), 1 - tail); // no factor of nothing: what chance makes of it
            }
            double in = 0;
            double out = 1;
            while (below(out) >= tail && out < MOST_FACTOR) {
                in = out;
                out *= 2;
            }
            for (int i = 0; i < HALVINGS; i++) {
                double middle = (out + in) / 2;
                if (below(middle) >= tail) {
                    in = middle;
                } else {
                    out = middle;
                }
            }
            return in * error;
        }
    }
}
