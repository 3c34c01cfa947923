package helpsteer.study.paper;

/** How a printed number stands beside ours. */
public enum Verdict {
    /** Ours agrees within the rounding of the print. */
    EXACT("exact"),
    /** Ours comes from a part of the rows, and differs by no more than drawing such a part at random explains. */
    WITHIN_SAMPLING_ERROR("within sampling error"),
    /** Ours should agree and does not. */
    CONTRADICTS("contradicts"),
    /** Ours is of another model, of other data, or under a choice that the paper leaves open, so that it settles nothing. */
    COMPUTED("computed"),
    /** The file that it takes is not at hand, or was never released. */
    NEEDS_FILE("needs a file"),
    /** It takes a model of tens of billions of parameters, and for some numbers a judge behind an endpoint. */
    NEEDS_LARGE_MODEL("needs the large model");

    private final String title;

    Verdict(String title) {
        this.title = title;
    }

    /** The verdict in words. */
    public String title() {
        return title;
    }
}
