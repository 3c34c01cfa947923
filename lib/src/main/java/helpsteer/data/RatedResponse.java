package helpsteer.data;

/** One rated response to a prompt: a row of the ratings files. */
public record RatedResponse(Prompt prompt, String response, Ratings ratings) {
    /** Length of the response in Unicode characters, as Python counts them; an emoji is one, where Java's length says two. */
    public int characters() {
        return characters(response);
    }

    /** Length of a text in Unicode characters. */
    public static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
