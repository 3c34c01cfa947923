package helpsteer.data;

import java.util.Map;

/**
 * Two responses to one prompt and which of them was preferred: what every source of comparisons becomes.
 *
 * @param strength 1 (slightly) to 3 (much better), and 0 exactly for a tie; sources without strengths give 1
 */
public record PreferencePair(Prompt prompt, String first, String second, Preferred preferred, int strength)
        implements ResponsePair {
    /** Strongest preference. */
    public static final int STRONGEST = 3;

    public PreferencePair {
        if (preferred == Preferred.TIE && strength != 0) {
            throw new IllegalArgumentException("strength of a tie must be 0, got " + strength);
        }
        if (preferred != Preferred.TIE && (strength < 1 || strength > STRONGEST)) {
            throw new IllegalArgumentException("strength of a preference must be in 1..3, got " + strength);
        }
    }

    /** A pair whose first response was chosen. */
    public static PreferencePair ofChosen(Prompt prompt, String chosen, String rejected) {
        return new PreferencePair(prompt, chosen, rejected, Preferred.FIRST, 1);
    }

    /**
     * A pair by the signed scale of the official files.
     *
     * @param signed -3 (first much better) to 3 (second much better), 0 where they are about the same
     */
    public static PreferencePair ofSigned(Prompt prompt, String first, String second, int signed) {
        Preferred preferred = signed < 0 ? Preferred.FIRST : signed > 0 ? Preferred.SECOND : Preferred.TIE;
        return new PreferencePair(prompt, first, second, preferred, Math.abs(signed));
    }

    /** A preference made of two ratings; their difference, cut off at 3, is the strength, and equal ratings are a tie. */
    public static PreferencePair ofRatings(RatedPair pair, Attribute attribute) {
        int difference = Math.max(-STRONGEST, Math.min(STRONGEST, pair.difference(attribute)));
        return ofSigned(pair.prompt(), pair.first().response(), pair.second().response(), difference);
    }

    /** The strength with its sign: negative where the first is preferred. */
    public int signed() {
        return preferred == Preferred.FIRST ? -strength : strength;
    }

    /** The preferred response, refused for a tie. */
    @Override
    public String chosen() {
        return pick(preferred == Preferred.FIRST);
    }

    /** The other response, refused for a tie. */
    @Override
    public String rejected() {
        return pick(preferred == Preferred.SECOND);
    }

    private String pick(boolean theFirst) {
        if (preferred == Preferred.TIE) {
            throw new IllegalArgumentException(
                    "preferred must be FIRST or SECOND to choose, got TIE; drop ties before");
        }
        return theFirst ? first : second;
    }

    /** What identifies the pair across files: prompt and both responses. */
    public Map.Entry<Prompt, Map.Entry<String, String>> key() {
        return Map.entry(prompt, Map.entry(first, second));
    }
}
