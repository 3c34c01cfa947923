package helpsteer.data.benchmark;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Csv;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One model's published RewardBench result.
 *
 * @param model name as published, not always unique
 * @param type such as {@code "Seq. Classifier"}
 * @param score overall, in 0..1; on the first leaderboard Prior Sets enters with weight 0.5 where it was measured
 * @param parts score of each section or domain that was measured, in 0..1; what was not is absent
 */
public record Leaderboard(String model, String type, double score, Map<String, Double> parts) {
    private static final String FOLDER = "rewardbench-leaderboard/rewardbench_";
    private static final String PRIOR_COLUMN = "Prior Sets (0.5 weight)";
    private static final String PRIOR = "Prior Sets";

    /** The Ties score of RewardBench 2 has a term of 0.01 tanh(...), so it can fall to -0.01, and for one model does. */
    private static final double LOWEST = -0.01;

    private static final List<String> V1 = List.of("Chat", "Chat Hard", "Safety", "Reasoning");
    private static final List<String> V2 = List.of("Factuality", "Precise IF", "Math", "Safety", "Focus", "Ties");

    public Leaderboard {
        checkShare(model, "score", score);
        parts.forEach((part, value) -> checkShare(model, part, value));
        parts = Map.copyOf(parts);
    }

    private static void checkShare(String model, String name, double value) {
        if (!(value >= LOWEST && value <= 1)) {
            throw new IllegalArgumentException(name + " of " + model + " must be in " + LOWEST + "..1, got " + value);
        }
    }

    /** The first leaderboard, 187 models; Prior Sets 0.0 means not measured, as 7 rows show by their overall score. */
    public static List<Leaderboard> v1(DataHome home) {
        return read(home.need(FOLDER + "v1_scores.csv"), V1, true);
    }

    /** The second leaderboard, 197 models. */
    public static List<Leaderboard> v2(DataHome home) {
        return read(home.need(FOLDER + "v2_scores.csv"), V2, false);
    }

    private static List<Leaderboard> read(Path file, List<String> sections, boolean priorSets) {
        return Csv.read(file).rows(line -> {
            Map<String, Double> parts = new LinkedHashMap<>();
            sections.forEach(s -> line.number(s).ifPresent(v -> parts.put(s, v)));
            if (priorSets) {
                line.number(PRIOR_COLUMN).ifPresent(v -> {
                    if (v != 0) {
                        parts.put(PRIOR, v);
                    }
                });
            }
            return new Leaderboard(line.text("model"), line.text("model_type"), line.needed("Score"), parts);
        });
    }

    /** The score of a section or domain; empty where it was not measured. */
    public OptionalDouble part(String name) {
        Double value = parts.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
