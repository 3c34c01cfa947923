package helpsteer.bench.ablation;

import com.fasterxml.jackson.core.JsonProcessingException;
import helpsteer.data.Attribute;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one variant gave on one part: the raw scores of all judged texts, so that any statistic can be taken from them without
 * training again.
 *
 * @param variant its name
 * @param part name of the part
 * @param run settings and wall time of training and scoring
 * @param scores of the part's texts, in the order of {@link Part#texts}
 */
public record RunResult(String variant, String part, Run run, TrainingFacts facts, List<AttributeScores> scores) {
    /**
     * How the result came about.
     *
     * @param settings of the variant when it was run
     * @param seed of the part
     * @param seconds wall time of training and scoring
     */
    public record Run(Map<String, String> settings, long seed, double seconds) {
        public Run {
            settings = Map.copyOf(settings);
        }
    }

    public RunResult {
        scores = List.copyOf(scores);
    }

    /** Where the result of a variant and a part lies in an experiment's folder. */
    static Path file(Path folder, String variant, String part) {
        return folder.resolve("results").resolve(variant + "-" + part + ".json");
    }

    /** Makes the variant's scorer, lets it judge the part's texts, and closes it. */
    static RunResult of(Variant variant, Part part) {
        long start = System.nanoTime();
        Variant.Made made =
                Progress.during(Progress.SILENT, () -> variant.recipe().maker().make(part));
        try (Scorer scorer = made.scorer()) {
            List<AttributeScores> scores = Progress.during(Progress.SILENT, () -> scorer.score(part.texts()));
            Run run = new Run(variant.settings(), part.seed(), (System.nanoTime() - start) / 1e9);
            return new RunResult(variant.name(), part.name(), run, made.facts(), scores);
        }
    }

    /** As it is stored, scores as fp32 in the order of the attributes. */
    private record Stored(String variant, String part, Run run, TrainingFacts facts, List<float[]> scores) {}

    /** Writes it whole or not at all. */
    void save(Path file) {
        List<float[]> numbers = scores.stream().map(RunResult::floats).toList();
        try {
            Json.save(file, new Stored(variant, part, run, facts, numbers));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static float[] floats(AttributeScores scores) {
        float[] out = new float[Attribute.COUNT];
        for (Attribute a : Attribute.values()) {
            out[a.index()] = (float) scores.of(a);
        }
        return out;
    }

    /**
     * Reads the result of a variant and a part.
     *
     * @throws IllegalArgumentException where the file is not as it was written, or was made with other settings, naming them
     */
    static RunResult load(Path file, Variant variant, Part part) {
        RunResult result = load(file);
        List<String> differences = result.differencesFrom(variant, part);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(file.getFileName() + " must have the settings of " + variant.name()
                    + ", got " + String.join(", ", differences)
                    + "; remove it to run it again, or choose another folder");
        }
        return result;
    }

    private List<String> differencesFrom(Variant asked, Part on) {
        Map<String, String> before = named(variant, part, run.settings(), scores.size());
        Map<String, String> now =
                named(asked.name(), on.name(), asked.settings(), on.texts().size());
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), now.get(name)));
        return names.stream()
                .map(name -> name + ": " + before.getOrDefault(name, "none") + " → " + now.getOrDefault(name, "none"))
                .toList();
    }

    private static Map<String, String> named(String variant, String part, Map<String, String> settings, int scores) {
        Map<String, String> out = new TreeMap<>(settings);
        out.put("variant", variant);
        out.put("part", part);
        out.put("scores", Integer.toString(scores));
        return out;
    }

    private static RunResult load(Path file) {
        try {
            Stored stored = Json.read(file, Stored.class);
            List<AttributeScores> scores = stored.scores.stream()
                    .map(five -> new AttributeScores(five[0], five[1], five[2], five[3], five[4]))
                    .toList();
            return new RunResult(stored.variant, stored.part, stored.run, stored.facts, scores);
        } catch (JsonProcessingException e) {
            throw damaged(file, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException damaged(Path file, String found, Exception cause) {
        return new IllegalArgumentException(
                file.getFileName() + " must be as it was written, got " + found + "; remove it to run it again", cause);
    }
}
