package helpsteer.data.benchmark;

import helpsteer.data.Prompt;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One row of RewardBench 2 (arXiv 2506.01937): a prompt with right and wrong completions, mostly one and three.
 *
 * @param subset name of the domain, such as {@code "Factuality"}
 * @param chosen the right completions, at least one; several only in Ties
 * @param rejected the wrong completions, at least one
 */
public record BestOfN(String subset, String id, Prompt prompt, List<String> chosen, List<String> rejected) {
    private static final List<String> NEEDED =
            List.of("id", "prompt", "chosen", "rejected", "num_correct", "total_completions", "subset");
    /** The names under which the count of wrong completions is found. */
    private static final List<String> WRONG_COUNTS = List.of("num_incorrect", "num_rejected");

    private static final List<String> FIELDS = List.of(
            "id",
            "prompt",
            "chosen",
            "rejected",
            "num_correct",
            "num_incorrect",
            "num_rejected",
            "total_completions",
            "models",
            "subset",
            "additional_metadata");

    public BestOfN {
        chosen = List.copyOf(chosen);
        rejected = List.copyOf(rejected);
        if (chosen.isEmpty() || rejected.isEmpty()) {
            throw new IllegalArgumentException("chosen and rejected must hold at least one completion each, got "
                    + chosen.size() + " and " + rejected.size());
        }
    }

    /** All completions, the right ones first. */
    public List<String> completions() {
        return Stream.concat(chosen.stream(), rejected.stream()).toList();
    }

    /** The rows of a file of that form. */
    public static ReadResult<BestOfN> read(Path file, Strictness reading) {
        return Rows.read(file, reading, BestOfN::parse);
    }

    private static BestOfN parse(Row row) {
        row.required(NEEDED).noneBeyond(FIELDS);
        BestOfN made = new BestOfN(
                row.text("subset"),
                row.id("id"),
                Prompt.ofUser(row.text("prompt")),
                row.texts("chosen"),
                row.texts("rejected"));
        checkCount(row, "num_correct", made.chosen.size());
        for (String wrong : WRONG_COUNTS) {
            if (row.has(wrong)) {
                checkCount(row, wrong, made.rejected.size());
            }
        }
        checkCount(row, "total_completions", made.chosen.size() + made.rejected.size());
        return made;
    }

    private static void checkCount(Row row, String field, int counted) {
        int stated = row.integer(field, 1, Integer.MAX_VALUE);
        if (stated != counted) {
            throw new IllegalArgumentException(
                    field + " must equal the completions listed, " + counted + ", got " + stated);
        }
    }
}
