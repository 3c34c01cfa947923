package helpsteer.simulation.raters;

import helpsteer.data.Attribute;

/**
 * How unreliable ratings of one attribute are, in rating points. The numbers were fitted to Table 1 of arXiv 2406.08673 by
 * simulation; the paper does not state any of them.
 *
 * @param sd standard deviation of an annotator's error on an ordinary response
 * @param shared part of the error, 0 to 1, that an annotator makes on all attributes of a response alike: who misses a fault
 *     rates both helpfulness and correctness too high
 * @param contested factor on the standard deviation for a response that annotators disagree about
 * @param severity standard deviation of the annotators' own means
 * @param careless mean and standard deviation of what a careless annotator says
 */
record AttributeNoise(double sd, double shared, double contested, double severity, Careless careless) {
    private static final AttributeNoise HELPFULNESS =
            new AttributeNoise(0.51, 0.98, 5.3, 0.25, new Careless(2.9, 0.5));
    private static final AttributeNoise CORRECTNESS =
            new AttributeNoise(0.55, 0.99, 3.6, 0.25, new Careless(3.0, 0.5));
    private static final AttributeNoise COHERENCE =
            new AttributeNoise(0.74, 0.30, 0.8, 0.30, new Careless(1.2, 2.9));
    private static final AttributeNoise COMPLEXITY =
            new AttributeNoise(0.61, 0, 1, 0.35, new Careless(1.7, 2.0));
    private static final AttributeNoise VERBOSITY =
            new AttributeNoise(0.48, 0, 1, 0.30, new Careless(2.0, 1.9));

    /** What a careless annotator says, whatever the response. */
    record Careless(double mean, double sd) {}

    static AttributeNoise of(Attribute attribute) {
        return switch (attribute) {
            case HELPFULNESS -> HELPFULNESS;
            case CORRECTNESS -> CORRECTNESS;
            case COHERENCE -> COHERENCE;
            case COMPLEXITY -> COMPLEXITY;
            case VERBOSITY -> VERBOSITY;
        };
    }

    /**
     * An annotator's error on a response.
     *
     * @param factor of the annotator and of the response
     * @param common standard normal, the same for all attributes of the judgement
     * @param own standard normal, this attribute's own
     */
    double error(double factor, double common, double own) {
        return sd * factor * (shared * common + Math.sqrt(1 - shared * shared) * own);
    }
}
