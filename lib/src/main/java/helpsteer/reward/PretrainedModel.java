package helpsteer.reward;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.weights.model.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** A pretrained encoder or decoder, not opened yet: what a reward model, a policy or a head on frozen vectors begins with. */
public sealed interface PretrainedModel permits PretrainedEncoder, PretrainedDecoder {
    /** A folder in HuggingFace's layout or a GGUF file; an encoder where the config's {@code model_type} is {@code bert}. */
    static PretrainedModel open(Path path) {
        try {
            ModelFiles files = ModelFiles.open(path);
            return files.config().text("model_type").equals("bert")
                    ? PretrainedEncoder.of(files)
                    : PretrainedDecoder.of(files);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path.getFileName() + ": " + e.getMessage(), e);
        }
    }

    /** Its name and the start of its hash, for provenance and cache keys. */
    String id();

    /** Length of its hidden states. */
    int width();

    /** Its tokenizer.json. */
    Path tokenizer();

    /** Whether a head on it has an intercept; the sequence classifiers of decoders have none. */
    boolean hasIntercept();

    /** How it takes in texts where nothing else is said. */
    InputConfig defaultInput();

    /**
     * Refuses what this kind of model cannot do.
     *
     * @throws IllegalArgumentException where a value is not for it
     */
    void check(InputConfig input);

    /**
     * Opens it.
     *
     * @param seed source of the adapters' start, where the input asks for adapters
     */
    Trunk trunk(InputConfig input, Seed seed);

    /** The same input without adapters and dropout, which do not change a frozen model's vectors. */
    InputConfig frozen(InputConfig input);

    /** The form of its texts and vectors in words, length left out. */
    String form(InputConfig input);

    /** What names the cache of its vectors. */
    String cacheName(InputConfig input);

    /** The input as settings keep it; content and keys never change, since caches and folders are found by them. */
    JsonNode describe(InputConfig input);

    /** Raised whenever the same text would get other token ids. */
    int encodingVersion();

    /** All that decides over the scores of a model that begins as this one. */
    default JsonNode settings(InputConfig input) {
        return Json.tree(Map.of("model", id(), "input", describe(input), "encoding", encodingVersion()));
    }
}
