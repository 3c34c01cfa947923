package helpsteer.generate;

import helpsteer.text.Tokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * An answer's text as its tokens come: characters appear when all of their bytes are there, and what may be the beginning of
 * a stop is held back until it is known to be none.
 */
final class IncrementalDetokenizer {
    private static final char BROKEN = '\uFFFD'; // what a decoder writes for bytes that are no character, or not yet

    private final Tokenizer tokenizer;
    private final List<String> stops;
    private int[] tokens = new int[16];
    private int count;
    private int context; // tokens before this one no longer change what comes
    private int read; // tokens before this one are in the text
    private final StringBuilder text = new StringBuilder();
    private int told;
    private boolean stopped;

    IncrementalDetokenizer(Tokenizer tokenizer, List<String> stops) {
        this.tokenizer = tokenizer;
        this.stops = stops;
    }

    /** Takes one more token; returns whether the text has come to a stop. */
    boolean add(int token) {
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * count);
        }
        tokens[count++] = token;
        return take(false);
    }

    private boolean take(boolean last) {
        // A tokenizer may write a token otherwise at the start of a text, so new tokens are read after those before
        // them.
        String before = tokenizer.decode(Arrays.copyOfRange(tokens, context, read));
        String after = tokenizer.decode(Arrays.copyOfRange(tokens, context, count));
        boolean whole = last || after.isEmpty() || after.charAt(after.length() - 1) != BROKEN;
        if (whole && after.length() > before.length()) {
            int from = text.length();
            text.append(after, before.length(), after.length());
            context = read;
            read = count;
            cut(from);
        }
        return stopped;
    }

    /** Cuts at the first stop; one may begin in what was there before. */
    private void cut(int from) {
        int at = Integer.MAX_VALUE;
        for (String stop : stops) {
            int found = text.indexOf(stop, Math.max(0, from - stop.length() + 1));
            at = found >= 0 ? Math.min(at, found) : at;
        }
        if (at < text.length()) {
            text.setLength(at);
            stopped = true;
        }
    }

    /** No more tokens come: bytes that are still no character become the sign for that; true where that shows a stop. */
    boolean finish() {
        return stopped || (read < count && take(true));
    }

    /** What may be shown now and was not before. */
    String more(boolean last) {
        int to = last || stopped ? text.length() : text.length() - held();
        String more = to > told ? text.substring(told, to) : "";
        told = Math.max(told, to);
        return more;
    }

    /** Characters at the end that a stop may begin with. */
    private int held() {
        int held = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, text.length()); n > held; n--) {
                if (text.charAt(text.length() - n) == stop.charAt(0)
                        && text.substring(text.length() - n).equals(stop.substring(0, n))) {
                    held = n;
                }
            }
        }
        return held;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
