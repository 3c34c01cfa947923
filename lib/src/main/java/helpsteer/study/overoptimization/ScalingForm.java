package helpsteer.study.overoptimization;

import helpsteer.stats.Values;
import java.util.Arrays;

/**
 * The two forms by which Gao, Schulman and Hilton describe gold reward over the distance d from the reference policy (arXiv
 * 2210.10760, section 3.1); both are 0 at d = 0.
 */
public enum ScalingForm {
    /** {@code d (alpha - beta d)}, the paper's form for best-of-n sampling. */
    BEST_OF_N("best of n: d(α − β d)"),

    /** {@code d (alpha - beta log d)}, the paper's form for reinforcement learning. */
    REINFORCEMENT_LEARNING("RL: d(α − β log d)");

    private final String title;

    ScalingForm(String title) {
        this.title = title;
    }

    /**
     * The two coefficients of a form.
     *
     * @param alpha how gold begins to rise
     * @param beta how much it loses by going far
     */
    public record Coefficients(double alpha, double beta) {}

    /** What it is called in tables. */
    public String title() {
        return title;
    }

    /** The gold reward at a distance of at least 0. */
    public double gold(Coefficients of, double d) {
        return of.alpha * d - of.beta * fall(d);
    }

    /** The coefficients of least squares, without intercept. */
    Coefficients fit(double[] distances, double[] gold) {
        Values.checkOneLength("distances", distances.length, "gold", gold.length);
        Values.check("distances", distances, 2);
        Values.check("gold", gold, 2);
        double rises = 0;
        double falls = 0;
        double both = 0;
        double goldByRise = 0;
        double goldByFall = 0;
        for (int i = 0; i < gold.length; i++) {
            double rise = distances[i];
            double fall = fall(rise);
            rises += rise * rise;
            falls += fall * fall;
            both += rise * fall;
            goldByRise += gold[i] * rise;
            goldByFall += gold[i] * fall;
        }
        double determinant = rises * falls - both * both;
        if (!(determinant > 1e-12 * rises * falls)) {
            throw new IllegalArgumentException(
                    "distances must hold at least 2 different ones above 0, got " + Arrays.toString(distances));
        }
        return new Coefficients(
                (goldByRise * falls - goldByFall * both) / determinant,
                (goldByRise * both - goldByFall * rises) / determinant);
    }

    /** What beta is multiplied with. */
    private double fall(double d) {
        return this == BEST_OF_N ? d * d : d == 0 ? 0 : d * Math.log(d);
    }
}
