package helpsteer.reward;

import helpsteer.nn.DecoderConfig;
import helpsteer.run.Hash;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelFiles;
import helpsteer.weights.Pretrained;
import helpsteer.weights.StoredTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * A pretrained decoder to put a head on.
 *
 * @param id its name and the start of its hash, for provenance and cache keys
 * @param shape its sizes
 * @param files where it came from: config, weights, tokenizer, chat template
 */
public record DecoderBackbone(String id, DecoderConfig shape, ModelFiles files) {

    private static final int HASHED_BYTES = 4096;

    /** A folder in HuggingFace's layout or a GGUF file of the families that {@link DecoderConfig} reads. */
    public static DecoderBackbone open(Path path) {
        try {
            ModelFiles files = ModelFiles.open(path);
            DecoderConfig shape = DecoderConfig.of(files.config());
            String hash = Files.isDirectory(path) ? hash(files) : Hash.ofFile(path);
            return new DecoderBackbone(path.getFileName() + "-" + hash.substring(0, 12), shape, files);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path.getFileName() + ": " + e.getMessage(), e);
        }
    }

    /** SmolLM2-135M-Instruct from its registry package. */
    public static DecoderBackbone smolLm2() {
        return open(Pretrained.SMOLLM2_135M_INSTRUCT.weights());
    }

    /** Over the config and the beginning of each tensor: all of a large model would take minutes. */
    private static String hash(ModelFiles files) {
        MessageDigest digest = Hash.digest();
        digest.update(files.config().json().getBytes(StandardCharsets.UTF_8));
        for (StoredTensor tensor : files.weights().all()) {
            digest.update(tensor.toString().getBytes(StandardCharsets.UTF_8));
            digest.update(tensor.bytes(0, (int) Math.min(HASHED_BYTES, tensor.byteCount())));
        }
        return Hash.hex(digest);
    }

    /** The tokenizer.json. */
    Path tokenizer() {
        return files.tokenizer()
                .orElseThrow(() -> new InvalidWeightsException(
                        files.source() + " must hold tokenizer.json, got none; copy the model's there"));
    }
}
