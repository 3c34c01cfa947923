package helpsteer.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.data.Attribute;
import helpsteer.nn.Owned;
import helpsteer.nn.Parameters;
import helpsteer.nn.Torch;
import helpsteer.nn.TorchScript;
import helpsteer.run.Hash;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.text.Batching;
import helpsteer.text.PromptResponse;
import helpsteer.text.TruncationStats;
import helpsteer.train.Trainable;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;

/**
 * A transformer, a read-out and a linear head: five numbers for an exchange.
 *
 * <p>Head and loss are fp32. The score of a text does not depend on the batch it is scored in, but for rounding: in fp32 the
 * last digits, in bf16 the third.
 */
public final class RewardModel implements Scorer, Trainable {
    /** HuggingFace's name for the head of a sequence classifier. */
    public static final String HEAD_WEIGHT = "score.weight";

    /** Encoders only: the sequence classifiers of decoders have no bias. */
    public static final String HEAD_BIAS = "score.bias";

    private static final List<String> HEAD = List.of(HEAD_WEIGHT, HEAD_BIAS);

    /** Padded tokens computed at a time when scoring; about 1 GB of activations for a 110 M encoder. */
    private static final int SCORING_TOKENS = 8192;

    private final Owned owned = new Owned();
    private final Trunk body;
    private final TorchScript head;

    /**
     * Puts the head of the weights on a body, which is closed with the model.
     *
     * @param weights hold the head's weight (A, D), and its bias (A) where it has one
     */
    public RewardModel(Trunk body, TensorMap weights) {
        this.body = body;
        owned.add(body);
        try {
            head = owned.add(TorchScript.load(body.manager(), "head", Map.of()));
            parameters().add(weights.require(HEAD_WEIGHT, List.of((long) Attribute.COUNT, (long) body.width())));
            if (weights.find(HEAD_BIAS) != null) {
                parameters().add(weights.require(HEAD_BIAS, List.of((long) Attribute.COUNT)));
            }
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
    }

    /**
     * A pretrained model with a given head, whose intercepts must be 0 where the model's head has none.
     *
     * @param seed source of the adapters' start, where the input asks for adapters
     */
    public static RewardModel of(PretrainedModel pretrained, InputConfig input, LinearHead head, Seed seed) {
        List<StoredTensor> tensors = new ArrayList<>();
        tensors.add(StoredTensor.of(
                HEAD_WEIGHT, List.of((long) Attribute.COUNT, (long) pretrained.width()), head.weightsAsFloats()));
        if (pretrained.hasIntercept()) {
            tensors.add(StoredTensor.of(HEAD_BIAS, List.of((long) Attribute.COUNT), head.interceptsAsFloats()));
        } else {
            head.requireNoIntercepts();
        }
        return new RewardModel(pretrained.trunk(input, seed), new TensorMap(tensors));
    }

    /** The same where nothing begins at random. */
    public static RewardModel of(PretrainedModel pretrained, InputConfig input, LinearHead head) {
        return of(pretrained, input, head, new Seed(0));
    }

    /** A pretrained model whose head gives 0 to everything, for making embeddings and for comparisons from scratch. */
    public static RewardModel headless(PretrainedModel pretrained, InputConfig input) {
        return of(pretrained, input, LinearHead.zero(pretrained.width()));
    }

    @Override
    public List<AttributeScores> score(List<PromptResponse> exchanges) {
        return score(body.read(exchanges));
    }

    /** The same of texts that were read before. */
    public List<AttributeScores> score(Trunk.Texts texts) {
        float[][] out = compute(texts, "scoring", this::predict);
        return Arrays.stream(out)
                .map(row -> AttributeScores.of((Attribute a) -> row[a.index()]))
                .toList();
    }

    /** The vectors that the head would read, shape (B, D). */
    public float[][] embed(List<PromptResponse> exchanges) {
        return compute(body.read(exchanges), "embedding", pooled -> pooled);
    }

    /** What is computed of the vectors (B, D) of a batch: (B, width). */
    private interface Computation {
        NDArray apply(NDArray pooled);
    }

    private float[][] compute(Trunk.Texts texts, String task, Computation computation) {
        Torch.inferenceByDefault();
        int[] lengths = texts.lengths();
        float[][] out = new float[lengths.length][];
        int done = 0;
        for (List<Integer> group : Batching.byTokens(lengths, SCORING_TOKENS).groups()) {
            if (Thread.interrupted()) {
                throw new CancellationException(task + " was interrupted after " + done + " of " + lengths.length);
            }
            try (NDManager scope = manager().newSubManager()) {
                float[] values = computation.apply(texts.pooled(group, scope)).toFloatArray();
                int width = values.length / group.size();
                for (int i = 0; i < group.size(); i++) {
                    out[group.get(i)] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
                }
            }
            done += group.size();
            Progress.current().update(task, done, lengths.length, "");
        }
        return out;
    }

    /** The five numbers (B, A) of vectors (B, D). */
    private NDArray predict(NDArray pooled) {
        NDArray weight = parameters().get(HEAD_WEIGHT);
        return parameters().names().contains(HEAD_BIAS)
                ? head.call("linear", pooled, weight, parameters().get(HEAD_BIAS))
                : head.call("project", pooled, weight);
    }

    /**
     * A loss of the five numbers of a batch with dropout on; {@code share} times its gradient is added.
     *
     * @param loss makes a scalar of (B, A)
     * @return the loss, not multiplied
     */
    public double backward(
            Trunk.Texts texts, List<Integer> rows, UnaryOperator<NDArray> loss, double share, NDManager scope) {
        return texts.backward(rows, pooled -> loss.apply(predict(pooled)), share, scope);
    }

    /** The script {@code head.py}, which holds the losses. */
    public TorchScript losses() {
        return head;
    }

    /**
     * Scores and what was cut before they were made.
     *
     * @param scores in the order of the exchanges
     */
    public record Scored(List<AttributeScores> scores, TruncationStats cuts) {}

    /** The scores of at least one exchange, and how much of the exchanges they are not of; each is encoded once. */
    public Scored scored(List<PromptResponse> exchanges) {
        Trunk.Texts texts = body.read(exchanges);
        return new Scored(score(texts), texts.cuts());
    }

    /**
     * Scores and the vectors that they were made of, by one pass over the texts.
     *
     * @param scores in the order of the exchanges, to the bit as {@link #score} gives them
     * @param vectors that the head read, each of length D
     * @param cuts how much of the exchanges they are not of
     */
    public record Represented(List<AttributeScores> scores, List<float[]> vectors, TruncationStats cuts) {}

    /** The scores and vectors of at least one exchange. */
    public Represented represented(List<PromptResponse> exchanges) {
        Trunk.Texts texts = body.read(exchanges);
        int width = body.width();
        float[][] both = compute(texts, "scoring", pooled -> pooled.concat(predict(pooled), 1));
        List<float[]> vectors = new ArrayList<>();
        List<AttributeScores> scores = new ArrayList<>();
        for (float[] row : both) {
            vectors.add(Arrays.copyOf(row, width));
            scores.add(AttributeScores.of((Attribute a) -> row[width + a.index()]));
        }
        return new Represented(scores, vectors, texts.cuts());
    }

    /** How much of the exchanges, of which there is at least one, the model never sees. */
    public TruncationStats cuts(List<PromptResponse> exchanges) {
        return body.read(exchanges).cuts();
    }

    public Trunk body() {
        return body;
    }

    /** All parameters, the head's included, under their HuggingFace names. */
    @Override
    public Parameters parameters() {
        return body.parameters();
    }

    /**
     * All parameters with the adapters, where there are any, merged into the layers they adapt, read when they are asked
     * for, so while the model is open; the model itself stays as it is. A line between two such sets of weights is a line between models ({@code WeightExtrapolation}).
     */
    public TensorMap mergedWeights() {
        return body.mergedWeights()
                .with(new TensorMap(parameters().names().stream()
                        .filter(HEAD::contains)
                        .map(name -> Parameters.live(name, parameters().get(name)))
                        .toList()));
    }

    /** Names of the parameters that training changes: the head's, and the body's or its adapters'. */
    @Override
    public List<String> trained() {
        List<String> out = new ArrayList<>(body.trained());
        parameters().names().stream().filter(HEAD::contains).forEach(out::add);
        return out;
    }

    @Override
    public NDManager manager() {
        return body.manager();
    }

    /** SHA-256 over shape, settings, tokenizer and parameters: equal where two models give equal scores. */
    public String fingerprint() {
        MessageDigest digest = Hash.digest();
        for (String part : body.settings()) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
        }
        for (StoredTensor tensor : parameters().live().all()) {
            digest.update(tensor.name().getBytes(StandardCharsets.UTF_8));
            tensor.update(digest);
        }
        return Hash.hex(digest);
    }

    @Override
    public void close() {
        owned.close();
    }
}
