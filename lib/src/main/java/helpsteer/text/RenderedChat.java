package helpsteer.text;

import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.text.jinja.value.Text;
import java.util.BitSet;
import java.util.List;

/** A conversation as one text, of which each char's turn is known. */
public final class RenderedChat {
    private final List<Turn> turns;
    private final Text text;

    RenderedChat(List<Turn> turns, Text text) {
        this.turns = List.copyOf(turns);
        this.text = text;
    }

    public List<Turn> turns() {
        return turns;
    }

    /** The whole text. */
    public String text() {
        return text.toString();
    }

    /** The turn that a char belongs to, be it content or the template's around it; -1 outside of all turns. */
    public int turn(int position) {
        int during = text.writtenDuring(position);
        return during >= 0 ? during : text.contentTurn(position);
    }

    /** Whether a char was written by a turn's author and not by the template. */
    public boolean isContent(int position) {
        return text.contentTurn(position) >= 0;
    }

    /**
     * The chars that an assistant writes: content, and what ends it.
     *
     * <p>Where the template has {@code generation} blocks, these say so. Else it is each assistant turn without what it
     * shares with the generation prompt, which the model is given.
     *
     * @param generationPrompt what the template adds so that the assistant goes on
     * @throws IllegalArgumentException where an assistant's turn is not written in one piece
     */
    BitSet answers(String generationPrompt) {
        BitSet answers = new BitSet();
        for (int i = 0; i < text.length(); i++) {
            answers.set(i, text.generated(i));
        }
        if (!answers.isEmpty()) {
            return answers;
        }
        for (int turn = 0; turn < turns.size(); turn++) {
            if (turns.get(turn).role() == Role.ASSISTANT) {
                int from = first(turn);
                int to = last(turn) + 1;
                answers.set(from + header(from, to, generationPrompt), to);
            }
        }
        return answers;
    }

    private int first(int turn) {
        int from = 0;
        while (from < text.length() && text.writtenDuring(from) != turn) {
            from++;
        }
        return checked(turn, from < text.length() ? from : -1);
    }

    private int last(int turn) {
        int to = first(turn);
        while (to + 1 < text.length() && text.writtenDuring(to + 1) == turn) {
            to++;
        }
        for (int i = to + 1; i < text.length(); i++) {
            if (turn(i) == turn) {
                return checked(turn, -1);
            }
        }
        return to;
    }

    private static int checked(int turn, int position) {
        if (position < 0) {
            throw new IllegalArgumentException("template must write each assistant turn in one piece within a loop over"
                    + " the messages, got turn " + turn + " otherwise; mark answers by {% generation %}");
        }
        return position;
    }

    private int header(int from, int to, String generationPrompt) {
        int length = 0;
        while (length < generationPrompt.length()
                && from + length < to
                && !isContent(from + length)
                && text().charAt(from + length) == generationPrompt.charAt(length)) {
            length++;
        }
        return length;
    }
}
