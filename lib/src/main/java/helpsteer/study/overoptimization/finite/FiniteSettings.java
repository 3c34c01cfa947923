package helpsteer.study.overoptimization.finite;

import helpsteer.study.overoptimization.ProxyHeads;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How large a finite world is and how often it is drawn.
 *
 * @param pairs sizes of the proxies' training sets, rising, each at least 20
 * @param repetitions worlds, each with responses, pairs and proxies of its own, at least 2
 * @param prompts of each world, at least 1
 * @param responses to each prompt, 16 to 65,536
 * @param seed draws everything
 */
public record FiniteSettings(List<Integer> pairs, int repetitions, int prompts, int responses, long seed) {
    private static final int FEWEST_RESPONSES = 16;
    private static final int MOST_RESPONSES = 1 << 16;

    /** Length of the vectors. */
    static final int WIDTH = 32;

    /** What the square of an unusual component takes from gold. */
    static final double PENALTY = 0.15;

    /**
     * What a rater divides a difference of gold by before choosing with the logistic probability: a pair of responses is then
     * labelled as gold says in about two cases of three.
     */
    static final double NOISE = 1.25;

    /** Spread of the reference policy's logits. */
    static final double LOGIT_SD = 0.5;

    public FiniteSettings {
        pairs = ProxyHeads.checkedSizes(pairs);
        if (repetitions < 2) {
            throw new IllegalArgumentException("seeds must be at least 2, got " + repetitions);
        }
        if (prompts < 1) {
            throw new IllegalArgumentException("prompts must be at least 1, got " + prompts);
        }
        if (responses < FEWEST_RESPONSES || responses > MOST_RESPONSES) {
            throw new IllegalArgumentException(
                    "responses must be in " + FEWEST_RESPONSES + ".." + MOST_RESPONSES + ", got " + responses);
        }
    }

    /** All that decides over the numbers but how policies are trained. */
    Map<String, String> described() {
        Map<String, String> out = new TreeMap<>();
        out.put("pairs", pairs.toString());
        out.put("repetitions", Integer.toString(repetitions));
        out.put("prompts", Integer.toString(prompts));
        out.put("responses", Integer.toString(responses));
        out.put("seed", Long.toString(seed));
        out.put("vector length", Integer.toString(WIDTH));
        out.put("penalty", Double.toString(PENALTY));
        out.put("rater noise", Double.toString(NOISE));
        out.put("reference logit SD", Double.toString(LOGIT_SD));
        return out;
    }
}
