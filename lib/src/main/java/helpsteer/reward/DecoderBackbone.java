package helpsteer.reward;

import helpsteer.nn.DecoderConfig;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelFiles;
import helpsteer.weights.Pretrained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A pretrained decoder to put a head on.
 *
 * @param id its family and the start of its hash, for provenance and cache keys
 * @param shape its sizes
 * @param files where it came from: config, weights, tokenizer, chat template
 */
public record DecoderBackbone(String id, DecoderConfig shape, ModelFiles files) {

    /** A folder in HuggingFace's layout or a GGUF file of the families that {@link DecoderConfig} reads. */
    public static DecoderBackbone open(Path path) {
        try {
            ModelFiles files = ModelFiles.open(path);
            DecoderConfig shape = DecoderConfig.of(files.config());
            return new DecoderBackbone(files.identity(), shape, files);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path.getFileName() + ": " + e.getMessage(), e);
        }
    }

    /** SmolLM2-135M-Instruct from its registry package. */
    public static DecoderBackbone smolLm2() {
        return open(Pretrained.SMOLLM2_135M_INSTRUCT.weights());
    }

    /** The tokenizer.json. */
    Path tokenizer() {
        return files.tokenizer()
                .orElseThrow(() -> new InvalidWeightsException(
                        files.source() + " must hold tokenizer.json, got none; copy the model's there"));
    }
}
