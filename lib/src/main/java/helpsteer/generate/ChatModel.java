package helpsteer.generate;

import helpsteer.bench.AnswerGeneration;
import helpsteer.data.Prompt;
import helpsteer.data.Turn;
import helpsteer.run.Seed;
import helpsteer.text.EncodedChat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A language model that answers a benchmark's conversations in its own chat template, by the likeliest tokens (greedy
 * decoding). A conversation that leaves no room for an answer is cut from its left, and counted.
 */
public final class ChatModel implements AnswerGeneration.Policy, AutoCloseable {
    private static final Seed UNUSED = new Seed(1); // the likeliest tokens are not drawn

    private final LanguageModel model;
    private final ChatPrompts prompts;
    private final SamplingParams sampling;
    private int cut;

    /**
     * Answers by a model, which stays its owner's to close.
     *
     * @param maxTokens most tokens of an answer
     */
    public ChatModel(LanguageModel model, int maxTokens) {
        int positions = model.decoder().config().positions();
        if (maxTokens >= positions) {
            throw new IllegalArgumentException("tokens of an answer must be fewer than the model's " + positions
                    + " positions, got " + maxTokens + "; ask for shorter answers");
        }
        this.model = model;
        prompts = model.prompts(model.template());
        sampling = prompts.adapted(SamplingParams.greedy(maxTokens));
    }

    @Override
    public List<String> answer(List<List<Turn>> conversations) {
        List<int[]> ids = new ArrayList<>();
        for (List<Turn> conversation : conversations) {
            EncodedChat chat = prompts.encodeCut(new Prompt(conversation), sampling.maxTokens());
            cut += chat.promptCut() > 0 ? 1 : 0;
            ids.add(chat.ids());
        }
        return model.write(ids, sampling, prompts.stopTokens(), UNUSED, GenerationListener.NONE).stream()
                .map(answers -> answers.get(0).text())
                .toList();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("model", model.fingerprint(), "sampling", sampling.toString());
    }

    /** How many conversations were cut so far. */
    public int cutConversations() {
        return cut;
    }

    @Override
    public void close() {
        prompts.close();
    }
}
