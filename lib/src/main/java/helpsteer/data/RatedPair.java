package helpsteer.data;

/** Two rated responses to one prompt. */
public record RatedPair(RatedResponse first, RatedResponse second) {
    public RatedPair {
        if (!first.prompt().equals(second.prompt())) {
            throw new IllegalArgumentException("both samples of a pair must share a prompt, got two different ones");
        }
    }

    public Prompt prompt() {
        return first.prompt();
    }

    /** Rating of the second response minus that of the first, in -4..4. */
    public int difference(Attribute attribute) {
        return second.ratings().of(attribute) - first.ratings().of(attribute);
    }

    /** Which response is rated higher on the attribute. */
    public Preferred preferred(Attribute attribute) {
        int difference = difference(attribute);
        return difference > 0 ? Preferred.SECOND : difference < 0 ? Preferred.FIRST : Preferred.TIE;
    }

    /** Which response has more characters. */
    public Preferred longer() {
        int difference = second.characters() - first.characters();
        return difference > 0 ? Preferred.SECOND : difference < 0 ? Preferred.FIRST : Preferred.TIE;
    }
}
