package helpsteer.text;

import java.util.Arrays;

/** One exchange as an encoder reads it, and how much of it was cut away to fit. */
public final class EncodedPair implements EncodedText {
    private final int[] ids;
    private final int secondFrom;
    private final int promptCut;
    private final int responseCut;

    /**
     * Describes an encoded exchange.
     *
     * @param ids token ids, special tokens included
     * @param secondFrom index of the first token of type 1, which is the response's
     * @param promptCut tokens cut from the prompt's left
     * @param responseCut tokens cut from the response's right
     */
    EncodedPair(int[] ids, int secondFrom, int promptCut, int responseCut) {
        this.ids = ids.clone();
        this.secondFrom = secondFrom;
        this.promptCut = promptCut;
        this.responseCut = responseCut;
    }

    @Override
    public int length() {
        return ids.length;
    }

    /** The token id at a position. */
    public int id(int position) {
        return ids[position];
    }

    /** 0 for the prompt's tokens, 1 for the response's. */
    public int type(int position) {
        return position < secondFrom ? 0 : 1;
    }

    @Override
    public int promptCut() {
        return promptCut;
    }

    @Override
    public int responseCut() {
        return responseCut;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedPair e && secondFrom == e.secondFrom && Arrays.equals(ids, e.ids);
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
