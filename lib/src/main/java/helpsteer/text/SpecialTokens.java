package helpsteer.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The part of a tokenizer.json that turns certain texts into control tokens.
 *
 * @param ids ids of the special tokens by text, longest text first
 * @param vocabularySize one more than the largest id
 * @param withoutThem the tokenizer.json in which they are texts like any other
 */
record SpecialTokens(Map<String, Integer> ids, int vocabularySize, String withoutThem) {

    static SpecialTokens of(Path file) {
        try {
            ObjectNode json = (ObjectNode) Json.read(file);
            ArrayNode kept = Json.array();
            Map<String, Integer> special = new LinkedHashMap<>();
            int largest = largestId(json.path("model").path("vocab"));
            for (JsonNode token : json.path("added_tokens")) {
                largest = Math.max(largest, token.path("id").asInt());
                if (token.path("special").asBoolean()) {
                    special.put(token.path("content").asText(), token.path("id").asInt());
                } else {
                    kept.add(token);
                }
            }
            json.set("added_tokens", kept);
            json.putNull("post_processor");
            return new SpecialTokens(longestFirst(special), largest + 1, Json.line(json));
        } catch (IOException | ClassCastException e) {
            throw new IllegalArgumentException(
                    file.getFileName() + " must be a tokenizer.json, got: " + e.getMessage(), e);
        }
    }

    private static int largestId(JsonNode vocabulary) {
        int largest = vocabulary.isArray() ? vocabulary.size() - 1 : -1;
        for (JsonNode id : vocabulary) {
            largest = Math.max(largest, id.isInt() ? id.asInt() : -1);
        }
        return largest;
    }

    private static Map<String, Integer> longestFirst(Map<String, Integer> special) {
        Map<String, Integer> out = new LinkedHashMap<>();
        special.entrySet().stream()
                .sorted((a, b) -> b.getKey().length() - a.getKey().length())
                .forEach(e -> out.put(e.getKey(), e.getValue()));
        return out;
    }
}
