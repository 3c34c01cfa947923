package helpsteer.study.overoptimization;

import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an optimiser made of a proxy.
 *
 * @param optimizer such as best of n
 * @param points at rising distances
 * @param fits both forms of the paper
 * @param turnOver where gold turns
 * @param end where training came to; none for a curve without training
 */
public record CurveResult(
        String optimizer, List<Point> points, List<ScalingFit> fits, TurnOver turnOver, Optional<End> end) {
    private static final int RESAMPLES = 2000;

    /**
     * One distance.
     *
     * @param kl to the reference policy
     * @param gold mean gold reward less that of the reference policy
     * @param proxy the same of the proxy
     */
    public record Point(double kl, Estimate gold, Estimate proxy) {
        /** The root of the KL. */
        public double distance() {
            return Math.sqrt(kl);
        }
    }

    /** The policy after the last step of training: its KL and its rewards less those of the reference policy. */
    public record End(Estimate kl, Estimate gold, Estimate proxy) {}

    public CurveResult {
        points = List.copyOf(points);
        fits = List.copyOf(fits);
    }

    /** Of a curve; the seed draws the resamples. */
    public static CurveResult of(RewardCurve curve, Seed seed) {
        List<double[]> resampled = curve.resampled(RESAMPLES, seed.stream("bootstrap"));
        double[] gold = curve.meanGold(IntStream.range(0, curve.repetitions()).toArray());
        return new CurveResult(
                curve.optimizer(),
                IntStream.range(0, curve.points())
                        .mapToObj(i -> new Point(curve.kl(i), curve.gold(i), curve.proxy(i)))
                        .toList(),
                Arrays.stream(ScalingForm.values())
                        .map(form -> ScalingFit.of(form, curve))
                        .toList(),
                TurnOver.of(curve, gold, resampled),
                Optional.empty());
    }

    /** The same of a training that came to an end. */
    public CurveResult ending(End where) {
        return new CurveResult(optimizer, points, fits, turnOver, Optional.of(where));
    }

    /** The fit of one form. */
    public ScalingFit fit(ScalingForm form) {
        return fits.stream()
                .filter(fit -> fit.form() == form)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("fits must hold one of " + form + ", got " + fits));
    }
}
