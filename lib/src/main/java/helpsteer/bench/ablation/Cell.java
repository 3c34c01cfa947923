package helpsteer.bench.ablation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import helpsteer.data.Attribute;
import helpsteer.reward.AttributeScores;
import helpsteer.run.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one arm gave with one seed: the raw scores of all judged texts, so that any statistic can be taken from them without
 * training again.
 *
 * @param arm name of the arm
 * @param recipe what the arm was when it was run
 * @param seconds wall time of training and scoring
 * @param scores of the judged texts, in the order of {@link AblationData#judged}
 */
public record Cell(
        String arm, long seed, String recipe, double seconds, Facts facts, List<AttributeScores> scores) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    public Cell {
        scores = List.copyOf(scores);
    }

    /** Where the cell of an arm and a seed lies in a run's folder. */
    static Path file(Path folder, String arm, long seed) {
        return folder.resolve("cells").resolve(arm + "-seed-" + seed + ".json");
    }

    /** Writes it whole or not at all; scores as fp32. */
    void save(Path folder) {
        ObjectNode root = JSON.createObjectNode();
        root.put("arm", arm).put("seed", seed).put("recipe", recipe).put("seconds", seconds);
        root.set("facts", JSON.valueToTree(facts));
        ArrayNode all = root.putArray("scores");
        for (AttributeScores each : scores) {
            ArrayNode five = all.addArray();
            for (Attribute a : Attribute.values()) {
                five.add((float) each.of(a));
            }
        }
        Path file = file(folder, arm, seed);
        try {
            byte[] json = JSON.writeValueAsBytes(root);
            AtomicFile.write(file, t -> Files.write(t, json));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a cell.
     *
     * @throws IllegalArgumentException where the file is not as it was written
     */
    static Cell load(Path file) {
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            List<AttributeScores> scores = new ArrayList<>();
            for (JsonNode five : need(root, "scores")) {
                scores.add(AttributeScores.of((Attribute a) -> number(five.get(a.index()))));
            }
            return new Cell(
                    need(root, "arm").asText(),
                    need(root, "seed").asLong(),
                    need(root, "recipe").asText(),
                    need(root, "seconds").asDouble(),
                    JSON.treeToValue(need(root, "facts"), Facts.class),
                    scores);
        } catch (JsonProcessingException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode need(JsonNode root, String name) {
        JsonNode node = root.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return node;
    }

    private static double number(@org.jspecify.annotations.Nullable JsonNode node) {
        if (node == null || !node.isNumber()) {
            throw new IllegalArgumentException("a score that is no number");
        }
        return node.doubleValue();
    }

    private static IllegalArgumentException damaged(Path file, String found, Exception cause) {
        return new IllegalArgumentException(
                file.getFileName() + " must be as it was written, got " + found + "; remove it to run the cell again",
                cause);
    }
}
