package helpsteer.bench.rewardbench;

/** The four sections of RewardBench 1 (arXiv 2403.13787, Table 1), whose plain mean is the paper's overall score. */
public enum Section {
    CHAT("Chat"),
    CHAT_HARD("Chat Hard"),
    SAFETY("Safety"),
    REASONING("Reasoning");

    private final String title;

    Section(String title) {
        this.title = title;
    }

    /** The name as leaderboards print it. */
    public String title() {
        return title;
    }
}
