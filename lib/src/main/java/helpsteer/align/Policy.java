package helpsteer.align;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.nn.Owned;
import helpsteer.nn.Parameters;
import helpsteer.nn.Torch;
import helpsteer.nn.TorchScript;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.DecoderInput;
import helpsteer.nn.decoder.LmHead;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.run.Hash;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.text.Batching;
import helpsteer.text.ChatEncoding;
import helpsteer.text.ChatFormat;
import helpsteer.text.EncodedChat;
import helpsteer.text.PromptResponse;
import helpsteer.text.Tokenizer;
import helpsteer.text.TokenizerConfig;
import helpsteer.train.Trainable;
import helpsteer.weights.PeftAdapter;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import helpsteer.weights.model.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * A language model that is trained to answer; with adapters these are trained, else the whole decoder. One thread at a time
 * may use it.
 */
public final class Policy implements LogProbs, Trainable {
    private static final String OUTPUT = "lm_head.weight";
    private static final String VALUE = "value_head.weight";

    /** Tokens computed at a time without gradient. */
    private static final int READING_TOKENS = 8192;

    private final PretrainedDecoder backbone;
    private final InputConfig input;
    private final Owned owned = new Owned();
    private final NDManager manager;
    private final Tokenizer tokenizer;
    private final TokenizerConfig config;
    private final ChatEncoding encoding;
    private final Decoder decoder;
    private final Decoder unadapted;
    private final LmHead head;
    private final TorchScript losses;
    private final TorchScript comparison;

    private Policy(PretrainedDecoder backbone, InputConfig input, List<TensorMap> adapters, Seed seed) {
        backbone.check(input);
        this.backbone = backbone;
        this.input = input;
        Path file = backbone.tokenizer();
        config = TokenizerConfig.beside(file);
        try {
            tokenizer = owned.add(new Tokenizer(file));
            manager = owned.add(Torch.newManager());
            encoding = owned.add(new ChatEncoding(
                    tokenizer, config, input.template().ofPolicy(config, Optional.empty()), input.maxTokens()));
            TensorMap weights = backbone.files().weights();
            decoder = owned.add(new Decoder(
                    backbone.shape(),
                    adapters.isEmpty() ? weights : weights.with(adapters.get(0)),
                    owned.add(new Parameters(manager)),
                    input.options(),
                    seed));
            for (TensorMap next : adapters.subList(Math.min(1, adapters.size()), adapters.size())) {
                decoder.mergeAdapters();
                assign(next);
            }
            unadapted = input.options().lora().isPresent() ? owned.add(decoder.withoutAdapters()) : decoder;
            head = owned.add(new LmHead(decoder, manager));
            losses = owned.add(TorchScript.load(manager, "policy", Map.of()));
            comparison = owned.add(TorchScript.load(manager, "head", Map.of()));
        } catch (RuntimeException e) {
            owned.close();
            throw e;
        }
    }

    private void assign(TensorMap adapters) {
        for (String name : decoder.adapterNames()) {
            parameters().assign(parameters().get(name), adapters, name);
        }
    }

    /**
     * A pretrained language model, with new adapters where the input asks for some.
     *
     * @param seed source of the adapters' start
     */
    public static Policy open(PretrainedDecoder backbone, InputConfig input, Seed seed) {
        return new Policy(backbone, input, List.of(), seed);
    }

    /**
     * The same with adapters that {@link #save} wrote, one folder for each stage of training in order: all but the last become
     * part of the model, so that the reference of the last is the stage before it.
     *
     * @param folders at least one; their rank and targets must be those of the input
     */
    public static Policy open(PretrainedDecoder backbone, InputConfig input, List<Path> folders) {
        if (folders.isEmpty() || input.options().lora().isEmpty()) {
            throw new IllegalArgumentException("folders must be at least one and the input ask for adapters, got "
                    + folders.size() + " and " + input.options().lora());
        }
        try {
            List<TensorMap> adapters = new ArrayList<>();
            for (Path folder : folders) {
                adapters.add(PeftAdapter.read(folder).weights());
            }
            return new Policy(backbone, input, adapters, new Seed(0));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the adapters: " + e.getMessage(), e);
        }
    }

    /** Makes the adapters part of the model and begins new ones that change nothing yet: what follows has this as reference. */
    public void mergeAdapters() {
        decoder.mergeAdapters();
    }

    /**
     * Writes the whole model, the adapters' part added to its weights, as a language model that
     * {@link PretrainedDecoder#open}, {@code helpsteer generate} and Python's {@code AutoModelForCausalLM} open; in fp32.
     *
     * @param folder new or empty; it appears whole or not at all
     */
    public void saveWhole(Path folder) {
        TensorMap merged = decoder.mergedWeights();
        List<StoredTensor> out = new ArrayList<>(merged.all());
        if (parameters().names().contains(OUTPUT)) {
            out.add(Parameters.live(OUTPUT, parameters().get(OUTPUT)));
        }
        backbone.save(new TensorMap(out), folder);
    }

    /** Writes the adapters as PEFT does; a folder that is cut short by a crash holds none. */
    public void save(Path folder) {
        var lora = input.options()
                .lora()
                .orElseThrow(() -> new IllegalStateException(
                        "a policy must have adapters to be saved as such, got none; save it with saveWhole"));
        List<StoredTensor> tensors = decoder.adapterNames().stream()
                .map(name -> Parameters.live(name, decoder.parameters().get(name)))
                .toList();
        try {
            PeftAdapter.write(
                    folder, lora.peftConfig("CAUSAL_LM", backbone.files().source(), List.of()), tensors);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the adapters to " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * A prompt and a response, of which the response is asked for.
     *
     * @param wanted the ratings that the response shall have, or none
     */
    public PolicyText read(PromptResponse exchange, Optional<Ratings> wanted) {
        return PolicyText.ofResponse(encoded(exchange, wanted));
    }

    /** A conversation of which all answers are asked for. */
    public PolicyText readWhole(PromptResponse conversation) {
        return PolicyText.ofAnswers(encoded(conversation, Optional.empty()));
    }

    /** The tokens before a response. */
    public int[] readPrompt(Prompt prompt, Optional<Ratings> wanted) {
        return encodedPrompt(prompt, wanted).ids();
    }

    private EncodedChat encodedPrompt(Prompt prompt, Optional<Ratings> wanted) {
        return encoding(wanted).encodePrompt(input.template().with(prompt, wanted));
    }

    /** Whether a prompt is read whole and leaves room for a response of so many tokens. */
    public boolean leavesRoom(Prompt prompt, Optional<Ratings> wanted, int tokens) {
        EncodedChat chat = encodedPrompt(prompt, wanted);
        int end = read(new PromptResponse(prompt, "a"), wanted).askedCount();
        return chat.promptCut() == 0 && chat.length() + tokens + end <= input.maxTokens();
    }

    /** Whether prompt and response are read whole. */
    public boolean fits(PromptResponse exchange, Optional<Ratings> wanted) {
        EncodedChat chat = encoded(exchange, wanted);
        return chat.cut() == 0;
    }

    private EncodedChat encoded(PromptResponse exchange, Optional<Ratings> wanted) {
        Prompt prompt = input.template().with(exchange.prompt(), wanted);
        return encoding(wanted).encode(new PromptResponse(prompt, exchange.response()));
    }

    private ChatEncoding encoding(Optional<Ratings> wanted) {
        return encoding.with(input.template().ofPolicy(config, wanted));
    }

    /** log Q of the tokens asked for, dropout off. */
    @Override
    public List<double[]> of(List<PolicyText> texts) {
        return logProbabilities(texts, decoder::forward);
    }

    /**
     * What the model was before its adapters: the same with these switched off. Without adapters it is the model as it stands,
     * so ask before training, or open the model a second time for a reference that stays.
     */
    public LogProbs reference() {
        return (texts) -> logProbabilities(texts, unadapted::forward);
    }

    private List<double[]> logProbabilities(List<PolicyText> texts, Function<DecoderInput, NDArray> forward) {
        return each(texts, (batch, some) -> head.logProbabilities(forward.apply(batch.input()), batch.targets()));
    }

    /** What each state before a token asked for is worth, by the value head. */
    public List<double[]> values(List<PolicyText> texts) {
        return each(texts, (batch, some) -> values(decoder.forward(batch.input()), batch));
    }

    /** Computes one number for each token asked for. */
    private interface PerToken {
        NDArray of(PolicyBatch batch, List<PolicyText> texts);
    }

    private List<double[]> each(List<PolicyText> texts, PerToken computation) {
        Torch.inferenceByDefault();
        double[][] out = new double[texts.size()][];
        int[] lengths = texts.stream().mapToInt(PolicyText::length).toArray();
        int done = 0;
        for (List<Integer> group : Batching.byTokens(lengths, READING_TOKENS).groups()) {
            if (Thread.interrupted()) {
                throw new CancellationException("reading was interrupted after " + done + " of " + out.length);
            }
            List<PolicyText> some = group.stream().map(texts::get).toList();
            try (NDManager scope = manager.newSubManager()) {
                float[] flat = computation.of(batch(some, scope), some).toFloatArray();
                int at = 0;
                for (int i : group) {
                    out[i] = new double[texts.get(i).askedCount()];
                    for (int t = 0; t < out[i].length; t++) {
                        out[i][t] = flat[at++];
                    }
                }
            }
            done += group.size();
            Progress.current().update("reading", done, out.length, "");
        }
        return List.of(out);
    }

    private PolicyBatch batch(List<PolicyText> texts, NDManager scope) {
        return PolicyBatch.of(texts, head, scope);
    }

    /** Computes a loss of some texts with dropout on; {@code share} times its gradient is added. */
    public double backward(List<PolicyText> texts, PolicyBatch.Loss loss, double share, NDManager scope) {
        PolicyBatch batch = batch(texts, scope);
        return decoder.backward(batch.input(), hidden -> loss.of(hidden, batch), share);
    }

    /** Adds a head that tells what a state is worth, at first 0; PPO trains it with the rest. */
    public void addValueHead() {
        if (!parameters().names().contains(VALUE)) {
            int width = decoder.config().width();
            parameters().add(VALUE, new Shape(1, width), new float[width]);
        }
    }

    /** What the states before the tokens asked for are worth (M), with gradient. */
    public NDArray values(NDArray hidden, PolicyBatch batch) {
        return losses.call(
                "values", hidden, batch.targets().rows(), parameters().get(VALUE));
    }

    /** The script {@code policy.py}. */
    public TorchScript losses() {
        return losses;
    }

    /** The script {@code head.py}, which holds the losses of comparisons. */
    public TorchScript comparison() {
        return comparison;
    }

    /** Names of what is trained: the adapters, or the decoder with its output layer; and the value head where there is one. */
    @Override
    public List<String> trained() {
        List<String> out = new ArrayList<>(decoder.trainable());
        boolean whole = input.options().lora().isEmpty();
        parameters().names().stream()
                .filter(name -> name.equals(VALUE) || (whole && name.equals(OUTPUT)))
                .forEach(out::add);
        return out;
    }

    /** The transformer, for samplers. */
    public Decoder decoder() {
        return decoder;
    }

    /** The tokenizer, closed with the policy. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public InputConfig input() {
        return input;
    }

    /** All parameters, by HuggingFace's and PEFT's names. */
    @Override
    public Parameters parameters() {
        return decoder.parameters();
    }

    /** Config, weights and tokenizer that it came from. */
    public ModelFiles files() {
        return backbone.files();
    }

    /** The form of its prompts. */
    ChatFormat format() {
        return input.template().ofPolicy(config, Optional.empty());
    }

    @Override
    public NDManager manager() {
        return manager;
    }

    /** Everything besides the trained parameters that decides over a number, for fingerprints. */
    List<String> settings() {
        return List.of(
                backbone.id(),
                backbone.shape().toString(),
                "PolicyReading[format=" + input.template() + ", maxTokens=" + input.maxTokens() + ", options="
                        + input.options() + "]", // as it was first written: checkpoints are known by it
                "encoding " + ChatEncoding.VERSION,
                Hash.ofFile(backbone.tokenizer()));
    }

    @Override
    public void close() {
        owned.close();
    }
}
