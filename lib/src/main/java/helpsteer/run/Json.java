package helpsteer.run;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All JSON of the library, by one strict mapper: a key stands once in an object, nothing follows a value, a text is no
 * number, and a record is read only from an object that names each of its components. A component may be null only where
 * it is annotated with {@code @JsonSetter(nulls = Nulls.SET)}.
 *
 * <p>Settings are trees of JSON. Their canonical form has sorted keys and the numbers that reading gives, so that equal
 * settings are equal trees, have one hash, and two trees can be compared value by value.
 */
public final class Json {
    /** Longest text in a value: far above any row of the official files, far below what would fill the memory. */
    public static final int MAX_TEXT = 32 << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_TEXT)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL))
            .addModule(new SimpleModule().addSerializer(new OfOptional()))
            .build();

    private static final ObjectReader ONE_OF_MANY =
            MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /** An optional value as the value or null. */
    private static final class OfOptional extends StdSerializer<Optional<?>> {
        private static final long serialVersionUID = 1;

        OfOptional() {
            super(Optional.class, false);
        }

        @Override
        public void serialize(Optional<?> value, JsonGenerator out, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(value.orElse(null), out);
        }
    }

    /** An object to fill. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A list to fill. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** A record, map, list, number or text as a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The tree that a text holds. */
    public static JsonNode read(String text) throws JsonProcessingException {
        return something(MAPPER.readTree(text));
    }

    /** The tree that bytes in UTF-8 hold. */
    public static JsonNode read(byte[] bytes) throws IOException {
        return something(MAPPER.readTree(bytes));
    }

    private static JsonNode something(JsonNode read) throws JsonProcessingException {
        if (read.isMissingNode()) {
            throw MismatchedInputException.from(null, JsonNode.class, "No content to map due to end-of-input");
        }
        return read;
    }

    /** The tree that a file holds. */
    public static JsonNode read(Path file) throws IOException {
        return read(Files.readAllBytes(file));
    }

    /** The record that a file holds. */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        return MAPPER.readValue(Files.readAllBytes(file), type);
    }

    /** The record that a tree holds. */
    public static <T> T read(JsonNode tree, Class<T> type) throws JsonProcessingException {
        return MAPPER.treeToValue(tree, type);
    }

    /** Reads a stream token by token; {@link #next} takes a whole value. */
    public static JsonParser parser(InputStream in) throws IOException {
        return MAPPER.createParser(in);
    }

    /** The value at which a parser stands, whatever follows it. */
    public static JsonNode next(JsonParser parser) throws IOException {
        return ONE_OF_MANY.readTree(parser);
    }

    /** A value on one line. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw unwritable(e);
        }
    }

    /** A value with a line for each of its parts, in UTF-8. */
    public static byte[] pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw unwritable(e);
        }
    }

    private static IllegalArgumentException unwritable(JsonProcessingException e) {
        return new IllegalArgumentException("value must be writable as JSON, got " + e.getOriginalMessage(), e);
    }

    /** Writes a value {@link #pretty}, whole or not at all. */
    public static void save(Path file, Object value) throws IOException {
        byte[] json = pretty(value);
        AtomicFile.write(file, temporary -> Files.write(temporary, json));
    }

    /** A value's canonical tree. */
    public static JsonNode canonical(Object value) {
        try {
            return sorted(read(line(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written must be readable, got " + e.getOriginalMessage(), e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            return object().setAll(fields);
        }
        if (node.isArray()) {
            ArrayNode out = array();
            node.forEach(each -> out.add(sorted(each)));
            return out;
        }
        return node;
    }

    /** The digest of a value's canonical form. */
    public static String hash(Object value) {
        return Hash.ofTexts(line(canonical(value)));
    }

    /**
     * A value that two trees do not have in common.
     *
     * @param path names from the root, with dots between them; empty for the root
     * @param before what the first tree has there; a missing node where it has nothing
     * @param now what the second tree has there
     */
    public record Difference(String path, JsonNode before, JsonNode now) {
        /** What was there before, in words. */
        public String was() {
            return words(before);
        }

        /** What is there now, in words. */
        public String is() {
            return words(now);
        }

        /** Such as {@code "config.epochs: 2 → 3"}. */
        @Override
        public String toString() {
            return path + ": " + was() + " → " + is();
        }
    }

    /** A value in words: texts without quotes, {@code "none"} for nothing. */
    public static String words(JsonNode value) {
        return value.isMissingNode() ? "none" : value.isTextual() ? value.asText() : value.toString();
    }

    /** Each value that differs, objects taken apart, lists as a whole; in the order of the names in the second tree. */
    public static List<Difference> differences(JsonNode before, JsonNode now) {
        List<Difference> out = new ArrayList<>();
        compare("", before, now, out);
        return out;
    }

    private static void compare(String path, JsonNode before, JsonNode now, List<Difference> out) {
        if (before.isObject() && now.isObject()) {
            for (Map.Entry<String, JsonNode> field : now.properties()) {
                String name = field.getKey();
                JsonNode was = before.has(name) ? before.get(name) : MissingNode.getInstance();
                compare(joined(path, name), was, field.getValue(), out);
            }
            TreeSet<String> gone = new TreeSet<>();
            before.fieldNames().forEachRemaining(gone::add);
            now.fieldNames().forEachRemaining(gone::remove);
            gone.forEach(
                    name -> out.add(new Difference(joined(path, name), before.get(name), MissingNode.getInstance())));
        } else if (!before.equals(now)) {
            out.add(new Difference(path, before, now));
        }
    }

    private static String joined(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
