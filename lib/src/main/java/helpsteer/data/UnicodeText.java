package helpsteer.data;

/**
 * The rule for every text that enters: it must be well-formed Unicode, with no half of a surrogate pair on its own.
 *
 * <p>JSON can hold such a half as an escape. UTF-8 cannot, so a tokenizer and a hash would see another text than Java does.
 */
public final class UnicodeText {
    private UnicodeText() {}

    /**
     * The text, or the refusal of one that is not well-formed.
     *
     * @param name what the text is, for the message
     */
    public static String checked(String name, String text) {
        int lone = loneSurrogate(text);
        if (lone >= 0) {
            throw new IllegalArgumentException(String.format(
                    "%s must be well-formed Unicode, got the lone surrogate \\u%04x at %d; write the character whole or"
                            + " remove it",
                    name, (int) text.charAt(lone), lone));
        }
        return text;
    }

    /** The place of the first surrogate without its partner, or -1. */
    private static int loneSurrogate(String text) {
        int character;
        for (int i = 0; i < text.length(); i += Character.charCount(character)) {
            character = text.codePointAt(i);
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                return i;
            }
        }
        return -1;
    }
}
