package helpsteer.data;

/** One rated response to a prompt: a row of the ratings files. */
public record RatedResponse(Prompt prompt, String response, Ratings ratings) {
    public RatedResponse {
        checkedResponse("response", response);
    }

    /** A response to train on or to score: one rule for both, whatever field it stands in. */
    public static String checkedResponse(String name, String response) {
        if (response.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty, got \"\"");
        }
        return response;
    }

    /** Length of the response in Unicode characters, as Python counts them; an emoji is one, where Java's length says two. */
    public int characters() {
        return characters(response);
    }

    /** Length of a text in Unicode characters. */
    public static int characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
