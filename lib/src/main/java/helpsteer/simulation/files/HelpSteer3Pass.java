package helpsteer.simulation.files;

import helpsteer.run.Json;
import helpsteer.simulation.raters.AnnotatedPair;
import helpsteer.simulation.raters.RaterPool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** HelpSteer3's preferences: other pairs of the same world, the training rows first. */
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
        return settings.helpSteer3Train() + (long) settings.helpSteer3Validation();
    }

    @Override
    public Optional<Chunk> chunk(At at) {
        if (at.made() >= total()) {
            return Optional.empty();
        }
        long end = Math.min(total(), at.made() + CHUNK);
        List<String[]> rows = LongStream.range(at.made(), end)
                .parallel()
                .mapToObj(i -> pool.annotate(source.pair(FIRST + i)))
                .map(pair -> new String[] {RowWriter.helpSteer3(pair), truth(pair)})
                .toList();
        int train = (int) Math.max(0, Math.min(rows.size(), settings.helpSteer3Train() - at.made()));
        List<String> lines = rows.stream().map(row -> row[0]).toList();
        return Optional.of(new Chunk(
                Map.of(
                        TRAIN,
                        lines.subList(0, train),
                        VALIDATION,
                        lines.subList(train, lines.size()),
                        TRUTH,
                        rows.stream().map(row -> row[1]).toList()),
                new At(end, end)));
    }

    private static String truth(AnnotatedPair pair) {
        var row = Json.object().put("position", pair.pair().position());
        row.set("response1", RowWriter.truth(pair.pair().first()));
        row.set("response2", RowWriter.truth(pair.pair().second()));
        return Json.line(row);
    }
}
