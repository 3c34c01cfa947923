package helpsteer.text;

import helpsteer.data.Role;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A conversation as a decoder reads it: ids, whose each token is, and how much was cut away to fit. */
public final class EncodedChat {
    private final int[] ids;
    private final int[] turns;
    private final List<Role> roles;
    private final BitSet content;
    private final BitSet answers;
    private final int promptCut;
    private final int responseCut;
    private final Map<String, Integer> markers;

    /** Tokens of one conversation before anything is cut. */
    EncodedChat(
            int[] ids, int[] turns, List<Role> roles, BitSet content, BitSet answers, Map<String, Integer> markers) {
        this(ids, turns, roles, content, answers, 0, 0, markers);
    }

    private EncodedChat(
            int[] ids,
            int[] turns,
            List<Role> roles,
            BitSet content,
            BitSet answers,
            int promptCut,
            int responseCut,
            Map<String, Integer> markers) {
        this.ids = ids;
        this.turns = turns;
        this.roles = List.copyOf(roles);
        this.content = content;
        this.answers = answers;
        this.promptCut = promptCut;
        this.responseCut = responseCut;
        this.markers = Map.copyOf(markers);
    }

    /** The tokens at these positions; how many were left out of prompt and response is said by the caller. */
    EncodedChat only(int[] positions, int promptCut, int responseCut) {
        int[] keptIds = new int[positions.length];
        int[] keptTurns = new int[positions.length];
        BitSet keptContent = new BitSet();
        BitSet keptAnswers = new BitSet();
        for (int i = 0; i < positions.length; i++) {
            keptIds[i] = ids[positions[i]];
            keptTurns[i] = turns[positions[i]];
            keptContent.set(i, content.get(positions[i]));
            keptAnswers.set(i, answers.get(positions[i]));
        }
        return new EncodedChat(keptIds, keptTurns, roles, keptContent, keptAnswers, promptCut, responseCut, markers);
    }

    /** The same after one more token, which belongs to no turn. */
    EncodedChat after(int id) {
        int[] moreIds = new int[ids.length + 1];
        int[] moreTurns = new int[ids.length + 1];
        System.arraycopy(ids, 0, moreIds, 1, ids.length);
        System.arraycopy(turns, 0, moreTurns, 1, ids.length);
        moreIds[0] = id;
        moreTurns[0] = -1;
        return new EncodedChat(moreIds, moreTurns, roles, shifted(content), shifted(answers), markers);
    }

    private static BitSet shifted(BitSet bits) {
        BitSet out = new BitSet();
        bits.stream().forEach(i -> out.set(i + 1));
        return out;
    }

    public int length() {
        return ids.length;
    }

    /** The token id at a position. */
    public int id(int position) {
        return ids[position];
    }

    /** All token ids. */
    public int[] ids() {
        return ids.clone();
    }

    /** The turn that a token belongs to, from 0, or -1 for what the template writes outside of all turns. */
    public int turn(int position) {
        return turns[position];
    }

    /** Who speaks at a token, or null outside of all turns. */
    public @Nullable Role role(int position) {
        return turns[position] < 0 ? null : roles.get(turns[position]);
    }

    /** Whether a token holds a char that a turn's author wrote; the others are the template's. */
    public boolean isContent(int position) {
        return content.get(position);
    }

    /** Whether an assistant wrote a token, in whichever turn; what ends its turn counts, its header does not. */
    public boolean isAnswer(int position) {
        return answers.get(position);
    }

    /** Whether a token is of the last turn's response, the end of turn included. */
    public boolean isResponse(int position) {
        return answers.get(position) && turns[position] == roles.size() - 1;
    }

    /** Position of the first token of the response; the length where there is none. */
    public int responseFrom() {
        int from = 0;
        while (from < ids.length && !isResponse(from)) {
            from++;
        }
        return from;
    }

    /** Position of the last token, at which a reward is read. */
    public int readOut() {
        return ids.length - 1;
    }

    /** Tokens cut from the prompt's left. */
    public int promptCut() {
        return promptCut;
    }

    /** Tokens cut from the response's right. */
    public int responseCut() {
        return responseCut;
    }

    /** Template markers within the turns' own texts, by how often. */
    public Map<String, Integer> markers() {
        return markers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedChat e
                && Arrays.equals(ids, e.ids)
                && Arrays.equals(turns, e.turns)
                && answers.equals(e.answers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return length() + " tokens, cut " + promptCut + " of the prompt and " + responseCut + " of the response";
    }
}
