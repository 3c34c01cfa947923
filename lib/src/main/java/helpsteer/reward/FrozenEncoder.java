package helpsteer.reward;

import helpsteer.data.Sample;
import helpsteer.run.Progress;
import helpsteer.text.Exchange;
import java.util.Arrays;
import java.util.List;

/** Ridge regression on the vectors of a pretrained encoder that is left as it is; vectors are cached on disk. */
public record FrozenEncoder(Backbone backbone, RewardConfig config) implements Learner {
    /** Folds, grouped by prompt, over which the penalty is chosen. */
    private static final int FOLDS = 5;

    @Override
    public String name() {
        return "frozen encoder + ridge";
    }

    @Override
    public Scorer learn(List<Sample> train, Progress progress) {
        LinearHead head = ridge(train, progress).head();
        return (exchanges, p) -> Arrays.stream(Embeddings.of(backbone, config, exchanges, p))
                .map(head::apply)
                .toList();
    }

    /** The head with its penalty chosen by cross-validation within the rows. */
    public Ridge ridge(List<Sample> train, Progress progress) {
        float[][] vectors =
                Embeddings.of(backbone, config, train.stream().map(Exchange::of).toList(), progress);
        return Ridge.choosing(vectors, train.stream().map(Sample::ratings).toList(), Ridge.folds(train, FOLDS));
    }
}
