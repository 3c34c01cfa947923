package helpsteer.reward;

import helpsteer.data.Prompt;
import helpsteer.text.PromptResponse;
import java.util.List;

/** Anything that gives five numbers to an exchange; a pure function of its artefact and the text. */
public interface Scorer extends AutoCloseable {
    /** The scores of the exchanges, in their order; they do not depend on what else is in the list. */
    List<AttributeScores> score(List<PromptResponse> exchanges);

    /**
     * The scores of one response.
     *
     * @param prompt a question, or a conversation whose turns are parted by HelpSteer2's {@code <extra_id_1>}
     */
    default AttributeScores score(String prompt, String response) {
        return score(List.of(new PromptResponse(Prompt.parse(prompt), response)))
                .get(0);
    }

    /** Frees native memory, where the scorer holds any. */
    @Override
    default void close() {}
}
