package helpsteer.text;

import helpsteer.data.Role;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Whose each token of a conversation is. */
final class TokenRoles {
    private final int[] turns;
    private final List<Role> roles;
    private final BitSet content;
    private final BitSet answers;

    /**
     * Describes tokens.
     *
     * @param turns each token's turn, or -1 outside of all
     * @param roles of each turn
     * @param content tokens that hold a char of a turn's author
     * @param answers tokens that an assistant writes
     */
    TokenRoles(int[] turns, List<Role> roles, BitSet content, BitSet answers) {
        this.turns = turns;
        this.roles = List.copyOf(roles);
        this.content = content;
        this.answers = answers;
    }

    /** Those of the tokens at these positions; -1 stands for a token of no turn that was not there. */
    TokenRoles only(int[] positions) {
        int[] keptTurns = new int[positions.length];
        BitSet keptContent = new BitSet();
        BitSet keptAnswers = new BitSet();
        for (int i = 0; i < positions.length; i++) {
            int position = positions[i];
            keptTurns[i] = position < 0 ? -1 : turns[position];
            keptContent.set(i, position >= 0 && content.get(position));
            keptAnswers.set(i, position >= 0 && answers.get(position));
        }
        return new TokenRoles(keptTurns, roles, keptContent, keptAnswers);
    }

    int turn(int position) {
        return turns[position];
    }

    List<Role> roles() {
        return roles;
    }

    boolean isContent(int position) {
        return content.get(position);
    }

    boolean isAnswer(int position) {
        return answers.get(position);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenRoles s
                && Arrays.equals(turns, s.turns)
                && roles.equals(s.roles)
                && content.equals(s.content)
                && answers.equals(s.answers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(turns);
    }
}
