package helpsteer.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model's {@code config.json}, read key by key; every refusal names the key and what stands there. A key may
 * stand only once.
 *
 * <p>A key whose value is {@code null} counts as absent, as in transformers.
 */
public final class ModelConfig {

    private final String source;
    private final JsonNode root;

    private ModelConfig(String source, JsonNode root) {
        this.source = source;
        this.root = root;
        if (!root.isObject()) {
            throw new InvalidWeightsException(source + " must be a JSON object, got " + root.getNodeType());
        }
    }

    /**
     * Reads a file.
     *
     * @throws InvalidWeightsException where it is no JSON object
     */
    public static ModelConfig read(Path file) throws IOException {
        return parse(String.valueOf(file.getFileName()), Files.readString(file));
    }

    /** Reads a text; {@code source} stands first in each message. */
    public static ModelConfig parse(String source, String json) {
        try {
            return new ModelConfig(source, Json.read(json));
        } catch (JsonProcessingException e) {
            throw new InvalidWeightsException(source + " must be JSON: " + e.getOriginalMessage(), e);
        }
    }

    public boolean has(String key) {
        return root.hasNonNull(key);
    }

    /** A text that must be there. */
    public String text(String key) {
        JsonNode node = require(key);
        if (!node.isTextual()) {
            throw refusal(key, "a text", node);
        }
        return node.textValue();
    }

    /** Whether a key holds a text. */
    public boolean isText(String key) {
        return root.path(key).isTextual();
    }

    /** A text, or the fallback where there is none. */
    public String text(String key, String fallback) {
        return has(key) ? text(key) : fallback;
    }

    /** An integer of at least 1 that must be there. */
    public int count(String key) {
        JsonNode node = require(key);
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 1) {
            throw refusal(key, "an integer of at least 1", node);
        }
        return node.intValue();
    }

    /** An integer of at least 1, or the fallback where there is none. */
    public int count(String key, int fallback) {
        return has(key) ? count(key) : fallback;
    }

    /** A finite number that must be there. */
    public double number(String key) {
        JsonNode node = require(key);
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw refusal(key, "a finite number", node);
        }
        return node.doubleValue();
    }

    /** A finite number, or the fallback where there is none. */
    public double number(String key, double fallback) {
        return has(key) ? number(key) : fallback;
    }

    /** True or false, or the fallback where there is neither. */
    public boolean flag(String key, boolean fallback) {
        if (!has(key)) {
            return fallback;
        }
        if (!root.get(key).isBoolean()) {
            throw refusal(key, "true or false", root.get(key));
        }
        return root.get(key).booleanValue();
    }

    /** A list of texts that must be there. */
    public List<String> texts(String key) {
        JsonNode node = require(key);
        List<String> out = new ArrayList<>();
        for (JsonNode item : node) {
            if (!item.isTextual()) {
                throw refusal(key, "a list of texts", node);
            }
            out.add(item.textValue());
        }
        if (!node.isArray()) {
            throw refusal(key, "a list of texts", node);
        }
        return out;
    }

    /** Whether a key is absent or holds nothing: null, false, an empty list or an empty object. */
    public boolean isOff(String key) {
        JsonNode node = root.path(key);
        return !has(key) || (node.isBoolean() && !node.booleanValue()) || (node.isContainerNode() && node.isEmpty());
    }

    /** The object under a key, or none. */
    public Optional<ModelConfig> section(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (!root.get(key).isObject()) {
            throw refusal(key, "an object", root.get(key));
        }
        return Optional.of(new ModelConfig(source + ": " + key, root.get(key)));
    }

    /** The whole as JSON. */
    public String json() {
        return root.toPrettyString();
    }

    /** Where it came from, for messages. */
    public String source() {
        return source;
    }

    private JsonNode require(String key) {
        if (!has(key)) {
            throw new InvalidWeightsException(
                    source + " must hold " + key + ", got none; check that the file belongs to this model");
        }
        return root.get(key);
    }

    private InvalidWeightsException refusal(String key, String rule, JsonNode got) {
        return new InvalidWeightsException(source + ": " + key + " must be " + rule + ", got " + got);
    }
}
