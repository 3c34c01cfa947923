package helpsteer.reward;

import helpsteer.data.Pair;
import helpsteer.data.ResponsePair;
import helpsteer.text.PromptResponse;
import java.util.List;

/** Anything that gives five numbers to an exchange; a pure function of its artefact and the text. */
public interface Scorer extends AutoCloseable {
    /** The scores of the exchanges, in their order; they do not depend on what else is in the list. */
    List<AttributeScores> score(List<PromptResponse> exchanges);

    /** The scores of both responses of each pair, in the order of the pairs. */
    default List<Pair<AttributeScores>> scorePairs(List<? extends ResponsePair> pairs) {
        return Pair.mapAll(PromptResponse.pairs(pairs), this::score);
    }

    /** Frees native memory, where the scorer holds any. */
    @Override
    default void close() {}
}
