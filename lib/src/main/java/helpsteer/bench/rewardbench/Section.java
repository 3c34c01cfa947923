package helpsteer.bench.rewardbench;

import java.util.Arrays;
import java.util.List;

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

    /** The subsets of the section. */
    public List<Subset> subsets() {
        return Arrays.stream(Subset.values()).filter(s -> s.section() == this).toList();
    }
}
