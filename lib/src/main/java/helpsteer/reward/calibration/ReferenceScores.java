package helpsteer.reward.calibration;

import helpsteer.stats.Summary;
import helpsteer.stats.Values;
import java.util.Arrays;
import java.util.List;

/**
 * Rewards of responses that the model has not learned, by which a reward gets a percentile.
 *
 * @param quantiles at 0, 1, … 100 per cent, rising (type 7 of Hyndman and Fan)
 * @param count number of responses
 */
public record ReferenceScores(List<Double> quantiles, int count) {
    private static final int HUNDRED = 100;

    public ReferenceScores {
        quantiles = List.copyOf(quantiles);
        if (quantiles.size() != HUNDRED + 1 || count < 1) {
            throw new IllegalArgumentException("quantiles must be 101 of at least 1 response, got " + quantiles.size()
                    + " of " + count + " responses");
        }
        for (int i = 0; i <= HUNDRED; i++) {
            double before = i == 0 ? -Double.MAX_VALUE : quantiles.get(i - 1);
            if (!(quantiles.get(i) >= before && quantiles.get(i) <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "quantiles must be finite and rise, got " + quantiles.get(i) + " at " + i + " per cent");
            }
        }
    }

    /** Of rewards, at least one. */
    public static ReferenceScores of(double[] rewards) {
        Values.check("rewards", rewards, 1);
        double[] sorted = rewards.clone();
        Arrays.sort(sorted);
        double[] quantiles = new double[HUNDRED + 1];
        for (int i = 0; i <= HUNDRED; i++) {
            double value = Summary.sortedQuantile(sorted, (double) i / HUNDRED);
            quantiles[i] = i == 0 ? value : Math.max(quantiles[i - 1], value); // rounding may not turn two round
        }
        return new ReferenceScores(Arrays.stream(quantiles).boxed().toList(), sorted.length);
    }

    /**
     * The share of the responses, in per cent, whose reward is below this one; between two quantiles on the line between
     * them, and of equal quantiles the middle.
     */
    public double percentile(double reward) {
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("reward must be finite, got " + reward);
        }
        int below = 0;
        while (below <= HUNDRED && quantiles.get(below) < reward) {
            below++;
        }
        if (below > HUNDRED) {
            return HUNDRED;
        }
        int equal = below;
        while (equal <= HUNDRED && quantiles.get(equal) == reward) {
            equal++;
        }
        if (equal > below) {
            return (below + equal - 1) / 2.0;
        }
        if (below == 0) {
            return 0;
        }
        double low = quantiles.get(below - 1);
        return below - 1 + (reward - low) / (quantiles.get(below) - low);
    }
}
