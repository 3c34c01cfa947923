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
 * HelpSteer2's four files: pairs in order of their position, each in the part that its prompt belongs to, until both parts are
 * full. Pairs that fail the last filter stand in {@code disagreements} alone. Most of the others have a preference.
 */
record RatingsPass(SimulationSettings settings, DataSource source, RaterPool pool) implements Pass {
    static final String TRAIN = "helpsteer2/train.jsonl.gz";
    static final String VALIDATION = "helpsteer2/validation.jsonl.gz";
    static final String DISAGREEMENTS = "helpsteer2/disagreements/disagreements.jsonl.gz";
    static final String PREFERENCE = "helpsteer2/preference/preference.jsonl.gz";
    static final String TRUTH = "truth/helpsteer2.jsonl.gz";

    private static final int CHUNK = 1_024;

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
        return division().total();
    }

    private Division division() {
        return new Division(settings.split(), settings.trainPairs(), settings.validationPairs());
    }

    @Override
    public Optional<Chunk> chunk(At at) {
        if (at.made() >= total()) {
            return Optional.empty();
        }
        Division.Stretch<AnnotatedPair> stretch = stretch(at);
        Map<String, List<String>> lines = new LinkedHashMap<>();
        files().forEach(file -> lines.put(file, new ArrayList<>()));
        stretch.pairs().parallelStream()
                .map(this::lines)
                .toList()
                .forEach(of -> of.forEach((file, some) ->
                        lines.getOrDefault(file, new ArrayList<>()).addAll(some)));
        return Optional.of(new Chunk(lines, stretch.end()));
    }

    /** The next pairs of the files. */
    Division.Stretch<AnnotatedPair> stretch(At from) {
        List<AnnotatedPair> annotated = LongStream.range(from.next(), from.next() + CHUNK)
                .parallel()
                .mapToObj(position -> pool.annotate(source.pair(position)))
                .toList();
        return division().place(from, annotated, pair -> pair.pair().prompt(), AnnotatedPair::agrees);
    }

    private Map<String, List<String>> lines(Division.Placed<AnnotatedPair> placed) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        AnnotatedPair pair = placed.pair();
        lines.put(
                DISAGREEMENTS, pair.responses().stream().map(RowWriter::scores).toList());
        if (placed.isReleased()) {
            lines.put(
                    placed.held() ? VALIDATION : TRAIN,
                    pair.responses().stream().map(RowWriter::rated).toList());
            if (hasPreference(placed)) {
                lines.put(PREFERENCE, List.of(RowWriter.preference(pair, placed.held() ? "val" : "train")));
            }
        }
        String part = !placed.isReleased() ? "removed" : placed.held() ? "validation" : "train";
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
    private boolean hasPreference(Division.Placed<AnnotatedPair> placed) {
        return placed.held()
                ? isOneOf(placed.index(), settings.validationPreferences(), settings.validationPairs())
                : isOneOf(placed.index(), settings.trainPreferences(), settings.trainPairs());
    }

    private static boolean isOneOf(long index, long some, long all) {
        return (index + 1) * some / all > index * some / all;
    }
}
