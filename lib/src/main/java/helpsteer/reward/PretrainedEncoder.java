package helpsteer.reward;

import helpsteer.nn.encoder.EncoderConfig;
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
public record PretrainedEncoder(String id, EncoderConfig shape, TensorMap weights, Path tokenizer) {

    /** BERT's own name for itself, which its classifiers put before each tensor's. */
    private static final String PREFIX = "bert.";

    /** A folder in HuggingFace's layout of the BERT family, with or without {@code bert.} before the names. */
    public static PretrainedEncoder open(Path folder) {
        try {
            ModelFiles files = ModelFiles.open(folder);
            EncoderConfig shape = EncoderConfig.of(files.config());
            Path tokenizer = files.tokenizer()
                    .orElseThrow(() -> new InvalidWeightsException(
                            files.source() + " must hold tokenizer.json, got none; copy the model's there"));
            TensorMap weights = new TensorMap(files.weights().all().stream()
                    .map(t -> t.name().startsWith(PREFIX) ? t.withName(t.name().substring(PREFIX.length())) : t)
                    .toList());
            shape.requireFits(weights);
            return new PretrainedEncoder(files.identity(), shape, weights, tokenizer);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.getFileName() + ": " + e.getMessage(), e);
        }
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
}
