package helpsteer.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Gradients;
import helpsteer.nn.Owned;
import helpsteer.nn.Parameters;
import helpsteer.nn.Torch;
import helpsteer.nn.TorchScript;
import helpsteer.nn.encoder.Encoder;
import helpsteer.nn.encoder.EncoderConfig;
import helpsteer.nn.encoder.EncoderInput;
import helpsteer.run.Hash;
import helpsteer.text.EncodedPair;
import helpsteer.text.PairEncoding;
import helpsteer.text.PromptResponse;
import helpsteer.text.Tokenizer;
import helpsteer.text.TruncationStats;
import helpsteer.train.metrics.ModelFlops;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A BERT encoder that reads prompt and response as two texts. */
public final class BertTrunk implements Trunk {
    private static final String POOLER_WEIGHT = "pooler.dense.weight";
    private static final String POOLER_BIAS = "pooler.dense.bias";

    private final Owned owned = new Owned();
    private final NDManager manager;
    private final Encoder encoder;
    private final TorchScript readOut;
    private final PairEncoding encoding;
    private final PretrainedEncoder pretrained;
    private final InputConfig input;
    private final List<String> trained;

    /** Opens a trunk, which takes its tensors out of the encoder's weights. */
    BertTrunk(PretrainedEncoder pretrained, InputConfig input) {
        pretrained.check(input);
        this.pretrained = pretrained;
        this.input = input;
        TensorMap weights = pretrained.weights();
        try {
            Tokenizer tokenizer = owned.add(new Tokenizer(pretrained.tokenizer()));
            manager = owned.add(Torch.newManager());
            encoding = new PairEncoding(
                    tokenizer, input.maxTokens(), input.pooling().label());
            List<StoredTensor> pooler = pooler(pretrained.shape(), input.pooling(), weights);
            Parameters parameters = owned.add(new Parameters(manager));
            encoder = owned.add(new Encoder(
                    pretrained.shape(),
                    weights,
                    parameters,
                    manager,
                    input.options().dropout()));
            readOut = owned.add(TorchScript.load(manager, "head", Map.of()));
            pooler.forEach(parameters()::add);
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
        trained = List.copyOf(parameters().names());
    }

    private static List<StoredTensor> pooler(EncoderConfig shape, Pooling pooling, TensorMap weights) {
        long width = shape.width();
        return pooling == Pooling.POOLER
                ? List.of(
                        weights.require(POOLER_WEIGHT, List.of(width, width)),
                        weights.require(POOLER_BIAS, List.of(width)))
                : List.of();
    }

    /** Names of the trunk's parameters. */
    public static Set<String> names(EncoderConfig shape, Pooling pooling) {
        Set<String> out = new HashSet<>(Encoder.names(shape));
        if (pooling == Pooling.POOLER) {
            out.addAll(List.of(POOLER_WEIGHT, POOLER_BIAS));
        }
        return out;
    }

    @Override
    public Texts read(List<PromptResponse> exchanges) {
        return new Pairs(encoding.encodeAll(exchanges));
    }

    @Override
    public int width() {
        return encoder.config().width();
    }

    @Override
    public Parameters parameters() {
        return encoder.parameters();
    }

    @Override
    public List<String> trained() {
        return trained;
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    @Override
    public List<String> settings() {
        String read = "RewardConfig[readOut=" + input.pooling() + ", maxTokens=" + input.maxTokens() + ", dropout="
                + input.options().dropout() + "]"; // as it was first written: caches and runs are found by fingerprints
        return List.of(pretrained.shape().toString(), read, Hash.ofFile(pretrained.tokenizer()));
    }

    @Override
    public InputConfig input() {
        return input;
    }

    @Override
    public TensorMap mergedWeights() {
        return new TensorMap(trained.stream()
                .map(name -> Parameters.live(name, parameters().get(name)))
                .toList());
    }

    /** What it was opened from. */
    public PretrainedEncoder pretrained() {
        return pretrained;
    }

    @Override
    public void close() {
        owned.close();
    }

    /** Numbers that each token is multiplied with, the head's included. */
    private long matrixParameters() {
        return parameters().names().stream()
                .filter(name -> !name.startsWith("embeddings."))
                .mapToLong(name -> parameters().get(name).getShape().size())
                .sum();
    }

    private final class Pairs implements Texts {
        private final List<EncodedPair> encoded;
        private final int[] lengths;

        Pairs(List<EncodedPair> encoded) {
            this.encoded = encoded;
            lengths = encoded.stream().mapToInt(EncodedPair::length).toArray();
        }

        @Override
        public int[] lengths() {
            return lengths.clone();
        }

        @Override
        public Texts select(List<Integer> rows) {
            return new Pairs(rows.stream().map(encoded::get).toList());
        }

        @Override
        public TruncationStats cuts() {
            return TruncationStats.of(encoded);
        }

        @Override
        public NDArray pooled(List<Integer> rows, NDManager scope) {
            return pooled(rows, scope, false);
        }

        private NDArray pooled(List<Integer> rows, NDManager scope, boolean train) {
            EncoderInput batch = EncoderInput.of(rows.stream().map(encoded::get).toList(), scope);
            NDArray hidden = encoder.forward(batch.ids(), batch.types(), batch.keep(), train);
            String method = input.pooling().method();
            return input.pooling() == Pooling.POOLER
                    ? readOut.call(
                            method,
                            hidden,
                            parameters().get(POOLER_WEIGHT),
                            parameters().get(POOLER_BIAS))
                    : readOut.call(method, hidden, batch.keep());
        }

        @Override
        public double backward(List<Integer> rows, UnaryOperator<NDArray> loss, double share, NDManager scope) {
            return Gradients.of(share, () -> loss.apply(pooled(rows, scope, true)));
        }

        private int longest(List<Integer> rows) {
            return rows.stream().mapToInt(i -> lengths[i]).max().orElseThrow();
        }

        @Override
        public long paddedTokens(List<Integer> rows) {
            return (long) rows.size() * longest(rows)
                    - rows.stream().mapToLong(i -> lengths[i]).sum();
        }

        @Override
        public double flopsPerToken(List<Integer> rows) {
            EncoderConfig shape = encoder.config();
            return ModelFlops.perToken(matrixParameters(), shape.layers(), shape.width(), longest(rows));
        }

        @Override
        public String key(int row) {
            EncodedPair text = encoded.get(row);
            int[] ids = IntStream.range(0, text.length()).map(text::id).toArray();
            int[] types = IntStream.range(0, text.length()).map(text::type).toArray();
            return Arrays.toString(ids) + Arrays.toString(types);
        }
    }
}
