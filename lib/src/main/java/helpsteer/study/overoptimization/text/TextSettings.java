package helpsteer.study.overoptimization.text;

import helpsteer.study.overoptimization.ProxyHeads;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many texts there are and how often proxies are fitted.
 *
 * @param pairs sizes of the proxies' training sets, rising, each at least 20
 * @param repetitions proxies of each size, with pairs and labels of their own, at least 2
 * @param prompts that policies answer, at least 2; no pair is of one of them
 * @param responses written to each prompt, 16 to 4,096; best of n goes as far
 * @param seed draws everything
 */
public record TextSettings(List<Integer> pairs, int repetitions, int prompts, int responses, long seed) {
    private static final int FEWEST_RESPONSES = 16;
    private static final int MOST_RESPONSES = 4096;

    /** Of so many times the largest training set the pairs are drawn, without replacement. */
    private static final double POOL = 1.2;

    /** What a rater divides a difference of gold by, in standard deviations of gold over all responses of the pool. */
    static final double NOISE = 1.25;

    public TextSettings {
        pairs = ProxyHeads.checkedSizes(pairs);
        if (repetitions < 2) {
            throw new IllegalArgumentException("seeds must be at least 2, got " + repetitions);
        }
        if (prompts < 2) {
            throw new IllegalArgumentException("prompts must be at least 2, got " + prompts);
        }
        if (responses < FEWEST_RESPONSES || responses > MOST_RESPONSES) {
            throw new IllegalArgumentException(
                    "responses must be in " + FEWEST_RESPONSES + ".." + MOST_RESPONSES + ", got " + responses);
        }
    }

    /** Number of pairs to draw from. */
    int pool() {
        return (int) Math.ceil(POOL * pairs.get(pairs.size() - 1));
    }

    /** All that decides over the numbers but the encoder. */
    Map<String, String> described() {
        Map<String, String> out = new TreeMap<>();
        out.put("pairs", pairs.toString());
        out.put("repetitions", Integer.toString(repetitions));
        out.put("prompts", Integer.toString(prompts));
        out.put("responses", Integer.toString(responses));
        out.put("seed", Long.toString(seed));
        out.put("pool of pairs", Integer.toString(pool()));
        out.put("rater noise", Double.toString(NOISE));
        return out;
    }
}
