package helpsteer.study.overoptimization;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How large a study is.
 *
 * @param pairs sizes of the proxies' training sets, rising, each at least 20
 * @param repetitions proxies of each size, each with pairs and labels of its own, at least 2
 * @param prompts that policies answer, at least 1
 * @param responses to each prompt, at least 16
 * @param seed draws everything
 */
public record OveroptimizationSettings(List<Integer> pairs, int repetitions, int prompts, int responses, long seed) {
    /** Fewer pairs than this cannot be cross-validated. */
    private static final int FEWEST_PAIRS = 20;

    private static final int FEWEST_RESPONSES = 16;

    public OveroptimizationSettings {
        pairs = List.copyOf(pairs);
        List<Integer> sizes = pairs;
        boolean rising = IntStream.range(1, sizes.size()).allMatch(i -> sizes.get(i - 1) < sizes.get(i));
        if (pairs.isEmpty() || !rising || pairs.get(0) < FEWEST_PAIRS) {
            throw new IllegalArgumentException(
                    "pairs must be rising numbers of at least " + FEWEST_PAIRS + ", got " + pairs);
        }
        if (repetitions < 2) {
            throw new IllegalArgumentException("seeds must be at least 2, got " + repetitions);
        }
        if (prompts < 1) {
            throw new IllegalArgumentException("prompts must be at least 1, got " + prompts);
        }
        if (responses < FEWEST_RESPONSES) {
            throw new IllegalArgumentException("responses must be at least " + FEWEST_RESPONSES + ", got " + responses);
        }
    }

    /**
     * The same where a world can have so many.
     *
     * @throws IllegalArgumentException where there are fewer prompts or more responses
     */
    public OveroptimizationSettings within(int fewestPrompts, int mostResponses) {
        if (prompts < fewestPrompts) {
            throw new IllegalArgumentException("prompts must be at least " + fewestPrompts + ", got " + prompts);
        }
        if (responses > mostResponses) {
            throw new IllegalArgumentException(
                    "responses must be in " + FEWEST_RESPONSES + ".." + mostResponses + ", got " + responses);
        }
        return this;
    }

    /** The largest training set. */
    public int mostPairs() {
        return pairs.get(pairs.size() - 1);
    }

    /** All of it, for a report. */
    public Map<String, String> described() {
        Map<String, String> out = new TreeMap<>();
        out.put("pairs", pairs.toString());
        out.put("repetitions", Integer.toString(repetitions));
        out.put("prompts", Integer.toString(prompts));
        out.put("responses", Integer.toString(responses));
        out.put("seed", Long.toString(seed));
        return out;
    }
}
