package helpsteer.reward.frozen;

import helpsteer.data.RatedResponse;
import helpsteer.reward.Embeddings;
import helpsteer.reward.LinearHead;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardConfig;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import helpsteer.text.PromptResponse;
import java.util.Arrays;
import java.util.List;

/** Ridge regression on the vectors of a pretrained encoder that is left as it is; vectors are cached on disk. */
public record FrozenEncoder(PretrainedEncoder backbone, RewardConfig config) implements Learner {
    /** Folds, grouped by prompt, over which the penalty is chosen. */
    private static final int FOLDS = 5;

    @Override
    public String name() {
        return "frozen encoder + ridge";
    }

    @Override
    public Scorer learn(List<RatedResponse> train, Progress progress) {
        LinearHead head = ridge(train, progress).head();
        return (exchanges, p) -> Arrays.stream(Embeddings.of(backbone, config, exchanges, p))
                .map(head::apply)
                .toList();
    }

    /** The head with its penalty chosen by cross-validation within the rows. */
    public Ridge ridge(List<RatedResponse> train, Progress progress) {
        float[][] vectors = Embeddings.of(
                backbone, config, train.stream().map(PromptResponse::of).toList(), progress);
        return Ridge.choosing(
                vectors, train.stream().map(RatedResponse::ratings).toList(), Ridge.folds(train, FOLDS));
    }
}
