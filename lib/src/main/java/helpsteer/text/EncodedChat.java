package helpsteer.text;

import helpsteer.data.Role;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A conversation as a decoder reads it: ids, whose each token is, and how much was cut away to fit. */
public final class EncodedChat implements EncodedText {
    private final int[] ids;
    private final TokenRoles speakers;
    private final Map<String, Integer> markers;
    private final int promptCut;
    private final int responseCut;

    /** Tokens of one conversation before anything is cut. */
    EncodedChat(int[] ids, TokenRoles speakers, Map<String, Integer> markers) {
        this(ids, speakers, markers, 0, 0);
    }

    private EncodedChat(int[] ids, TokenRoles speakers, Map<String, Integer> markers, int promptCut, int responseCut) {
        this.ids = ids;
        this.speakers = speakers;
        this.markers = Map.copyOf(markers);
        this.promptCut = promptCut;
        this.responseCut = responseCut;
    }

    /** The tokens at these positions; how many were left out of prompt and response is said by the caller. */
    EncodedChat only(int[] positions, int promptCut, int responseCut) {
        int[] kept = Arrays.stream(positions).map(p -> ids[p]).toArray();
        return new EncodedChat(kept, speakers.only(positions), markers, promptCut, responseCut);
    }

    /** The same after one more token, which belongs to no turn. */
    EncodedChat after(int id) {
        int[] positions = IntStream.range(-1, ids.length).toArray();
        int[] more = Arrays.stream(positions).map(p -> p < 0 ? id : ids[p]).toArray();
        return new EncodedChat(more, speakers.only(positions), markers);
    }

    @Override
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
        return speakers.turn(position);
    }

    /** Who speaks at a token, or null outside of all turns. */
    public @Nullable Role role(int position) {
        int turn = speakers.turn(position);
        return turn < 0 ? null : speakers.roles().get(turn);
    }

    /** Whether a token holds a char that a turn's author wrote; the others are the template's. */
    public boolean isContent(int position) {
        return speakers.isContent(position);
    }

    /** Whether an assistant wrote a token, in whichever turn; what ends its turn counts, its header does not. */
    public boolean isAnswer(int position) {
        return speakers.isAnswer(position);
    }

    /** Whether a token is of the last turn's response, the end of turn included. */
    public boolean isResponse(int position) {
        return isAnswer(position) && turn(position) == speakers.roles().size() - 1;
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

    @Override
    public int promptCut() {
        return promptCut;
    }

    @Override
    public int responseCut() {
        return responseCut;
    }

    /** Template markers within the turns' own texts, by how often. */
    public Map<String, Integer> markers() {
        return markers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedChat e && Arrays.equals(ids, e.ids) && speakers.equals(e.speakers);
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
