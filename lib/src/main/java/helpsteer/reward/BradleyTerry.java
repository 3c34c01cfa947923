package helpsteer.reward;

/**
 * The losses of one comparison by Bradley and Terry's model: the chosen response wins with probability sig(d), where d
 * is its goodness less the rejected one's (arXiv 2410.01257; NeMo-Aligner's {@code regular_bt},
 * {@code margin_bt}, {@code scaled_bt}).
 *
 * <p>The same losses for the machine are {@code comparison} in the script {@code head.py}; a test holds the two together.
 */
public enum BradleyTerry {
    /** {@code -log sig(d)}: how strong the preference is does not matter. */
    REGULAR,

    /** {@code -log sig(d - m)}: a preference of strength m asks for a distance beyond m. */
    MARGIN,

    /** {@code -m log sig(d)}: a preference of strength m counts m times. */
    SCALED;

    /**
     * The loss of one pair; never overflows, however far apart the two are.
     *
     * @param difference goodness of the chosen response less that of the rejected one
     * @param strength how much better the chosen one is, above 0; 1 to 3 in the official files
     * @throws IllegalArgumentException where the strength is not above 0, as of a tie
     */
    public double value(double difference, double strength) {
        double x = margin(strength) - difference;
        return factor(strength) * (Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
    }

    /** The derivative of {@link #value} by the difference, at most 0. */
    public double derivative(double difference, double strength) {
        double x = margin(strength) - difference;
        double small = Math.exp(-Math.abs(x)); // at most 1, so neither branch overflows
        return -factor(strength) * (x >= 0 ? 1 : small) / (1 + small);
    }

    /** What is taken off the difference. */
    public double margin(double strength) {
        checkStrength(strength);
        return this == MARGIN ? strength : 0;
    }

    /** What the loss is multiplied with. */
    public double factor(double strength) {
        checkStrength(strength);
        return this == SCALED ? strength : 1;
    }

    public static void checkStrength(double strength) {
        if (!(strength > 0) || Double.isInfinite(strength)) {
            throw new IllegalArgumentException(
                    "strength must be above 0 and finite, got " + strength + "; drop ties before");
        }
    }
}
