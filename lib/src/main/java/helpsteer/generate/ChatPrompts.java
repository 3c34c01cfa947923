package helpsteer.generate;

import helpsteer.data.Prompt;
import helpsteer.text.ChatEncoding;
import helpsteer.text.ChatFormat;
import helpsteer.text.EncodedChat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prompts in a chat format up to where the answer begins, and what ends an answer in it. What the turns' authors wrote never
 * becomes a control token; {@link EncodedChat#markers} counts it.
 */
public final class ChatPrompts implements AutoCloseable {
    private final LanguageModel model;
    private final ChatFormat format;
    private final ChatEncoding whole;
    private final Set<Integer> stopTokens;
    private @Nullable ChatEncoding cutting;

    ChatPrompts(LanguageModel model, ChatFormat format) {
        this.model = model;
        this.format = format;
        whole = model.encoding(format, Integer.MAX_VALUE);
        stopTokens = StopTokens.of(model.files(), model.tokenizer(), model.config(), whole);
    }

    /**
     * A prompt that leaves room for an answer.
     *
     * @param maxTokens most tokens of the answer
     * @throws IllegalArgumentException where prompt and answer exceed the model's positions
     */
    public EncodedChat encode(Prompt prompt, int maxTokens) {
        EncodedChat chat = whole.encodePrompt(prompt);
        int positions = model.decoder().config().positions();
        if (chat.length() + (long) maxTokens > positions) {
            throw new IllegalArgumentException("prompt and answer must have at most " + positions
                    + " tokens for this model, got " + chat.length() + " and " + maxTokens
                    + "; shorten the prompt, ask for a shorter answer, or have it cut");
        }
        return chat;
    }

    /**
     * A prompt that leaves room for an answer; what does not fit is cut from its left, at the start of a user's turn where
     * one fits, and counted in {@link EncodedChat#promptCut}.
     */
    public EncodedChat encodeCut(Prompt prompt, int maxTokens) {
        int room = model.decoder().config().positions() - maxTokens;
        if (cutting == null || cutting.maxTokens() != room) {
            if (cutting != null) {
                cutting.close();
            }
            cutting = model.encoding(format, room);
        }
        return cutting.encodePrompt(prompt);
    }

    /** The tokens that end an answer. */
    public Set<Integer> stopTokens() {
        return stopTokens;
    }

    /** The same sampling, which also stops where the format's own markers come up as a text. */
    public SamplingParams adapted(SamplingParams sampling) {
        List<String> stops = new ArrayList<>(sampling.stops());
        for (String marker : format.markers()) {
            stops.add("\n" + marker);
            stops.add(marker);
        }
        return sampling.withStops(stops.stream().distinct().toList());
    }

    @Override
    public void close() {
        whole.close();
        if (cutting != null) {
            cutting.close();
        }
    }
}
