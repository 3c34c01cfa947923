package helpsteer.align;

import helpsteer.text.EncodedChat;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A conversation as a policy reads it, and which of its tokens the policy is asked for; the others are given. */
public final class PolicyText {
    private final int[] ids;
    private final BitSet asked;

    private PolicyText(int[] ids, BitSet asked) {
        this.ids = ids;
        this.asked = asked;
        if (asked.isEmpty() || asked.get(0) || asked.length() > ids.length) {
            throw new IllegalArgumentException("tokens asked for must be at least one, none of them the first of "
                    + ids.length + ", got " + asked + "; an empty response teaches nothing, leave it out");
        }
    }

    /** Asks for the last response and what ends its turn: end-of-turn newline and turn start in the paper's template. */
    static PolicyText ofResponse(EncodedChat chat) {
        return new PolicyText(
                chat.ids(),
                IntStream.range(0, chat.length())
                        .filter(chat::isResponse)
                        .collect(BitSet::new, BitSet::set, BitSet::or));
    }

    /** Asks for everything that an assistant wrote. */
    static PolicyText ofAnswers(EncodedChat chat) {
        return new PolicyText(
                chat.ids(),
                IntStream.range(0, chat.length()).filter(chat::isAnswer).collect(BitSet::new, BitSet::set, BitSet::or));
    }

    /**
     * A sampled response behind its prompt, token by token as it was sampled.
     *
     * @param prompt at least one token
     * @param response at least one token, with what ended it
     */
    public static PolicyText of(int[] prompt, int[] response) {
        return of(prompt, response, new int[0]);
    }

    /**
     * The same with tokens behind it that are not asked for.
     *
     * @param after such as what a chat template writes behind the end of a turn
     */
    public static PolicyText of(int[] prompt, int[] response, int[] after) {
        int[] ids =
                Stream.of(prompt, response, after).flatMapToInt(Arrays::stream).toArray();
        BitSet asked = new BitSet();
        asked.set(prompt.length, prompt.length + response.length);
        return new PolicyText(ids, asked);
    }

    public int length() {
        return ids.length;
    }

    /** All token ids. */
    public int[] ids() {
        return ids.clone();
    }

    /** Positions of the tokens asked for, rising, each at least 1. */
    public int[] asked() {
        return asked.stream().toArray();
    }

    /** How many tokens are asked for, at least 1. */
    public int askedCount() {
        return asked.cardinality();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyText p && Arrays.equals(ids, p.ids) && asked.equals(p.asked);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return "tokens " + Arrays.toString(ids) + ", asked for " + asked;
    }
}
