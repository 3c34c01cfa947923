package helpsteer.study.steering;

import helpsteer.reward.AttributeWeights;

/** A number of a response. */
public enum Measure {
    /** Goodness by the gold ratings: what every method should raise. */
    GOLD("gold goodness", 2),
    /** Gold helpfulness alone. */
    HELPFULNESS("gold helpfulness", 2),
    /** Goodness by the reward model that the stages learned from. */
    JUDGE("judge's goodness", 2),
    /** Goodness by a reward model that no stage saw. */
    SECOND_JUDGE("second judge's goodness", 2),
    /** Length in characters. */
    CHARACTERS("characters", 0),
    /** Whether the response came to its end by itself, 1 or 0. */
    ENDED("ended by itself", 2);

    /** What makes one number of five ratings: that of the paper's DPO and PPO. */
    static final AttributeWeights GOODNESS = AttributeWeights.ALIGNMENT;

    private final String title;
    private final int decimals;

    Measure(String title, int decimals) {
        this.title = title;
        this.decimals = decimals;
    }

    /** As a table's or an axis' title. */
    public String title() {
        return title;
    }

    /** How many decimals are worth printing. */
    public int decimals() {
        return decimals;
    }
}
