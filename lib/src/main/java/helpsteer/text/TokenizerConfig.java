package helpsteer.text;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What lies beside a tokenizer.json: its special tokens' roles and the model's chat template, each null where not given.
 *
 * @param addBos whether the file asks for a BOS by itself ({@code add_bos_token}); the tokenizer.json may ask as well
 * @param chatTemplate a Jinja template
 */
public record TokenizerConfig(
        @Nullable String bosToken,
        @Nullable String eosToken,
        @Nullable String padToken,
        @Nullable String unkToken,
        boolean addBos,
        @Nullable String chatTemplate) {
    /** Nothing known. */
    public static final TokenizerConfig NONE = new TokenizerConfig(null, null, null, null, false, null);

    /**
     * Reads tokenizer_config.json and chat_template.jinja in the folder of a tokenizer.json; the latter's template wins,
     * as in transformers. Without either file nothing is known.
     *
     * @throws IllegalArgumentException where a file cannot be read
     */
    public static TokenizerConfig beside(Path tokenizerFile) {
        Path config = tokenizerFile.resolveSibling("tokenizer_config.json");
        Path template = tokenizerFile.resolveSibling("chat_template.jinja");
        try {
            TokenizerConfig read = Files.exists(config) ? of(Json.read(config), config) : NONE;
            return Files.exists(template) ? read.withTemplate(Files.readString(template)) : read;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    config.getFileName() + " must be a tokenizer's configuration, got: " + e.getMessage(), e);
        }
    }

    /** The same with another template. */
    public TokenizerConfig withTemplate(String template) {
        return new TokenizerConfig(bosToken, eosToken, padToken, unkToken, addBos, template);
    }

    private static TokenizerConfig of(JsonNode json, Path file) {
        return new TokenizerConfig(
                token(json, "bos_token", file),
                token(json, "eos_token", file),
                token(json, "pad_token", file),
                token(json, "unk_token", file),
                json.path("add_bos_token").asBoolean(false),
                template(json.path("chat_template"), file));
    }

    private static @Nullable String token(JsonNode json, String name, Path file) {
        JsonNode token = json.path(name);
        JsonNode content = token.isObject() ? token.path("content") : token;
        if (content.isMissingNode() || content.isNull()) {
            return null;
        }
        if (!content.isTextual() || content.asText().isEmpty()) {
            throw new IllegalArgumentException(
                    file.getFileName() + ": " + name + " must be a token's text, got " + token);
        }
        return content.asText();
    }

    /** The template, or of several the one named default. */
    private static @Nullable String template(JsonNode template, Path file) {
        if (template.isArray()) {
            for (JsonNode one : template) {
                if (one.path("name").asText().equals("default")) {
                    return template(one.path("template"), file);
                }
            }
        }
        if (template.isMissingNode() || template.isNull()) {
            return null;
        }
        if (!template.isTextual()) {
            throw new IllegalArgumentException(file.getFileName()
                    + ": chat_template must be a text or hold one named default, got " + template.getNodeType());
        }
        return template.asText();
    }
}
