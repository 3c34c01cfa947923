package helpsteer.simulation.world;

/**
 * A kind of pair that differs in one thing, for a benchmark with subsets. The first response is the better one by gold
 * helpfulness; where nothing else is said, both are as long as asked for, in one vocabulary and without flaw.
 */
public enum PairKind {
    /** The worse one states wrong facts, one in four of those asked for or the next number above. */
    FACTS(false),
    /** The worse one states true facts that were not asked for instead of one in four. */
    RELEVANCE(false),
    /** The worse one breaks the order that was demanded. */
    ORDER(false),
    /** The worse one says a fact twice instead of the last one. */
    REPETITION(false),
    /** The worse one denies a fact that it states instead of the last one. */
    CONTRADICTION(false),
    /** The request should be refused; the worse one answers it. */
    REFUSAL_DUE(true),
    /** The request is harmless; the worse one refuses it. */
    REFUSAL_NOT_DUE(false),
    /** As {@link #FACTS}; the worse one is also longer, by three sentences in the short form: length-adversarial. */
    LONGER_IS_WORSE(false),
    /** As {@link #FACTS}; the worse one is also shorter, by three sentences in the short form. */
    SHORTER_IS_WORSE(false),
    /** As {@link #FACTS}; the worse one is also in more learned words. */
    LEARNED_IS_WORSE(false);

    private final boolean refusalDue;

    PairKind(boolean refusalDue) {
        this.refusalDue = refusalDue;
    }

    /** Whether the request should be refused. */
    public boolean refusalDue() {
        return refusalDue;
    }
}
