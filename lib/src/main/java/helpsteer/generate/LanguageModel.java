package helpsteer.generate;

import ai.djl.ndarray.NDManager;
import helpsteer.data.Prompt;
import helpsteer.nn.Parameters;
import helpsteer.nn.Torch;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.DecoderConfig;
import helpsteer.run.Hash;
import helpsteer.run.Seed;
import helpsteer.text.ChatEncoding;
import helpsteer.text.ChatFormat;
import helpsteer.text.ChatTemplate;
import helpsteer.text.Tokenizer;
import helpsteer.text.TokenizerConfig;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.TensorMap;
import helpsteer.weights.model.ModelFiles;
import helpsteer.weights.model.Pretrained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A decoder that writes: with its tokenizer and the tokens that end an answer. It writes with the decoder's parameters as
 * they are at the call, adapters included, so a policy can be sampled while it is trained. One thread at a time.
 */
public final class LanguageModel implements AutoCloseable {
    private final ModelFiles files;
    private final Decoder decoder;
    private final Tokenizer tokenizer;
    private final TokenizerConfig config;
    private final KvBudget room;
    private final List<AutoCloseable> owned;

    private LanguageModel(ModelFiles files, Decoder decoder, Tokenizer tokenizer, List<AutoCloseable> owned) {
        this.files = files;
        this.decoder = decoder;
        this.tokenizer = tokenizer;
        config = TokenizerConfig.beside(tokenizerFile(files));
        room = KvBudget.ofDevice();
        this.owned = owned;
    }

    private static Path tokenizerFile(ModelFiles files) {
        return files.tokenizer()
                .orElseThrow(() -> new InvalidWeightsException(
                        files.source() + " must hold tokenizer.json, got none; copy the model's there"));
    }

    /** A folder in HuggingFace's layout or a GGUF file of the families that {@link DecoderConfig} reads, in fp32. */
    public static LanguageModel open(Path path) {
        return open(files(path), Decoder.Options.defaults(), new TensorMap(List.of()), new Seed(0));
    }

    /** SmolLM2-135M-Instruct from its registry package, in fp32. */
    public static LanguageModel smolLm2() {
        return open(Pretrained.SMOLLM2_135M_INSTRUCT.weights());
    }

    private static ModelFiles files(Path path) {
        try {
            return ModelFiles.open(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path.getFileName() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Opens a model of its own.
     *
     * @param adapters trained adapters, or an empty map for new ones where the options ask for adapters
     * @param seed source of new adapters' start
     */
    public static LanguageModel open(ModelFiles files, Decoder.Options options, TensorMap adapters, Seed seed) {
        Tokenizer tokenizer = new Tokenizer(tokenizerFile(files));
        NDManager manager = Torch.newManager();
        try {
            Parameters parameters = new Parameters(manager);
            TensorMap weights = files.weights().with(adapters);
            Decoder decoder = new Decoder(DecoderConfig.of(files.config()), weights, parameters, options, seed);
            return new LanguageModel(files, decoder, tokenizer, List.of(parameters, decoder, tokenizer, manager));
        } catch (RuntimeException e) {
            tokenizer.close();
            manager.close();
            throw e;
        }
    }

    /** Writes with a decoder that is open elsewhere, such as one that is trained; it stays its owner's to close. */
    public static LanguageModel around(Decoder decoder, ModelFiles files) {
        Tokenizer tokenizer = new Tokenizer(tokenizerFile(files));
        return new LanguageModel(files, decoder, tokenizer, List.of(tokenizer));
    }

    /** The same model with its adapters switched off, on the same parameters; closed before this one is. */
    public LanguageModel withoutAdapters() {
        Decoder plain = decoder.withoutAdapters();
        return new LanguageModel(files, plain, tokenizer, List.of(plain));
    }

    /** The model's own chat template. */
    public ChatFormat template() {
        return ChatTemplate.of(config);
    }

    /**
     * Prompts in one format, with what ends an answer in it.
     *
     * @param format such as {@link #template} or one of {@link helpsteer.text.SteerLmTemplate}
     */
    public ChatPrompts prompts(ChatFormat format) {
        return new ChatPrompts(this, format);
    }

    /**
     * Answers to prompts in the model's own template.
     *
     * @return for each prompt its samples
     */
    public List<List<Completion>> generate(List<Prompt> prompts, SamplingParams sampling, Seed seed) {
        try (ChatPrompts chat = prompts(template())) {
            List<int[]> ids = new ArrayList<>();
            for (Prompt prompt : prompts) {
                ids.add(chat.encode(prompt, sampling.maxTokens()).ids());
            }
            return write(ids, chat.adapted(sampling), chat.stopTokens(), seed, GenerationListener.NONE);
        }
    }

    /**
     * Answers to prompts given as token ids. The same seed, prompt and sample's number give the same answer alone and beside
     * others, but for rounding: a matrix product of another size may differ in its last bits, which decides about one draw
     * in a hundred thousand (fp32, no filters), and the likeliest of two tokens that are as good as equal.
     *
     * @param stopTokens what ends an answer besides the sampling's stops
     * @return for each prompt its samples
     * @throws IllegalArgumentException where a prompt is empty or fills the model's positions
     * @throws IllegalStateException where logits are no numbers
     * @throws java.util.concurrent.CancellationException where the thread is interrupted
     */
    public List<List<Completion>> write(
            List<int[]> prompts,
            SamplingParams sampling,
            Set<Integer> stopTokens,
            Seed seed,
            GenerationListener listener) {
        return new Generator(decoder, tokenizer, stopTokens, room).write(prompts, sampling, seed, listener);
    }

    /** Log-probabilities of texts at hand under this model. */
    public SequenceLogProb score() {
        return new SequenceLogProb(decoder);
    }

    /** Conversations as this model reads them, such as prompts with answers at hand; closed by its owner. */
    public ChatEncoding encoding(ChatFormat format, int maxTokens) {
        return new ChatEncoding(tokenizer, config, format, maxTokens);
    }

    /** A hash over what the model computes with at the moment: shape, precision, parameters, and adapters where they are on. */
    public String fingerprint() {
        MessageDigest digest = Hash.digest();
        digest.update((decoder.config() + " " + decoder.options()).getBytes(StandardCharsets.UTF_8));
        digest.update(Hash.ofFile(tokenizerFile(files)).getBytes(StandardCharsets.UTF_8));
        Parameters parameters = decoder.parameters();
        for (String name : parameters.names()) {
            if (decoder.options().lora().isPresent() || !name.contains(".lora_")) {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                Parameters.live(name, parameters.get(name)).update(digest);
            }
        }
        return Hash.hex(digest);
    }

    public Decoder decoder() {
        return decoder;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public ModelFiles files() {
        return files;
    }

    TokenizerConfig config() {
        return config;
    }

    @Override
    public void close() {
        for (AutoCloseable part : owned) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close a part of the model: " + e.getMessage(), e);
            }
        }
    }
}
