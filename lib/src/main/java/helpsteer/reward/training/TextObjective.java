package helpsteer.reward.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Precision;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.RewardModel;
import helpsteer.reward.Trunk;
import helpsteer.run.Hash;
import helpsteer.train.BatchedObjective;
import helpsteer.train.TrainingArgs;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What all objectives over a reward model share: the texts as the model reads them, and what a batch of them costs. */
abstract class TextObjective extends BatchedObjective {
    /** Most tokens computed at a time, padding included; a larger batch is computed in parts whose gradients add up. */
    private static final int TOKENS_AT_A_TIME = 16_384;

    private final RewardModel model;
    private final Trunk.Texts texts;
    private final Trunk.Texts validation;
    private final int[] lengths;

    /** Takes texts that were read once, of both sides. */
    TextObjective(RewardModel model, TrainingArgs args, Trunk.Texts train, Trunk.Texts validation) {
        super(args, train.lengths(), TOKENS_AT_A_TIME);
        this.model = model;
        texts = train;
        this.validation = validation;
        lengths = texts.lengths();
    }

    @Override
    protected int[] costs() {
        return lengths;
    }

    /** What the loss learns from and is judged by, in order. */
    abstract Stream<String> data();

    @Override
    public final String dataHash() {
        Stream<String> how = Stream.concat(
                Stream.of(
                        getClass().getSimpleName(),
                        "batches of " + args().batchRows(),
                        args().seed().toString()),
                model.body().settings().stream());
        return Hash.ofTexts(Stream.concat(how, data()));
    }

    @Override
    public String truncation() {
        return texts.cuts().toString();
    }

    /** The mean loss of rows that are computed at once; {@code share} times its gradient is added. */
    abstract double backwardAtOnce(List<Integer> rows, double share, NDManager scope);

    @Override
    public final double backward(List<Integer> batch, double share, NDManager scope) {
        List<List<Integer>> parts = parts(batch);
        return backward(parts.size() == 1 ? List.of(batch) : parts, share, scope, this::backwardAtOnce);
    }

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
        return model.score(validation);
    }

    /** What identifies a text as the model reads it. */
    final String key(int text) {
        return texts.key(text);
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
