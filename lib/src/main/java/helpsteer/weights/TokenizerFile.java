package helpsteer.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a model's loader must know of tokenizer.json and tokenizer_config.json. */
public final class TokenizerFile {

    private TokenizerFile() {}

    /**
     * Refuses a vocabulary with an id that has no row in the embedding.
     *
     * @param config of the model, with {@code vocab_size}
     */
    public static void requireWithin(Path tokenizer, ModelConfig config) throws IOException {
        JsonNode root = read(tokenizer);
        long largest = -1;
        JsonNode vocabulary = root.path("model").path("vocab");
        if (vocabulary.isArray()) {
            largest = vocabulary.size() - 1L;
        } else {
            for (JsonNode id : vocabulary) {
                largest = Math.max(largest, id.asLong());
            }
        }
        for (JsonNode added : root.path("added_tokens")) {
            largest = Math.max(largest, added.path("id").asLong());
        }
        int rows = config.count("vocab_size");
        if (largest < 0) {
            throw new InvalidWeightsException(tokenizer.getFileName() + " must hold a vocabulary, got none");
        }
        if (largest >= rows) {
            throw new InvalidWeightsException(tokenizer.getFileName() + " must have ids below the model's vocab_size "
                    + rows + ", got " + largest + "; check that the tokenizer belongs to these weights");
        }
    }

    /** The chat template, the one named default where there are several. */
    public static Optional<String> chatTemplate(Path tokenizerConfig) throws IOException {
        JsonNode template = read(tokenizerConfig).path("chat_template");
        if (template.isTextual()) {
            return Optional.of(template.textValue());
        }
        for (JsonNode named : template) {
            if (named.path("name").asText().equals("default")
                    && named.path("template").isTextual()) {
                return Optional.of(named.path("template").textValue());
            }
        }
        return Optional.empty();
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            return Json.read(file);
        } catch (JsonProcessingException e) {
            throw new InvalidWeightsException(file.getFileName() + " must be JSON: " + e.getOriginalMessage(), e);
        }
    }
}
