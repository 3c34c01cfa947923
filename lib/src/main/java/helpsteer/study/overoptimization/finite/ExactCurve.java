package helpsteer.study.overoptimization.finite;

import helpsteer.stats.Values;
import helpsteer.study.overoptimization.RewardCurve;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.analysis.solvers.BrentSolver;

/** Rewards of the policies of one family, a strength common to all prompts being chosen so that the mean KL is the one wanted. */
final class ExactCurve {
    private static final double ACCURACY = 1e-10;
    private static final int MOST_STEPS = 200;

    private final List<? extends PolicyFamily> prompts;

    /** Of each prompt's policies. */
    ExactCurve(List<? extends PolicyFamily> prompts) {
        this.prompts = List.copyOf(prompts);
    }

    /** Mean KL over prompts. */
    double kl(double strength) {
        return prompts.stream()
                .mapToDouble(prompt -> prompt.kl(strength))
                .average()
                .orElseThrow();
    }

    /** The mean over prompts of a reward's expectation, the reward having a row for each prompt. */
    double expected(double strength, double[][] reward) {
        double sum = 0;
        for (int p = 0; p < reward.length; p++) {
            sum += Values.product(prompts.get(p).probabilities(strength), reward[p]) / reward.length;
        }
        return sum;
    }

    /**
     * Gold and proxy at each KL that the strongest policies still have.
     *
     * @param kl above 0, rising
     */
    RewardCurve.Run at(double[] kl, double[][] gold, double[][] proxy) {
        double strongest = prompts.get(0).strongest();
        double most = kl(strongest);
        List<Double> golds = new ArrayList<>();
        List<Double> proxies = new ArrayList<>();
        double from = 0;
        for (double wanted : kl) {
            if (wanted > most) {
                break;
            }
            from = wanted == most
                    ? strongest
                    : new BrentSolver(ACCURACY).solve(MOST_STEPS, strength -> kl(strength) - wanted, from, strongest);
            golds.add(expected(from, gold));
            proxies.add(expected(from, proxy));
        }
        return RewardCurve.Run.ofMeans(golds, proxies);
    }
}
