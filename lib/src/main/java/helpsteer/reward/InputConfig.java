package helpsteer.reward;

import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.Turn;
import helpsteer.nn.decoder.Decoder;
import helpsteer.text.ChatFormat;
import helpsteer.text.ChatTemplate;
import helpsteer.text.SteerLmTemplate;
import helpsteer.text.TokenizerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a model takes in texts and computes, of an encoder, a decoder and a policy alike. Which values a kind of model allows
 * {@link PretrainedModel#check} says.
 *
 * @param maxTokens longest text, special tokens included, at least 8 ({@code max_length} in HuggingFace); of a policy with its
 *     response; longer ones are truncated as {@code text.PairEncoding} and {@code text.ChatEncoding} say
 * @param template the form of the text
 * @param pooling which hidden state feeds the head
 * @param options precision, dropout, adapters; an encoder has dropout alone, and a policy without adapters is trained whole
 */
public record InputConfig(int maxTokens, Template template, Pooling pooling, Decoder.Options options) {
    public InputConfig {
        if (maxTokens < 8) {
            throw new IllegalArgumentException("maxTokens must be at least 8, got " + maxTokens);
        }
    }

    /** Of an encoder: mean-pooled, 512 tokens, BERT's dropout. */
    public static InputConfig encoder() {
        return new InputConfig(
                512, Template.OWN, Pooling.MEAN_POOL, Decoder.Options.defaults().withDropout(0.1));
    }

    /** Of a decoder or a policy: the model's own template, 1,024 tokens, read at the last one, fp32, no adapters. */
    public static InputConfig decoder() {
        return new InputConfig(1024, Template.OWN, Pooling.LAST_TOKEN, Decoder.Options.defaults());
    }

    /** The same with another length. */
    public InputConfig withMaxTokens(int tokens) {
        return new InputConfig(tokens, template, pooling, options);
    }

    /** The same with another form of text. */
    public InputConfig withTemplate(Template other) {
        return new InputConfig(maxTokens, other, pooling, options);
    }

    /** The same with another hidden state. */
    public InputConfig withPooling(Pooling other) {
        return new InputConfig(maxTokens, template, other, options);
    }

    /** The same with other options. */
    public InputConfig withOptions(Decoder.Options other) {
        return new InputConfig(maxTokens, template, pooling, other);
    }

    /** The same with another dropout. */
    public InputConfig withDropout(double rate) {
        return withOptions(options.withDropout(rate));
    }

    /** The form of a text, and where in a policy's the ratings stand that its response shall have. */
    public enum Template {
        /**
         * The model's own: of an encoder two texts, of a decoder its chat template. A policy's ratings are a last line of the
         * last user turn, since chat templates write an assistant's head themselves and some have a system turn of their own.
         */
        OWN {
            @Override
            ChatFormat ofReward(TokenizerConfig config) {
                return ChatTemplate.of(config);
            }

            @Override
            public ChatFormat ofPolicy(TokenizerConfig config, Optional<Ratings> wanted) {
                return ChatTemplate.of(config);
            }

            @Override
            public Prompt with(Prompt prompt, Optional<Ratings> wanted) {
                if (wanted.isEmpty()) {
                    return prompt;
                }
                List<Turn> turns = new ArrayList<>(prompt.turns());
                Turn last = turns.remove(turns.size() - 1);
                turns.add(
                        new Turn(last.role(), last.text() + "\n\nAnswer with " + SteerLmTemplate.labels(wanted.get())));
                return new Prompt(turns);
            }
        },
        /**
         * The paper's. A reward model's text ends with {@code <extra_id_2>}; a policy's ratings stand as
         * {@code <extra_id_2>helpfulness:4,...} at the head of the answer.
         */
        STEERLM {
            @Override
            ChatFormat ofReward(TokenizerConfig config) {
                return SteerLmTemplate.forReward();
            }

            @Override
            public ChatFormat ofPolicy(TokenizerConfig config, Optional<Ratings> wanted) {
                return wanted.map(SteerLmTemplate::forPolicy).orElseGet(SteerLmTemplate::forPolicy);
            }

            @Override
            public Prompt with(Prompt prompt, Optional<Ratings> wanted) {
                return prompt;
            }
        };

        /** The form in which a decoder's reward model reads a conversation. */
        abstract ChatFormat ofReward(TokenizerConfig config);

        /**
         * The form of a policy's conversation.
         *
         * @param wanted the ratings that the response shall have, or none
         */
        public abstract ChatFormat ofPolicy(TokenizerConfig config, Optional<Ratings> wanted);

        /** The prompt with these ratings in it, where the form writes them there. */
        public abstract Prompt with(Prompt prompt, Optional<Ratings> wanted);
    }
}
