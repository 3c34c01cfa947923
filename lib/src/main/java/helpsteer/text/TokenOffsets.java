package helpsteer.text;

/** Token ids and the chars of the text each stands for; the bytes of one char may be several tokens' chars. */
public final class TokenOffsets {
    private final int[] ids;
    private final int[] from;
    private final int[] to;

    TokenOffsets(int[] ids, int[] from, int[] to) {
        this.ids = ids;
        this.from = from;
        this.to = to;
    }

    public int length() {
        return ids.length;
    }

    public int id(int position) {
        return ids[position];
    }

    /** Index of the first char, in UTF-16 units. */
    public int from(int position) {
        return from[position];
    }

    /** Index after the last char. */
    public int to(int position) {
        return to[position];
    }
}
