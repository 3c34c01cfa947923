package helpsteer.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Owned;
import helpsteer.nn.Parameters;
import helpsteer.nn.Torch;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.DecoderInput;
import helpsteer.run.Hash;
import helpsteer.run.Seed;
import helpsteer.text.ChatEncoding;
import helpsteer.text.EncodedChat;
import helpsteer.text.PromptResponse;
import helpsteer.text.Tokenizer;
import helpsteer.text.TokenizerConfig;
import helpsteer.text.TruncationStats;
import helpsteer.train.metrics.ModelFlops;
import helpsteer.weights.TensorMap;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** A decoder that reads the whole conversation; its vector is the state at the last token. */
public final class DecoderTrunk implements Trunk {
    private final PretrainedDecoder pretrained;
    private final InputConfig input;
    private final Owned owned = new Owned();
    private final NDManager manager;
    private final Tokenizer tokenizer;
    private final ChatEncoding encoding;
    private final Decoder decoder;

    /**
     * Opens a trunk.
     *
     * @param adapters trained adapters, or an empty map for new ones
     */
    public DecoderTrunk(PretrainedDecoder pretrained, InputConfig input, TensorMap adapters, Seed seed) {
        pretrained.check(input);
        this.pretrained = pretrained;
        this.input = input;
        try {
            tokenizer = owned.add(new Tokenizer(pretrained.tokenizer()));
            manager = owned.add(Torch.newManager());
            TokenizerConfig config = TokenizerConfig.beside(pretrained.tokenizer());
            encoding = owned.add(
                    new ChatEncoding(tokenizer, config, input.template().ofReward(config), input.maxTokens()));
            TensorMap weights = new TensorMap(pretrained.files().weights().all().stream()
                            .filter(t -> !t.name().startsWith("lm_head.")) // a reward model gives no logits
                            .toList())
                    .with(adapters);
            Parameters parameters = owned.add(new Parameters(manager));
            decoder = owned.add(new Decoder(pretrained.shape(), weights, parameters, input.options(), seed));
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
    }

    @Override
    public Texts read(List<PromptResponse> exchanges) {
        return new Chats(encoding.encodeAll(exchanges));
    }

    @Override
    public int width() {
        return decoder.config().width();
    }

    @Override
    public Parameters parameters() {
        return decoder.parameters();
    }

    @Override
    public List<String> trained() {
        return decoder.trainable();
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    @Override
    public List<String> settings() {
        return List.of(
                pretrained.id(),
                pretrained.shape().toString(),
                "DecoderReading[template=" + input.template() + ", maxTokens=" + input.maxTokens() + ", options="
                        + input.options() + "]", // as it was first written: caches and runs are found by fingerprints
                "encoding " + ChatEncoding.VERSION,
                Hash.ofFile(pretrained.tokenizer()));
    }

    @Override
    public InputConfig input() {
        return input;
    }

    @Override
    public TensorMap mergedWeights() {
        return decoder.mergedWeights();
    }

    /** What it was opened from. */
    public PretrainedDecoder pretrained() {
        return pretrained;
    }

    /** The token that the head reads. */
    public int lastToken(PromptResponse exchange) {
        int[] ids = encoding.encodeAll(List.of(exchange)).get(0).ids();
        return ids[ids.length - 1];
    }

    public int idOf(String token) {
        return tokenizer.idOf(token);
    }

    public Decoder decoder() {
        return decoder;
    }

    @Override
    public void close() {
        owned.close();
    }

    private final class Chats implements Texts {
        private final List<EncodedChat> chats;
        private final int[] lengths;

        Chats(List<EncodedChat> chats) {
            this.chats = chats;
            lengths = chats.stream().mapToInt(EncodedChat::length).toArray();
        }

        @Override
        public int[] lengths() {
            return lengths.clone();
        }

        @Override
        public Texts select(List<Integer> rows) {
            return new Chats(rows.stream().map(chats::get).toList());
        }

        @Override
        public TruncationStats cuts() {
            return TruncationStats.of(chats);
        }

        private DecoderInput batch(List<Integer> rows, NDManager scope) {
            return DecoderInput.of(rows.stream().map(i -> chats.get(i).ids()).toList(), scope);
        }

        @Override
        public NDArray pooled(List<Integer> rows, NDManager scope) {
            DecoderInput batch = batch(rows, scope);
            return decoder.last(decoder.forward(batch), batch);
        }

        @Override
        public double backward(List<Integer> rows, UnaryOperator<NDArray> loss, double share, NDManager scope) {
            DecoderInput batch = batch(rows, scope);
            return decoder.backward(batch, hidden -> loss.apply(decoder.last(hidden, batch)), share);
        }

        @Override
        public long paddedTokens(List<Integer> rows) {
            return 0;
        }

        @Override
        public double flopsPerToken(List<Integer> rows) {
            return ModelFlops.perToken(
                    decoder, rows.stream().mapToInt(i -> lengths[i]).toArray());
        }

        @Override
        public String key(int row) {
            return Arrays.toString(chats.get(row).ids());
        }
    }
}
