package helpsteer.bench.rewardbench;

import java.util.Arrays;

/** The six domains of RewardBench 2 (arXiv 2506.01937, Table 2), whose plain mean is the overall score. */
public enum Domain {
    FACTUALITY("Factuality"),
    PRECISE_IF("Precise IF"),
    MATH("Math"),
    SAFETY("Safety"),
    FOCUS("Focus"),
    /** Prompts with several right answers, scored by {@link TiesScore}. */
    TIES("Ties");

    private final String title;

    Domain(String title) {
        this.title = title;
    }

    /** The name in the file and on leaderboards. */
    public String title() {
        return title;
    }

    /**
     * The domain of that name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static Domain of(String title) {
        return Arrays.stream(values())
                .filter(d -> d.title.equals(title))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("subset must be one of RewardBench 2's 6, got " + title));
    }
}
