package helpsteer.study.overoptimization.finite;

import helpsteer.stats.Numbers;
import helpsteer.study.overoptimization.Remedy;

/** How a policy is driven by a proxy. */
enum Optimizer {
    BEST_OF_N("best of n"),
    KL_OPTIMUM("KL-regularised optimum"),
    REINFORCE("REINFORCE"),
    PPO("PPO");

    private static final int DIGITS = 3;

    private final String title;

    Optimizer(String title) {
        this.title = title;
    }

    /** The name of its curve by a proxy with a remedy. */
    String with(Remedy remedy) {
        return title + ", " + remedy.title();
    }

    /** The name of its curve with a KL weight, by one head. */
    String with(double klWeight) {
        return title + ", KL weight " + Numbers.significant(klWeight, DIGITS);
    }
}
