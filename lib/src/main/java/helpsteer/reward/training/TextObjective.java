package helpsteer.reward.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Precision;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.RewardModel;
import helpsteer.reward.Trunk;
import helpsteer.run.Hash;
import helpsteer.text.Batching;
import helpsteer.train.Objective;
import helpsteer.train.TrainingArgs;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What all objectives over a reward model share: the texts as the model reads them, and what a batch of them costs. */
abstract class TextObjective implements Objective {
    /** Most tokens computed at a time, padding included; a larger batch is computed in parts whose gradients add up. */
    private static final int TOKENS_AT_A_TIME = 16_384;

    private final RewardModel model;
    private final Trunk.Texts texts;
    private final Trunk.Texts validation;
    private final int[] lengths;
    private final TrainingArgs args;

    /** Takes texts that were read once, of both sides. */
    TextObjective(RewardModel model, TrainingArgs args, Trunk.Texts train, Trunk.Texts validation) {
        this.model = model;
        this.args = args;
        texts = train;
        this.validation = validation;
        lengths = texts.lengths();
    }

    /** What decides over the length of a row. */
    int[] costs() {
        return lengths;
    }

    /** What the loss learns from and is judged by, in order. */
    abstract Stream<String> data();

    @Override
    public final List<List<Integer>> epoch(int epoch) {
        return Batching.forTraining(costs(), args.batchRows(), args.seed().stream("shuffle", epoch))
                .groups();
    }

    @Override
    public final String dataHash() {
        Stream<String> how = Stream.concat(
                Stream.of(
                        getClass().getSimpleName(),
                        "batches of " + args.batchRows(),
                        args.seed().toString()),
                model.body().settings().stream());
        return Hash.ofTexts(Stream.concat(how, data()));
    }

    @Override
    public String truncation() {
        return texts.cuts().toString();
    }

    /** The positions of the texts that a batch of rows reads, in the order in which the loss sees them. */
    abstract List<Integer> texts(List<Integer> batch);

    /** The mean loss of rows that are computed at once; {@code share} times its gradient is added. */
    abstract double backwardAtOnce(List<Integer> rows, double share, NDManager scope);

    /** In parts by a budget of tokens where the batch is large, so that memory does not grow with the rows of a step. */
    @Override
    public final double backward(List<Integer> batch, double share, NDManager scope) {
        int[] costs = batch.stream()
                .mapToInt(row ->
                        texts(List.of(row)).stream().mapToInt(i -> lengths[i]).sum())
                .toArray();
        List<List<Integer>> parts = Batching.byTokens(costs, tokensAtATime()).groups();
        if (parts.size() == 1) {
            return backwardAtOnce(batch, share, scope);
        }
        double loss = 0;
        for (List<Integer> part : parts) {
            List<Integer> rows = part.stream().map(batch::get).toList();
            double ofBatch = weight(rows) / weight(batch);
            try (NDManager inner = scope.newSubManager()) {
                loss += ofBatch * backwardAtOnce(rows, share * ofBatch, inner);
            }
        }
        return loss;
    }

    /** Most tokens computed at a time. */
    int tokensAtATime() {
        return TOKENS_AT_A_TIME;
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
