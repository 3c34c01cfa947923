package helpsteer.study.overoptimization;

import helpsteer.stats.Estimate;
import java.util.List;
import java.util.Optional;

/**
 * What came of proxies of one size.
 *
 * @param pairs which the proxies were fitted to
 * @param quality of the proxies
 * @param bestOfN a row for each n
 * @param curves of each optimiser without a remedy: the proxy is one head, and training has no KL penalty
 * @param alternatives remedies, each beside what it is a remedy of, and optimisers beside each other
 */
public record ProxyResult(
        int pairs, Quality quality, List<BestOfN> bestOfN, List<CurveResult> curves, List<Alternative> alternatives) {
    private static final double ROUNDING = 1e-9;

    /**
     * How good proxies are.
     *
     * @param correlation with the gold reward under the reference policy
     * @param alpha which the KL-regularised optimum has in theory; none where no theory says
     * @param beta the same
     */
    public record Quality(Estimate correlation, Optional<Estimate> alpha, Optional<Estimate> beta) {
        /** The KL at which {@code d (alpha - beta d)} is highest, {@code (alpha / (2 beta))²}; none where no theory says. */
        public Optional<Double> turnOver() {
            return alpha.flatMap(rise -> beta.map(fall -> Math.pow(rise.value() / (2 * fall.value()), 2)));
        }
    }

    /**
     * Best of n.
     *
     * @param kl exact, to the reference policy; none where it is not known
     * @param bound log n - (n - 1) / n, which the KL does not exceed
     * @param chosen gold and proxy of the response that the proxy chooses, less the reference policy's
     * @param best gold of the best response by the gold reward itself
     */
    public record BestOfN(int n, Optional<Estimate> kl, double bound, Chosen chosen, Estimate best) {}

    /** Rewards of a chosen response, less those of the reference policy. */
    public record Chosen(Estimate gold, Estimate proxy) {}

    /**
     * What another way to a policy gains at the same distances, repetition by repetition.
     *
     * @param curve such as best of n by the ensemble mean
     * @param against what it is compared with, such as best of n by one head
     * @param gains in gold reward
     */
    public record Alternative(CurveResult curve, String against, List<GainAt> gains) {
        public Alternative {
            gains = List.copyOf(gains);
        }

        /**
         * Compares two curves at the points whose KL is nearest to those wanted, as far as both reach.
         *
         * @param result of the first
         */
        public static Alternative of(CurveResult result, RewardCurve curve, RewardCurve base, List<Double> wanted) {
            int both = Math.min(curve.points(), base.points());
            List<GainAt> gains = wanted.stream()
                    .filter(kl -> kl <= curve.kl(both - 1) + ROUNDING)
                    .map(kl -> nearest(curve, both, kl))
                    .distinct()
                    .map(i -> new GainAt(curve.kl(i), curve.gainOver(base, i)))
                    .toList();
            return new Alternative(result, base.optimizer(), gains);
        }

        private static int nearest(RewardCurve curve, int points, double kl) {
            int best = 0;
            for (int i = 1; i < points; i++) {
                best = Math.abs(curve.kl(i) - kl) < Math.abs(curve.kl(best) - kl) ? i : best;
            }
            return best;
        }
    }

    /** The gain in gold reward at one KL. */
    public record GainAt(double kl, Estimate gain) {}

    public ProxyResult {
        bestOfN = List.copyOf(bestOfN);
        curves = List.copyOf(curves);
        alternatives = List.copyOf(alternatives);
    }
}
