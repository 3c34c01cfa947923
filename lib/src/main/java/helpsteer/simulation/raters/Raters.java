package helpsteer.simulation.raters;

import java.util.Locale;

/**
 * How a pool of simulated annotators judges. Each number is a dial: 0 switches its effect off.
 *
 * <p>The defaults are calibrated so that quadratic weighted kappa comes near Table 1 of arXiv 2406.08673 at all three of
 * its stages.
 *
 * @param count how many annotators there are, 20 to 100,000; the paper had about 1,000
 * @param noise factor, 0 to 10, on every annotator's own errors and severity; 1 is as in HelpSteer2
 * @param careless share, 0 to 0.9, of annotators whose ratings do not depend on the response; most of them are found out and
 *     their annotations dropped
 * @param lengthBias rating points, -4 to 4, that a response gains in perceived helpfulness with each doubling of its length
 *     beyond {@value #USUAL_CHARACTERS} characters, and loses with each halving
 * @param positionBias rating points, -4 to 4, that the second response gains where two are compared; ratings do not have it
 */
public record Raters(int count, double noise, double careless, double lengthBias, double positionBias) {
    /** Length in characters at which a length bias changes nothing. */
    public static final int USUAL_CHARACTERS = 250;

    private static final int FEWEST = 20;
    private static final int MOST = 100_000;
    private static final double MOST_NOISE = 10;
    private static final double MOST_CARELESS = 0.9;
    private static final double MOST_BIAS = 4;

    public Raters {
        if (count < FEWEST || count > MOST) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "raters must be %d to %,d, got %d", FEWEST, MOST, count));
        }
        check("noise", noise, 0, MOST_NOISE);
        check("careless share", careless, 0, MOST_CARELESS);
        check("length bias", lengthBias, -MOST_BIAS, MOST_BIAS);
        check("position bias", positionBias, -MOST_BIAS, MOST_BIAS);
    }

    private static void check(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s must be a number in %s..%s, got %s", name, least, most, value));
        }
    }

    /**
     * Annotators like those of HelpSteer2: noise 1, some careless ones, no length bias, and a weak position bias, as the
     * follow-up paper reports one (arXiv 2410.01257).
     */
    public static Raters defaults() {
        return new Raters(1_000, 1, 0.13, 0, 0.1);
    }

    /** Perfect annotators: each says the gold rating, rounded. */
    public static Raters none() {
        return new Raters(1_000, 0, 0, 0, 0);
    }

    public Raters withCount(int raters) {
        return new Raters(raters, noise, careless, lengthBias, positionBias);
    }

    public Raters withNoise(double factor) {
        return new Raters(count, factor, careless, lengthBias, positionBias);
    }

    public Raters withCareless(double share) {
        return new Raters(count, noise, share, lengthBias, positionBias);
    }

    public Raters withLengthBias(double points) {
        return new Raters(count, noise, careless, points, positionBias);
    }

    public Raters withPositionBias(double points) {
        return new Raters(count, noise, careless, lengthBias, points);
    }

    /** One line for headers. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d raters, noise %s, careless %s, length bias %s, position bias %s",
                count,
                noise,
                careless,
                lengthBias,
                positionBias);
    }
}
