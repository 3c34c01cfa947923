package helpsteer.study.overoptimization;

import helpsteer.stats.Estimate;
import helpsteer.stats.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where gold reward turns from rising to falling: the highest point of the mean curve, by a parabola through it and its
 * neighbours. It is not reached where the highest point is the last.
 *
 * @param kl where it turns; none where that is not reached
 * @param low lower end of its interval by bootstrap over repetitions; none where even that is not reached
 * @param high upper end; none where it is not reached
 * @param share of the resamples that turn
 * @param change gold reward at the last point less that at the highest, 0 where that is the last. The highest is
 *     chosen by one half of the repetitions and judged by the other, as the highest of a noisy curve looks higher than it is
 */
public record TurnOver(
        Optional<Double> kl, Optional<Double> low, Optional<Double> high, double share, Estimate change) {
    private static final double LEVEL = 0.95;
    private static final int DECIMALS = 2;

    /** Of a curve and mean curves of its resamples. */
    static TurnOver of(RewardCurve curve, double[] gold, List<double[]> resampled) {
        double[] distances = curve.distances();
        double[] sorted = resampled.stream()
                .mapToDouble(each -> turn(distances, each))
                .sorted()
                .toArray();
        double turned = Arrays.stream(sorted).filter(Double::isFinite).count();
        return new TurnOver(
                squared(turn(distances, gold)),
                squared(sorted[(int) ((1 - LEVEL) / 2 * (sorted.length - 1))]),
                squared(sorted[(int) Math.ceil((1 + LEVEL) / 2 * (sorted.length - 1))]),
                turned / sorted.length,
                curve.lastLess(TurnOver::highest));
    }

    private static Optional<Double> squared(double distance) {
        return Double.isFinite(distance) ? Optional.of(distance * distance) : Optional.empty();
    }

    /** The distance of the highest gold; infinite where the last point is the highest. */
    private static double turn(double[] distances, double[] gold) {
        int at = highest(gold);
        if (at == gold.length - 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (at < 0) {
            return 0;
        }
        double before = at == 0 ? 0 : distances[at - 1];
        double goldBefore = at == 0 ? 0 : gold[at - 1];
        double left = distances[at] - before;
        double right = distances[at + 1] - distances[at];
        double up = (gold[at] - goldBefore) / left;
        double down = (gold[at + 1] - gold[at]) / right;
        double curvature = (up - down) / (left + right);
        double slope = (up * right + down * left) / (left + right); // of the parabola at the middle point
        double shift = curvature == 0 ? 0 : slope / (2 * curvature);
        return Math.max(before, Math.min(distances[at + 1], distances[at] + shift));
    }

    /** The place of the highest gold; -1 where it is the reference policy's 0. */
    private static int highest(double[] gold) {
        int best = -1;
        for (int i = 0; i < gold.length; i++) {
            best = gold[i] > (best < 0 ? 0 : gold[best]) ? i : best;
        }
        return best;
    }

    /** Such as {@code 1.02 [0.71, not reached]}. */
    @Override
    public String toString() {
        return Estimate.joined(text(kl), text(low), text(high));
    }

    private static String text(Optional<Double> kl) {
        return kl.map(value -> Numbers.fixed(value, DECIMALS)).orElse("not reached");
    }
}
