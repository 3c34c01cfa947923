package helpsteer.reward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.encoder.EncoderConfig;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.text.PairEncoding;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.OnnxFile;
import helpsteer.weights.TensorMap;
import helpsteer.weights.model.ModelFiles;
import helpsteer.weights.model.Pretrained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A pretrained encoder to put a head on.
 *
 * @param id its name and the start of its hash, for provenance and cache keys
 * @param shape its sizes
 * @param weights its tensors under HuggingFace names
 * @param tokenizer its tokenizer.json
 */
public record PretrainedEncoder(String id, EncoderConfig shape, TensorMap weights, Path tokenizer)
        implements PretrainedModel {

    /** BERT's own name for itself, which its classifiers put before each tensor's. */
    private static final String PREFIX = "bert.";

    /** A folder in HuggingFace's layout of the BERT family, with or without {@code bert.} before the names. */
    public static PretrainedEncoder open(Path folder) {
        try {
            return of(ModelFiles.open(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.getFileName() + ": " + e.getMessage(), e);
        }
    }

    static PretrainedEncoder of(ModelFiles files) throws IOException {
        EncoderConfig shape = EncoderConfig.of(files.config());
        Path tokenizer = files.tokenizer()
                .orElseThrow(() -> new InvalidWeightsException(
                        files.source() + " must hold tokenizer.json, got none; copy the model's there"));
        TensorMap weights = new TensorMap(files.weights().all().stream()
                .map(t -> t.name().startsWith(PREFIX) ? t.withName(t.name().substring(PREFIX.length())) : t)
                .toList());
        shape.requireFits(weights);
        return new PretrainedEncoder(files.identity(), shape, weights, tokenizer);
    }

    /** The embedded default, all-MiniLM-L6-v2. */
    public static PretrainedEncoder miniLm() {
        Pretrained model = Pretrained.MINILM_L6;
        try {
            return new PretrainedEncoder(
                    model.id() + "-" + model.weightsSha256().substring(0, 12),
                    EncoderConfig.MINILM_L6,
                    OnnxFile.read(model.weights()),
                    model.tokenizer());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + model.id() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int width() {
        return shape.width();
    }

    @Override
    public boolean hasIntercept() {
        return true;
    }

    @Override
    public InputConfig defaultInput() {
        return InputConfig.encoder();
    }

    @Override
    public void check(InputConfig input) {
        if (input.maxTokens() > EncoderConfig.POSITIONS) {
            throw new IllegalArgumentException(
                    "maxTokens must be in 8.." + EncoderConfig.POSITIONS + ", got " + input.maxTokens());
        }
        Decoder.Options dropoutAlone =
                Decoder.Options.defaults().withDropout(input.options().dropout());
        if (input.template() != InputConfig.Template.OWN || !input.options().equals(dropoutAlone)) {
            throw new IllegalArgumentException(
                    "input of an encoder must have its own template and no option but dropout," + " got "
                            + input.template() + " and " + input.options() + "; begin with InputConfig.encoder()");
        }
    }

    @Override
    public Trunk trunk(InputConfig input, Seed seed) {
        return new BertTrunk(this, input);
    }

    @Override
    public InputConfig frozen(InputConfig input) {
        return input.withDropout(0);
    }

    @Override
    public String form(InputConfig input) {
        return input.pooling().key() + ", encoding " + encodingVersion();
    }

    @Override
    public String cacheName(InputConfig input) {
        return id + "-" + input.pooling().key() + "-" + input.maxTokens() + "-encoding" + encodingVersion();
    }

    @Override
    public ObjectNode describe(InputConfig input) {
        return Json.object()
                .put("readOut", input.pooling().name())
                .put("maxTokens", input.maxTokens())
                .put("dropout", input.options().dropout());
    }

    /** What {@link #describe} wrote. */
    public static InputConfig input(JsonNode described) throws JsonProcessingException {
        Described input = Json.read(described, Described.class);
        return InputConfig.encoder()
                .withPooling(input.readOut)
                .withMaxTokens(input.maxTokens)
                .withDropout(input.dropout);
    }

    private record Described(Pooling readOut, int maxTokens, double dropout) {}

    @Override
    public int encodingVersion() {
        return PairEncoding.VERSION;
    }
}
