package helpsteer.generate;

import helpsteer.nn.decoder.SampledToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One answer while it is written. */
final class ActiveSequence {
    private final int prompt;
    private final int sample;
    private final long key;
    private final int room;
    private final IncrementalDetokenizer text;
    private final List<SampledToken> draws = new ArrayList<>();
    private Completion.@Nullable Ending ending;

    /**
     * Begins an answer.
     *
     * @param key of its stream of random numbers
     * @param room most tokens
     */
    ActiveSequence(int prompt, int sample, long key, int room, IncrementalDetokenizer text) {
        this.prompt = prompt;
        this.sample = sample;
        this.key = key;
        this.room = room;
        this.text = text;
    }

    int prompt() {
        return prompt;
    }

    /** The random numbers of the next token. */
    double[] uniforms(int count) {
        return TokenRandom.uniforms(key, draws.size(), count);
    }

    int last() {
        return draws.get(draws.size() - 1).token();
    }

    boolean isOpen() {
        return ending == null;
    }

    /**
     * Takes the next token.
     *
     * @throws IllegalStateException where the model's logits were no numbers
     */
    void add(SampledToken draw, Set<Integer> stopTokens, GenerationListener listener) {
        if (Double.isNaN(draw.logProbability())) {
            throw new IllegalStateException(
                    "logits must be finite, got NaN at token " + (draws.size() + 1) + " of the answer to prompt "
                            + prompt + "; the model's weights or the type of computation are broken");
        }
        draws.add(draw);
        if (stopTokens.contains(draw.token())) {
            end(Completion.Ending.TOKEN, listener);
        } else if (text.add(draw.token())) {
            end(Completion.Ending.STOP, listener);
        } else if (draws.size() == room) {
            end(text.finish() ? Completion.Ending.STOP : Completion.Ending.LENGTH, listener);
        } else {
            tell(listener, false);
        }
    }

    private void end(Completion.Ending how, GenerationListener listener) {
        ending = how == Completion.Ending.TOKEN && text.finish() ? Completion.Ending.STOP : how;
        tell(listener, true);
        listener.done(prompt, sample, generated());
    }

    private void tell(GenerationListener listener, boolean last) {
        String more = text.more(last);
        if (!more.isEmpty()) {
            listener.text(prompt, sample, more);
        }
    }

    Completion generated() {
        if (ending == null) {
            throw new IllegalStateException("an answer must have ended to be given out, got one that is being written");
        }
        return new Completion(draws, text.toString(), ending);
    }
}
