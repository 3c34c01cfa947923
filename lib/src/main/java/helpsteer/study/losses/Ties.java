package helpsteer.study.losses;

/** What becomes of pairs of which raters prefer neither response. */
public enum Ties {
    /** They are left out, as arXiv 2410.01257 does; regression on ratings alone never knows of them. */
    DROPPED("ties dropped"),
    /** Each is won by both: one comparison in each direction, and every other pair counts twice. */
    HALF_WINS("ties half a win for each"),
    /** A coin names a winner, as where raters must choose. */
    COIN("ties won by a coin");

    private final String words;

    Ties(String words) {
        this.words = words;
    }

    /** As tables have it. */
    public String words() {
        return words;
    }
}
