package helpsteer.study.overoptimization;

import helpsteer.stats.Moments;
import java.util.Arrays;

/** How the scores of an ensemble become one reward (Coste, Anwar, Kirk and Krueger 2023, arXiv 2310.02743, section 3.2). */
public enum Remedy {
    /** One head on all pairs: no remedy. */
    SINGLE("one head"),

    /** The mean of the ensemble. */
    ENSEMBLE_MEAN("ensemble mean"),

    /** The lowest score of the ensemble, the paper's worst-case optimisation. */
    WORST_CASE("worst of five"),

    /** The mean less a part of the variance within the ensemble. */
    UNCERTAINTY_WEIGHTED("uncertainty weighted");

    /** The paper's weight of the variance in best-of-n sampling. */
    private static final double VARIANCE_WEIGHT = 0.5;

    private final String title;

    Remedy(String title) {
        this.title = title;
    }

    /** What it is called in tables. */
    public String title() {
        return title;
    }

    /** Whether one head is enough. */
    boolean single() {
        return this == SINGLE;
    }

    /** One reward of the scores of the ensemble's members, at least two, each standardised. */
    double combined(double[] scores) {
        Moments moments = Moments.of(scores);
        return switch (this) {
            case SINGLE -> throw new IllegalStateException("one head must not be combined with others");
            case ENSEMBLE_MEAN -> moments.mean();
            case WORST_CASE -> Arrays.stream(scores).min().orElseThrow();
            case UNCERTAINTY_WEIGHTED ->
                moments.mean() - VARIANCE_WEIGHT * moments.populationSd() * moments.populationSd();
        };
    }
}
