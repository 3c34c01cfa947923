package helpsteer.simulation.files;

import helpsteer.run.Json;
import helpsteer.simulation.raters.AnnotatedPair;
import helpsteer.simulation.raters.AnnotatedResponse;
import helpsteer.simulation.raters.RaterPool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * HelpSteer2's four files: pairs in order of their position; those that fail the last filter stand in {@code disagreements}
 * alone; of the others the first are the training rows, the next the validation rows, and most have a preference.
 */
record RatingsPass(SimulationSettings settings, DataSource source, RaterPool pool) implements Pass {
    static final String TRAIN = "helpsteer2/train.jsonl.gz";
    static final String VALIDATION = "helpsteer2/validation.jsonl.gz";
    static final String DISAGREEMENTS = "helpsteer2/disagreements/disagreements.jsonl.gz";
    static final String PREFERENCE = "helpsteer2/preference/preference.jsonl.gz";
    static final String TRUTH = "truth/helpsteer2.jsonl.gz";

    private static final int CHUNK = 1_024;
    private static final long REMOVED = -1;

    /**
     * A pair and its place.
     *
     * @param index number among the pairs that pass the filter, or {@value #REMOVED}
     */
    private record Placed(AnnotatedPair pair, long index) {}

    @Override
    public String task() {
        return "simulating HelpSteer2";
    }

    @Override
    public List<String> files() {
        return List.of(TRAIN, VALIDATION, DISAGREEMENTS, PREFERENCE, TRUTH);
    }

    @Override
    public long total() {
        return settings.trainPairs() + (long) settings.validationPairs();
    }

    @Override
    public Optional<Chunk> chunk(At at) {
        if (at.made() >= total()) {
            return Optional.empty();
        }
        List<AnnotatedPair> annotated = LongStream.range(at.next(), at.next() + CHUNK)
                .parallel()
                .mapToObj(position -> pool.annotate(source.pair(position)))
                .toList();
        List<Placed> placed = new ArrayList<>();
        long made = at.made();
        for (AnnotatedPair pair : annotated) {
            if (made == total()) {
                break;
            }
            placed.add(new Placed(pair, pair.agrees() ? made++ : REMOVED));
        }
        Map<String, List<String>> lines = new LinkedHashMap<>();
        files().forEach(file -> lines.put(file, new ArrayList<>()));
        placed.parallelStream().map(this::lines).toList().forEach(of -> of.forEach((file, some) -> lines.getOrDefault(
                        file, new ArrayList<>())
                .addAll(some)));
        return Optional.of(new Chunk(lines, new At(at.next() + placed.size(), made)));
    }

    private Map<String, List<String>> lines(Placed placed) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        AnnotatedPair pair = placed.pair;
        lines.put(DISAGREEMENTS, pair.responses().stream().map(RowWriter::scores).toList());
        boolean train = placed.index < settings.trainPairs();
        if (placed.index != REMOVED) {
            lines.put(
                    train ? TRAIN : VALIDATION,
                    pair.responses().stream().map(RowWriter::rated).toList());
            if (hasPreference(placed.index)) {
                lines.put(PREFERENCE, List.of(RowWriter.preference(pair, train ? "train" : "val")));
            }
        }
        String part = placed.index == REMOVED ? "removed" : train ? "train" : "validation";
        lines.put(TRUTH, List.of(truth(pair, pair.first(), 1, part), truth(pair, pair.second(), 2, part)));
        return lines;
    }

    private static String truth(AnnotatedPair pair, AnnotatedResponse of, int response, String part) {
        var row = Json.object()
                .put("position", pair.pair().position())
                .put("response", response)
                .put("part", part);
        row.setAll(RowWriter.truth(of.response()));
        return Json.line(row);
    }

    /** The pairs with a preference lie evenly among the others. */
    private boolean hasPreference(long index) {
        return index < settings.trainPairs()
                ? isOneOf(index, settings.trainPreferences(), settings.trainPairs())
                : isOneOf(
                        index - settings.trainPairs(), settings.validationPreferences(), settings.validationPairs());
    }

    private static boolean isOneOf(long index, long some, long all) {
        return (index + 1) * some / all > index * some / all;
    }
}
