package helpsteer.simulation.files;

import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.run.Json;
import helpsteer.simulation.SimulatedPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** RewardBench 1: the official subsets in their official sizes, each of planted pairs. */
record RewardBenchPass(DataSource source) implements Pass {
    private static final String ROWS = "rewardbench-v1/filtered.jsonl.gz";
    private static final String TRUTH = "truth/rewardbench-v1.jsonl.gz";

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
                new At(due.size(), due.size())));
    }

    private String[] row(Due due) {
        SimulatedPair pair = source.planted(due.subset, due.number);
        var truth = Json.object().put("subset", due.subset).put("id", due.id);
        truth.set("chosen", RowWriter.truth(pair.first()));
        truth.set("rejected", RowWriter.truth(pair.second()));
        return new String[] {RowWriter.benchmarkPair(pair, due.subset, due.id), Json.line(truth)};
    }
}
