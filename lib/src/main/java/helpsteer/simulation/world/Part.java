package helpsteer.simulation.world;

/** What a sentence does in its response. */
enum Part {
    /** States a true fact that was asked for. */
    RIGHT,
    /** States a false fact: of one object what is right of another. */
    WRONG,
    /** States of an object what is only said of another kind of thing. */
    CATEGORY_MISTAKE,
    /** States a true fact that was not asked for. */
    OFF_TOPIC,
    /** Says again what another sentence says. */
    REPETITION,
    /** States a false fact about something that another sentence states right. */
    CONTRADICTION,
    /** Refuses. */
    REFUSAL,
    /** Says nothing. */
    PADDING
}
