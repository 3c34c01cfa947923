package helpsteer.study.overoptimization.finite;

/** The policies that one way of optimising gives on one prompt: further from the reference policy the stronger it is. */
interface PolicyFamily {
    /** Probabilities of all responses; at strength 0 those of the reference policy. */
    double[] probabilities(double strength);

    /** KL(policy || reference). */
    double kl(double strength);

    /** The strongest that is looked at. */
    double strongest();
}
