package helpsteer.reward.heads;

import helpsteer.data.Prompt;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.DecoderReading;
import helpsteer.reward.Embeddings;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardConfig;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import helpsteer.text.PromptResponse;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Where the vectors of texts come from; a frozen backbone's are computed once and kept on disk. */
@FunctionalInterface
public interface Vectors {
    /** The vectors of the exchanges, in their order, shape (B, D); each depends on its text alone. */
    float[][] of(List<PromptResponse> exchanges, Progress progress);

    /** Of an encoder. */
    static Vectors of(PretrainedEncoder backbone, RewardConfig reading) {
        return (exchanges, progress) -> Embeddings.of(backbone, reading, exchanges, progress);
    }

    /** Of a decoder. */
    static Vectors of(PretrainedDecoder backbone, DecoderReading reading) {
        return (exchanges, progress) -> Embeddings.of(backbone, reading, exchanges, progress);
    }

    /** The vectors of prompts alone: of exchanges whose response is empty. */
    default float[][] ofPrompts(List<Prompt> prompts, Progress progress) {
        return of(prompts.stream().map(p -> new PromptResponse(p, "")).toList(), progress);
    }

    /** Scores of texts by what a head makes of their vectors. */
    default Scorer scorer(Function<float[], AttributeScores> head) {
        return (exchanges, progress) ->
                Arrays.stream(of(exchanges, progress)).map(head).toList();
    }
}
