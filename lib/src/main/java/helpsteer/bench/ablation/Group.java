package helpsteer.bench.ablation;

/** What the variants of a group differ in. */
public enum Group {
    DATA("training data"),
    ATTRIBUTES("attributes"),
    LOSSES("loss"),
    READ_OUT("read-out"),
    HEAD("head"),
    TUNING("frozen or tuned"),
    SIZE("number of rows"),
    LEARNER("learner");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    /** What tables call it. */
    public String title() {
        return title;
    }
}
