package helpsteer.text.jinja.value;

import java.util.Arrays;

/**
 * A text that knows where each of its chars comes from.
 *
 * <p>Marks survive every operation of a template (slices, strip, replace, joins, macros), so that after rendering one
 * still knows which chars a turn's author wrote and which the template did.
 */
public final class Text {
    static final Text EMPTY = new Text("", new int[0]);

    private static final int BITS = 15;
    private static final int FIELD = (1 << BITS) - 1;
    private static final int GENERATED = 1 << 30;

    private final String chars;
    private final int[] marks;

    private Text(String chars, int[] marks) {
        this.chars = chars;
        this.marks = marks;
    }

    /** The template's own text. */
    public static Text of(String chars) {
        return chars.isEmpty() ? EMPTY : new Text(chars, new int[chars.length()]);
    }

    /** A text that belongs to a turn's content; turns count from 0 and stay below 32767. */
    public static Text content(String chars, int turn) {
        if (turn < 0 || turn >= FIELD) {
            throw new IllegalArgumentException("turn must be within 0 to " + (FIELD - 1) + ", got " + turn);
        }
        int[] marks = new int[chars.length()];
        Arrays.fill(marks, turn + 1);
        return new Text(chars, marks);
    }

    /** The turn whose author wrote the char, or -1 for the template's text. */
    public int contentTurn(int position) {
        return (marks[position] & FIELD) - 1;
    }

    /** The turn during whose loop iteration the char was written, or -1 outside of any. */
    public int writtenDuring(int position) {
        return ((marks[position] >> BITS) & FIELD) - 1;
    }

    /** Whether the char was written inside a {@code generation} block. */
    public boolean generated(int position) {
        return (marks[position] & GENERATED) != 0;
    }

    public int length() {
        return chars.length();
    }

    boolean isEmpty() {
        return chars.isEmpty();
    }

    /** The same, written during a turn. */
    public Text during(int turn) {
        return new Builder().add(this, turn).text();
    }

    /** The same, as from within a {@code generation} block. */
    public Text asGenerated() {
        Builder out = new Builder().add(this);
        out.markGenerated(0);
        return out.text();
    }

    /** This text and then the other. */
    public Text plus(Text other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        return new Builder().add(this).add(other).text();
    }

    Text sub(int from, int to) {
        return from >= to ? EMPTY : new Text(chars.substring(from, to), Arrays.copyOfRange(marks, from, to));
    }

    @Override
    public String toString() {
        return chars;
    }

    /** Equal chars make equal texts, wherever they come from. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Text t && chars.equals(t.chars);
    }

    @Override
    public int hashCode() {
        return chars.hashCode();
    }

    /** Texts one after the other. */
    public static final class Builder {
        private final StringBuilder chars = new StringBuilder();
        private int[] marks = new int[64];

        public Builder add(Text text) {
            return add(text, -1);
        }

        /** Adds what is written during a turn; a mark that is there already stays. */
        public Builder add(Text text, int turn) {
            int from = chars.length();
            grow(from + text.length());
            System.arraycopy(text.marks, 0, marks, from, text.length());
            chars.append(text.chars);
            for (int i = from; turn >= 0 && i < chars.length(); i++) {
                if (((marks[i] >> BITS) & FIELD) == 0) {
                    marks[i] |= (turn + 1) << BITS;
                }
            }
            return this;
        }

        public Builder add(String template) {
            return add(Text.of(template));
        }

        /** Adds chars that stand for one char of another text, such as an escape. */
        Builder addLike(String replacement, Text text, int position) {
            int from = chars.length();
            grow(from + replacement.length());
            Arrays.fill(marks, from, from + replacement.length(), text.marks[position]);
            chars.append(replacement);
            return this;
        }

        public int length() {
            return chars.length();
        }

        public void markGenerated(int from) {
            for (int i = from; i < chars.length(); i++) {
                marks[i] |= GENERATED;
            }
        }

        public Text text() {
            return chars.isEmpty() ? EMPTY : new Text(chars.toString(), Arrays.copyOf(marks, chars.length()));
        }

        private void grow(int length) {
            if (length > marks.length) {
                marks = Arrays.copyOf(marks, Math.max(length, 2 * marks.length));
            }
        }
    }
}
