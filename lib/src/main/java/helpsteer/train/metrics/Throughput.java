package helpsteer.train.metrics;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How fast some steps went.
 *
 * @param total what they computed together
 * @param medianTokensPerSecond median over the steps of real tokens a second
 */
public record Throughput(StepStats total, double medianTokensPerSecond) {
    /**
     * Over steps, of which there is at least one.
     *
     * @param steps such as the last fifty of a run, or all
     */
    public static Throughput of(List<StepRecord> steps) {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("steps must hold at least one, got none");
        }
        StepStats total =
                steps.stream().map(StepRecord::work).reduce(StepStats::plus).orElseThrow();
        double[] rates = steps.stream()
                .mapToDouble(s -> rate((double) s.work().tokens(), s.work().seconds()))
                .sorted()
                .toArray();
        int half = rates.length / 2;
        double median = rates.length % 2 == 1 ? rates[half] : (rates[half - 1] + rates[half]) / 2;
        return new Throughput(total, median);
    }

    private static double rate(double count, double seconds) {
        return seconds > 0 ? count / seconds : 0;
    }

    /** Real tokens a second over all steps together; 0 where the objective reads no tokens. */
    public double tokensPerSecond() {
        return rate((double) total.tokens(), total.seconds());
    }

    /** Padding over all positions computed, in [0, 1). */
    public double paddingShare() {
        long computed = total.tokens() + total.paddedTokens();
        return computed == 0 ? 0 : (double) total.paddedTokens() / computed;
    }

    /**
     * Model-FLOP utilisation: the operations that the model needs over those that the device could do.
     *
     * @param peakFlops operations a second, above 0
     * @return empty where the objective does not know its operations
     */
    public OptionalDouble utilisation(double peakFlops) {
        return total.flops() > 0
                ? OptionalDouble.of(rate(total.flops(), total.seconds()) / peakFlops)
                : OptionalDouble.empty();
    }
}
