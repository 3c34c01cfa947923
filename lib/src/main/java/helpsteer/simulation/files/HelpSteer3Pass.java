package helpsteer.simulation.files;

import helpsteer.run.Json;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.raters.AnnotatedPair;
import helpsteer.simulation.raters.RaterPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** HelpSteer3's preferences: other pairs of the same world, divided by their prompts as the ratings are. */
record HelpSteer3Pass(SimulationSettings settings, DataSource source, RaterPool pool) implements Pass {
    private static final String TRAIN = "helpsteer3/preference/train.jsonl.gz";
    private static final String VALIDATION = "helpsteer3/preference/validation.jsonl.gz";
    private static final String TRUTH = "truth/helpsteer3.jsonl.gz";
    private static final int CHUNK = 1_024;

    /** Positions from here on are no other file's. */
    private static final long FIRST = 1L << 40;

    @Override
    public String task() {
        return "simulating HelpSteer3";
    }

    @Override
    public List<String> files() {
        return List.of(TRAIN, VALIDATION, TRUTH);
    }

    @Override
    public long total() {
        return division().total();
    }

    private Division division() {
        return new Division(settings.split(), settings.helpSteer3Train(), settings.helpSteer3Validation());
    }

    @Override
    public Optional<Chunk> chunk(At at) {
        if (at.made() >= total()) {
            return Optional.empty();
        }
        List<SimulatedPair> next = LongStream.range(at.next(), at.next() + CHUNK)
                .parallel()
                .mapToObj(i -> source.pair(FIRST + i))
                .toList();
        Division.Stretch<SimulatedPair> stretch = division().place(at, next, SimulatedPair::prompt, pair -> true);
        return Optional.of(new Chunk(lines(stretch.pairs()), stretch.end()));
    }

    private Map<String, List<String>> lines(List<Division.Placed<SimulatedPair>> placed) {
        Map<String, List<String>> lines =
                Map.of(TRAIN, new ArrayList<>(), VALIDATION, new ArrayList<>(), TRUTH, new ArrayList<>());
        placed.parallelStream()
                .map(this::rows)
                .toList()
                .forEach(of -> of.forEach((file, line) ->
                        lines.getOrDefault(file, new ArrayList<>()).add(line)));
        return lines;
    }

    private Map<String, String> rows(Division.Placed<SimulatedPair> placed) {
        AnnotatedPair pair = pool.annotate(placed.pair());
        return Map.of(
                placed.held() ? VALIDATION : TRAIN,
                RowWriter.helpSteer3(pair),
                TRUTH,
                truth(pair, placed.held() ? "validation" : "train"));
    }

    private static String truth(AnnotatedPair pair, String part) {
        var row = Json.object().put("position", pair.pair().position()).put("part", part);
        row.set("response1", RowWriter.truth(pair.pair().first()));
        row.set("response2", RowWriter.truth(pair.pair().second()));
        return Json.line(row);
    }
}
