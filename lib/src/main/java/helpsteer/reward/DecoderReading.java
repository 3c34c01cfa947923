package helpsteer.reward;

import helpsteer.nn.decoder.Decoder;
import helpsteer.text.ChatFormat;
import helpsteer.text.ChatTemplate;
import helpsteer.text.SteerLmTemplate;
import helpsteer.text.TokenizerConfig;

/**
 * How a decoder reads a conversation; the head reads the last token.
 *
 * @param template the form of the text
 * @param maxTokens longest text, at least 16; longer ones are cut as {@code text.ChatEncoding} says
 * @param options precision, dropout, adapters
 */
public record DecoderReading(Template template, int maxTokens, Decoder.Options options) {
    /** The form in which a reward model's text is written. */
    public enum Template {
        /** The model's own chat template. */
        OWN {
            @Override
            ChatFormat format(TokenizerConfig config) {
                return ChatTemplate.of(config);
            }
        },
        /** The paper's, ending with {@code <extra_id_2>}. */
        STEERLM {
            @Override
            ChatFormat format(TokenizerConfig config) {
                return SteerLmTemplate.forReward();
            }
        };

        abstract ChatFormat format(TokenizerConfig config);
    }

    public DecoderReading {
        if (maxTokens < 16) {
            throw new IllegalArgumentException("maxTokens must be at least 16, got " + maxTokens);
        }
    }

    /** The model's own template, 1,024 tokens, fp32. */
    public static DecoderReading defaults() {
        return new DecoderReading(Template.OWN, 1024, Decoder.Options.defaults());
    }

    /** The same with other options. */
    public DecoderReading withOptions(Decoder.Options other) {
        return new DecoderReading(template, maxTokens, other);
    }

    /** The same with another length. */
    public DecoderReading withMaxTokens(int tokens) {
        return new DecoderReading(template, tokens, options);
    }
}
