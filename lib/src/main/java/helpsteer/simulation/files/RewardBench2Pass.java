package helpsteer.simulation.files;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Prompt;
import helpsteer.run.Json;
import helpsteer.simulation.SimulatedResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * RewardBench 2 in its official size (arXiv 2506.01937, Table 2): one right and three wrong responses to a prompt, and Ties,
 * each prompt of which comes with one right response and with several. A right response has by gold helpfulness a clear lead.
 * The prompts are held out: none of them stands in training rows.
 *
 * @param split says which prompts are held out
 */
record RewardBench2Pass(DataSource source, PromptSplit split) implements Pass {
    private static final String ROWS = "rewardbench-v2/test.jsonl.gz";
    private static final String TRUTH = "truth/rewardbench-v2.jsonl.gz";
    private static final String TIES = "Ties";
    private static final Map<String, Integer> COUNTS = counts();

    /** Positions from here on are no other file's. */
    private static final long FIRST = 1L << 41;

    /** How many positions belong to one row, to search among. */
    private static final int STRETCH = 10_000;

    private static final int CANDIDATES = 12;
    private static final int WRONG = 3;
    private static final int MOST_TIED = 5;

    /** Least lead of a right response, and how close the right ones of Ties are, in rating points. */
    private static final double LEAD = 0.75;

    private static final double TIED = 0.35;

    private static Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("Factuality", 475);
        counts.put("Precise IF", 160);
        counts.put("Math", 183);
        counts.put("Safety", 450);
        counts.put("Focus", 495);
        counts.put(TIES, 102);
        return Collections.unmodifiableMap(counts);
    }

    /** A row to be made. */
    private record Due(String subset, String id, int number) {}

    /** Responses to one prompt, the right ones apart from the wrong ones. */
    private record Choice(Prompt prompt, List<SimulatedResponse> right, List<SimulatedResponse> wrong) {}

    @Override
    public String task() {
        return "simulating RewardBench 2";
    }

    @Override
    public List<String> files() {
        return List.of(ROWS, TRUTH);
    }

    @Override
    public long total() {
        return COUNTS.values().stream().mapToLong(Integer::longValue).sum();
    }

    @Override
    public Optional<Chunk> chunk(At at) {
        if (at.made() >= total()) {
            return Optional.empty();
        }
        List<Due> due = new ArrayList<>();
        COUNTS.forEach((subset, count) -> {
            int begun = due.size();
            for (int i = 0; i < count; i++) {
                String tie = (i % 2 == 0 ? "ref:" : "tied:") + i / 2;
                int number = begun + (subset.equals(TIES) ? i / 2 : i); // both rows of a tie have one prompt
                due.add(new Due(subset, subset.equals(TIES) ? tie : Integer.toString(due.size()), number));
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
        boolean ties = due.subset.equals(TIES);
        Choice choice = choice(due);
        List<SimulatedResponse> right = ties && due.id.startsWith("tied") ? choice.right : choice.right.subList(0, 1);
        List<SimulatedResponse> wrong = ties ? choice.wrong : choice.wrong.subList(0, WRONG);
        ObjectNode row = Json.object().put("id", due.id).put("prompt", RowWriter.userText(choice.prompt));
        texts(row.putArray("chosen"), right);
        texts(row.putArray("rejected"), wrong);
        row.put("num_correct", right.size())
                .put("num_incorrect", wrong.size())
                .put("total_completions", right.size() + wrong.size());
        ArrayNode models = row.putArray("models");
        Stream.concat(right.stream(), wrong.stream()).forEach(each -> models.add("simulated"));
        row.put("subset", due.subset).putNull("additional_metadata");
        ObjectNode truth = Json.object().put("subset", due.subset).put("id", due.id);
        truths(truth.putArray("chosen"), right);
        truths(truth.putArray("rejected"), wrong);
        return new String[] {Json.line(row), Json.line(truth)};
    }

    private static void texts(ArrayNode into, List<SimulatedResponse> responses) {
        responses.forEach(response -> into.add(response.text()));
    }

    private static void truths(ArrayNode into, List<SimulatedResponse> responses) {
        responses.forEach(response -> into.add(RowWriter.truth(response)));
    }

    /** The first held-out prompt of the row's stretch whose responses divide well. */
    private Choice choice(Due due) {
        boolean ties = due.subset.equals(TIES);
        long begin = FIRST + (long) due.number * STRETCH;
        for (long position = begin; position < begin + STRETCH; position++) {
            if (!split.isHeldOut(source.prompt(due.subset, position))) {
                continue;
            }
            Choice choice = divided(due.subset, position);
            boolean enough = ties ? choice.right.size() > 1 && !choice.wrong.isEmpty() : choice.wrong.size() >= WRONG;
            if (enough) {
                return choice;
            }
        }
        throw new IllegalStateException("one of " + STRETCH + " prompts must have " + (ties ? "tied" : "wrong")
                + " responses and be one to hold out, got none at position " + begin
                + "; add objects to the inventory");
    }

    private Choice divided(String domain, long position) {
        List<SimulatedResponse> best = IntStream.range(0, CANDIDATES)
                .mapToObj(candidate -> source.response(domain, position, candidate))
                .sorted(Comparator.comparingDouble(RewardBench2Pass::gold).reversed())
                .toList();
        double top = gold(best.get(0));
        List<SimulatedResponse> right = distinct(best.stream().filter(r -> gold(r) >= top - TIED))
                .limit(MOST_TIED)
                .toList();
        List<SimulatedResponse> wrong = distinct(best.stream().filter(r -> gold(r) <= top - TIED - LEAD))
                .toList();
        return new Choice(source.prompt(domain, position), right, wrong);
    }

    private static double gold(SimulatedResponse response) {
        return response.gold().helpfulness();
    }

    /** The first of each text. */
    private static Stream<SimulatedResponse> distinct(Stream<SimulatedResponse> responses) {
        Map<String, SimulatedResponse> byText = new LinkedHashMap<>();
        responses.forEachOrdered(response -> byText.putIfAbsent(response.text(), response));
        return byText.values().stream();
    }
}
