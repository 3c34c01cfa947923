package helpsteer.simulation;

import helpsteer.data.Attribute;

/**
 * The true value of a simulated response on each attribute: what a rater without noise and bias would say, before rounding.
 *
 * @param helpfulness as all others a real number in 0..4
 */
public record GoldRatings(
        double helpfulness, double correctness, double coherence, double complexity, double verbosity) {
    public GoldRatings {
        check("helpfulness", helpfulness);
        check("correctness", correctness);
        check("coherence", coherence);
        check("complexity", complexity);
        check("verbosity", verbosity);
    }

    /** The true value of one attribute. */
    public double of(Attribute attribute) {
        return attribute.of(helpfulness, correctness, coherence, complexity, verbosity);
    }

    private static void check(String name, double value) {
        if (!(value >= Attribute.MIN && value <= Attribute.MAX)) {
            throw new IllegalArgumentException("gold " + name + " must be in 0..4, got " + value);
        }
    }
}
