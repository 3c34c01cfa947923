package helpsteer.reward;

import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.ResponsePair;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.Iterator;
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

    /** The scores of both responses of each pair, in the order of the pairs. */
    default List<Pair<AttributeScores>> scorePairs(List<? extends ResponsePair> pairs) {
        return Pair.mapAll(PromptResponse.pairs(pairs), this::score);
    }

    /**
     * The scores of all responses to each prompt, prompt by prompt.
     *
     * @param responses of each prompt
     */
    default List<List<AttributeScores>> scoreResponses(List<Prompt> prompts, List<List<String>> responses) {
        if (prompts.size() != responses.size()) {
            throw new IllegalArgumentException(
                    "prompts and responses must have one length, got " + prompts.size() + " and " + responses.size());
        }
        List<PromptResponse> texts = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            for (String response : responses.get(i)) {
                texts.add(new PromptResponse(prompts.get(i), response));
            }
        }
        Iterator<AttributeScores> scores = score(texts).iterator();
        return responses.stream()
                .map(own -> own.stream().map(response -> scores.next()).toList())
                .toList();
    }

    /** Frees native memory, where the scorer holds any. */
    @Override
    default void close() {}
}
