package helpsteer.reward.training;

import java.util.Locale;

/** Whose opinions a reward model learns. */
public enum TrainingSource {
    /** HelpSteer2's ratings; pairs to compare are made of them. */
    RATINGS("nvidia/HelpSteer2"),
    /** HelpSteer2's preferences. */
    PREFERENCES("nvidia/HelpSteer2"),
    /** HelpSteer3's preferences. */
    HELPSTEER3("nvidia/HelpSteer3"),
    /** Preferences of a file of the reader's own. */
    PAIRS("");

    private final String hubName;

    TrainingSource(String hubName) {
        this.hubName = hubName;
    }

    /** The data set's name on the hub; empty where it is none of the hub's. */
    public String hubName() {
        return hubName;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
