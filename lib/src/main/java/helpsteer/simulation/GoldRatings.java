package helpsteer.simulation;

import helpsteer.data.Attribute;

/**
 * The true value of a simulated response on each attribute: what a rater without noise and bias would say, before rounding.
 *
 * <p>{@link #of(Qualities)} is the law of the simulated world. Its numbers were chosen so that the rounded values come near
 * the means, spreads and correlations of HelpSteer2 (arXiv 2406.08673, table 2).
 *
 * @param helpfulness as all others a real number in 0..4
 */
public record GoldRatings(
        double helpfulness, double correctness, double coherence, double complexity, double verbosity) {
    /** What a repetition or a broken order takes from coherence. */
    private static final double SLIP = 1;

    /** What a contradiction or a sentence that cannot be read takes from coherence. */
    private static final double FAULT = 2;

    /** What a point of coherence is worth in helpfulness. */
    private static final double COHERENCE_WEIGHT = 0.3;

    /** What a point of complexity is worth in helpfulness. */
    private static final double COMPLEXITY_WEIGHT = 0.05;

    /** What a point of verbosity too much or too little takes from helpfulness. */
    private static final double VERBOSITY_WEIGHT = 0.1;

    /** The middle of the scale, which complexity and verbosity are measured from. */
    private static final double MIDDLE = 2;

    /** Up to this many sentences asked for, each sentence too many or too few weighs the same. */
    private static final int USUAL_SENTENCES = 5;

    public GoldRatings {
        check("helpfulness", helpfulness);
        check("correctness", correctness);
        check("coherence", coherence);
        check("complexity", complexity);
        check("verbosity", verbosity);
    }

    /**
     * The gold ratings of a response.
     *
     * <ul>
     *   <li>Correctness is 4 times the share of what was asked for that is stated right; a true fact that was not asked for
     *       counts as half. What is stated beyond the number asked for enlarges what the share is taken of. Where a refusal
     *       is due, it is 4 times the share of refusals among refusals and facts.
     *   <li>Coherence is 4, less 1 for a broken order and for each repetition, less 2 for each contradiction and for each
     *       sentence that cannot be read.
     *   <li>Complexity is the mean level of the vocabulary.
     *   <li>Verbosity is 2, more or less 0.8 for each sentence more or fewer than asked for; where more than five are asked
     *       for, 4 times the difference over their number.
     *   <li>Helpfulness is correctness without the half for facts off the topic, less 0.3 for each point that coherence is
     *       below 4, plus 0.05 for each point of complexity above 2, less 0.1 for each point of verbosity away from 2.
     * </ul>
     *
     * Each is cut to 0..4.
     */
    public static GoldRatings of(Qualities qualities) {
        double share = share(qualities);
        double halves = halves(qualities);
        double coherence = cut(4 - lost(qualities.flow()));
        double complexity = qualities.style().vocabulary();
        int asked = qualities.asked().sentences();
        double verbosity = cut(
                MIDDLE + 4.0 * (qualities.style().sentences() - asked) / Math.max(asked, USUAL_SENTENCES));
        double helpfulness = 4 * share
                - COHERENCE_WEIGHT * (4 - coherence)
                + COMPLEXITY_WEIGHT * (complexity - MIDDLE)
                - VERBOSITY_WEIGHT * Math.abs(verbosity - MIDDLE);
        return new GoldRatings(cut(helpfulness), cut(4 * (share + halves)), coherence, complexity, verbosity);
    }

    /** The true value of one attribute. */
    public double of(Attribute attribute) {
        return attribute.of(helpfulness, correctness, coherence, complexity, verbosity);
    }

    /** Of what was asked for, how much was done, in 0..1. */
    private static double share(Qualities qualities) {
        Qualities.Content content = qualities.content();
        return qualities.asked().refusal()
                ? (double) content.refusals() / Math.max(1, stated(content))
                : (double) content.right() / Math.max(qualities.asked().facts(), stated(content));
    }

    /** What true facts off the topic add to the share in correctness. */
    private static double halves(Qualities qualities) {
        Qualities.Content content = qualities.content();
        return qualities.asked().refusal()
                ? 0
                : 0.5 * content.offTopic() / Math.max(qualities.asked().facts(), stated(content));
    }

    private static int stated(Qualities.Content content) {
        return content.right() + content.wrong() + content.offTopic() + content.refusals();
    }

    private static double lost(Qualities.Flow flow) {
        return SLIP * ((flow.orderBroken() ? 1 : 0) + flow.repetitions())
                + FAULT * (flow.contradictions() + flow.unreadable());
    }

    private static double cut(double value) {
        return Math.max(Attribute.MIN, Math.min(Attribute.MAX, value));
    }

    private static void check(String name, double value) {
        if (!(value >= Attribute.MIN && value <= Attribute.MAX)) {
            throw new IllegalArgumentException("gold " + name + " must be in 0..4, got " + value);
        }
    }
}
