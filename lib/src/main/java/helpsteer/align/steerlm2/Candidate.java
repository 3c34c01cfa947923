package helpsteer.align.steerlm2;

/**
 * The three logarithms by which a sampled response is weighted (paper, section 4.5); sums over tokens, not means.
 *
 * <p>The first two may be minus infinity: such a response has weight 0. The third may not, since it was sampled.
 *
 * @param logAttributes log P(a|x,y), by the reward model
 * @param logPrior log P(y|x), by the model without attributes
 * @param logSampler log Q'(y|a,x), by the model that it was sampled from
 */
public record Candidate(double logAttributes, double logPrior, double logSampler) {
    public Candidate {
        check("log P(a|x,y)", logAttributes, true);
        check("log P(y|x)", logPrior, true);
        check("log Q'(y|a,x)", logSampler, false);
    }

    private static void check(String name, double value, boolean zeroAllowed) {
        boolean zero = value == Double.NEGATIVE_INFINITY;
        if (!Double.isFinite(value) && !(zero && zeroAllowed)) {
            throw new IllegalArgumentException(name + " must be " + (zeroAllowed ? "finite or -Infinity" : "finite")
                    + ", got " + value + "; score the response again or leave it out");
        }
    }

    /** log w of equation 6: what the response should weigh, up to what all responses share. */
    public double logWeight() {
        return logAttributes + logPrior - logSampler;
    }
}
