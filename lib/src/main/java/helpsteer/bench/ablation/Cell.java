package helpsteer.bench.ablation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.text.PromptResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one arm gave with one seed: the raw scores of all judged texts, so that any statistic can be taken from them without
 * training again.
 *
 * @param arm name of the arm
 * @param recipe what the arm was when it was run
 * @param seconds wall time of training and scoring
 * @param scores of the judged texts, in the order of {@link AblationData#judged}
 */
public record Cell(String arm, long seed, String recipe, double seconds, Facts facts, List<AttributeScores> scores) {

    public Cell {
        scores = List.copyOf(scores);
    }

    /** Where the cell of an arm and a seed lies in a run's folder. */
    static Path file(Path folder, String arm, long seed) {
        return file(folder, arm + "-seed-" + seed);
    }

    /** Where a cell of that name lies. */
    static Path file(Path folder, String name) {
        return folder.resolve("cells").resolve(name + ".json");
    }

    /**
     * Lets a scorer be made and judge the texts, and closes it.
     *
     * @param made makes the scorer
     */
    static Cell of(String arm, long seed, String recipe, Supplier<Arm.Made> made, List<PromptResponse> texts) {
        long start = System.nanoTime();
        Arm.Made own = made.get();
        try (Scorer scorer = own.scorer()) {
            List<AttributeScores> scores = scorer.score(texts, Progress.SILENT);
            return new Cell(arm, seed, recipe, (System.nanoTime() - start) / 1e9, own.facts(), scores);
        }
    }

    /** Writes it whole or not at all; scores as fp32. */
    void save(Path file) {
        ObjectNode root = Json.object();
        root.put("arm", arm).put("seed", seed).put("recipe", recipe).put("seconds", seconds);
        root.set("facts", Json.tree(facts));
        ArrayNode all = root.putArray("scores");
        for (AttributeScores each : scores) {
            ArrayNode five = all.addArray();
            for (Attribute a : Attribute.values()) {
                five.add((float) each.of(a));
            }
        }
        try {
            Json.save(file, root);
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
            JsonNode root = Json.read(file);
            List<AttributeScores> scores = new ArrayList<>();
            for (JsonNode five : need(root, "scores")) {
                scores.add(AttributeScores.of((Attribute a) -> number(five.get(a.index()))));
            }
            return new Cell(
                    need(root, "arm").asText(),
                    need(root, "seed").asLong(),
                    need(root, "recipe").asText(),
                    need(root, "seconds").asDouble(),
                    Json.read(need(root, "facts"), Facts.class),
                    scores);
        } catch (JsonProcessingException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The same, of a cell that must be as asked for.
     *
     * @param texts how many were to be judged
     * @throws IllegalArgumentException where it was made otherwise
     */
    static Cell load(Path file, String recipe, int texts) {
        Cell cell = load(file);
        if (!cell.recipe().equals(recipe) || cell.scores().size() != texts) {
            throw new IllegalArgumentException(file.getFileName() + " must hold " + texts + " scores by " + recipe
                    + ", got " + cell.scores().size() + " by " + cell.recipe() + "; remove it to run the cell again");
        }
        return cell;
    }

    private static JsonNode need(JsonNode root, String name) {
        JsonNode node = root.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return node;
    }

    private static double number(@Nullable JsonNode node) {
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
