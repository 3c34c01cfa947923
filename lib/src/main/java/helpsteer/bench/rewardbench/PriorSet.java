package helpsteer.bench.rewardbench;

import java.util.Arrays;

/** The four older test sets that RewardBench 1's leaderboard adds as "Prior Sets" (arXiv 2403.13787, Table 1). */
public enum PriorSet {
    ANTHROPIC_HELPFUL("anthropic_helpful"),
    ANTHROPIC_HHH("anthropic_hhh"),
    SHP("shp"),
    SUMMARIZE("summarize");

    private final String key;

    PriorSet(String key) {
        this.key = key;
    }

    /** The name in {@code allenai/preference-test-sets}. */
    public String key() {
        return key;
    }

    /**
     * The set of that name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static PriorSet of(String key) {
        return Arrays.stream(values())
                .filter(s -> s.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("set must be one of the 4 Prior Sets, got " + key));
    }
}
