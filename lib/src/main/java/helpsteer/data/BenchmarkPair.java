package helpsteer.data;

/**
 * One row of RewardBench: a prompt with a response that should win and one that should lose.
 *
 * @param subset name of the subset, such as {@code "llmbar-natural"}
 * @param id the row's own id; only (subset, id) is unique, since 3692 stands in donotanswer and in hep-python
 */
public record BenchmarkPair(String subset, String id, Prompt prompt, String chosen, String rejected)
        implements ResponsePair {
    /** The unique name of the row. */
    public String key() {
        return subset + "/" + id;
    }
}
