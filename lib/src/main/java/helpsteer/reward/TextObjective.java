package helpsteer.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Precision;
import helpsteer.run.Progress;
import helpsteer.text.Exchange;
import helpsteer.train.Objective;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/** What all objectives over a reward model share: the texts as the model reads them, and what a batch of them costs. */
abstract class TextObjective implements Objective {
    private final RewardModel model;
    private final Body.Texts texts;
    private final Body.Texts validation;
    private final int[] lengths;

    TextObjective(RewardModel model, List<Exchange> train, List<Exchange> validation) {
        this.model = model;
        texts = model.body().read(train);
        this.validation = model.body().read(validation);
        lengths = texts.lengths();
    }

    /** The positions of the texts that a batch of rows reads, in the order in which the loss sees them. */
    abstract List<Integer> texts(List<Integer> batch);

    /** A loss of the five numbers (B, A) of the batch's texts; {@code share} times its gradient is added. */
    final double backward(List<Integer> batch, UnaryOperator<NDArray> loss, double share, NDManager scope) {
        return model.backward(texts, texts(batch), loss, share, scope);
    }

    final RewardModel model() {
        return model;
    }

    /** Tokens of each text. */
    final int[] lengths() {
        return lengths;
    }

    /** What the model now gives to the validation texts, dropout off. */
    final List<AttributeScores> validationScores() {
        return model.score(validation, Progress.SILENT);
    }

    /** What identifies a text as the model reads it. */
    final String key(int text) {
        return texts.key(text);
    }

    /** What besides the texts decides over the model's vectors. */
    final List<String> settings() {
        return model.body().settings();
    }

    @Override
    public final long tokens(List<Integer> batch) {
        return texts(batch).stream().mapToLong(i -> lengths[i]).sum();
    }

    @Override
    public final long paddedTokens(List<Integer> batch) {
        return texts.paddedTokens(texts(batch));
    }

    @Override
    public final OptionalDouble flopsPerToken(List<Integer> batch) {
        return OptionalDouble.of(texts.flopsPerToken(texts(batch)));
    }

    @Override
    public final Precision precision() {
        return model.body().precision();
    }
}
