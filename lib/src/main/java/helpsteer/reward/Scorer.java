package helpsteer.reward;

import helpsteer.text.PromptResponse;
import java.util.List;

/** Anything that gives five numbers to an exchange; a pure function of its artefact and the text. */
public interface Scorer extends AutoCloseable {
    /** The scores of the exchanges, in their order; they do not depend on what else is in the list. */
    List<AttributeScores> score(List<PromptResponse> exchanges);

    /** Frees native memory, where the scorer holds any. */
    @Override
    default void close() {}
}
