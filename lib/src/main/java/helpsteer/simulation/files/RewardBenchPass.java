package helpsteer.simulation.files;

import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.run.Json;
import helpsteer.simulation.SimulatedPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * RewardBench 1: the official subsets in their official sizes, each of planted pairs. Their prompts are held out: none of them
 * stands in training rows.
 *
 * @param split says which prompts are held out
 */
record RewardBenchPass(DataSource source, PromptSplit split) implements Pass {
    private static final String ROWS = "rewardbench-v1/filtered.jsonl.gz";
    private static final String TRUTH = "truth/rewardbench-v1.jsonl.gz";

    /** How many positions belong to one row, to search among. */
    private static final int STRETCH = 1_000;

    /** A row to be made. */
    private record Due(String subset, int number, int id) {}

    @Override
    public String task() {
        return "simulating RewardBench 1";
    }

    @Override
    public List<String> files() {
        return List.of(ROWS, TRUTH);
    }

    @Override
    public long total() {
        return RewardBenchFile.officialCounts().values().stream()
                .mapToLong(Integer::longValue)
                .sum();
    }

    @Override
    public Optional<Chunk> chunk(At at) {
        if (at.made() >= total()) {
            return Optional.empty();
        }
        List<Due> due = new ArrayList<>();
        RewardBenchFile.officialCounts().forEach((subset, count) -> {
            for (int i = 0; i < count; i++) {
                due.add(new Due(subset, i, due.size()));
            }
        });
        List<String[]> rows = due.parallelStream().map(this::row).toList();
        return Optional.of(new Chunk(
                Map.of(
                        ROWS, rows.stream().map(row -> row[0]).toList(),
                        TRUTH, rows.stream().map(row -> row[1]).toList()),
                new At(due.size(), due.size(), 0)));
    }

    private String[] row(Due due) {
        SimulatedPair pair = heldOut(due);
        var truth = Json.object().put("subset", due.subset).put("id", due.id);
        truth.set("chosen", RowWriter.truth(pair.first()));
        truth.set("rejected", RowWriter.truth(pair.second()));
        return new String[] {RowWriter.benchmarkPair(pair, due.subset, due.id), Json.line(truth)};
    }

    /** The first pair of the row's stretch whose prompt is held out. */
    private SimulatedPair heldOut(Due due) {
        long begin = (long) due.number * STRETCH;
        for (long position = begin; position < begin + STRETCH; position++) {
            SimulatedPair pair = source.planted(due.subset, position);
            if (split.isHeldOut(pair.prompt())) {
                return pair;
            }
        }
        throw new IllegalStateException("one of " + STRETCH + " prompts of " + due.subset
                + " must be one to hold out, got none at position " + begin + "; add objects to the inventory");
    }
}
