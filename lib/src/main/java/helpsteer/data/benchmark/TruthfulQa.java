package helpsteer.data.benchmark;

import helpsteer.data.Filtered;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A question of TruthfulQA (arXiv 2109.07958) with its two lists of options.
 *
 * @param question as asked
 * @param mc1 options of which exactly one is true
 * @param mc2 options of which at least one is true and at least one is not
 */
public record TruthfulQa(String question, List<Option> mc1, List<Option> mc2) {
    /** The 817 questions of the time of arXiv 2406.08673. */
    private static final String FIRST = "truthfulqa/v1/mc_task.json";

    /** The 790 questions of the revision of 2025. */
    private static final String REVISED = "truthfulqa/mc_task.json";

    private static final List<String> FIELDS = List.of("question", "mc1_targets", "mc2_targets");

    /** An answer to choose from. */
    public record Option(String text, boolean isTrue) {
        public Option {
            if (text.isBlank()) {
                throw new IllegalArgumentException("text must not be blank, got \"" + text + "\"");
            }
        }
    }

    public TruthfulQa {
        mc1 = List.copyOf(mc1);
        mc2 = List.copyOf(mc2);
        long one = mc1.stream().filter(Option::isTrue).count();
        if (one != 1 || mc1.size() < 2) {
            throw new IllegalArgumentException(
                    "mc1_targets must have one true option and others, got " + one + " of " + mc1.size());
        }
        long some = mc2.stream().filter(Option::isTrue).count();
        if (some == 0 || some == mc2.size()) {
            throw new IllegalArgumentException(
                    "mc2_targets must have true options and others, got " + some + " true of " + mc2.size());
        }
    }

    /** A question as its row has it, and how many of its options were blank. */
    private record Parsed(TruthfulQa question, int blank) {}

    /** The 817 questions that the paper's MC2 is of. */
    public static Filtered<TruthfulQa> first(DataHome home) {
        return read(home.need(FIRST));
    }

    /** The 790 questions of the revision of 2025, whose scores do not compare with the paper's. */
    public static Filtered<TruthfulQa> revised(DataHome home) {
        return read(home.need(REVISED));
    }

    /** The questions of a file of the form {@code mc_task.json}; options without text are dropped and counted. */
    public static Filtered<TruthfulQa> read(Path file) {
        List<Parsed> all = Rows.read(file, Strictness.STRICT, TruthfulQa::parse).rows();
        int blank = all.stream().mapToInt(Parsed::blank).sum();
        return new Filtered<>(
                all.stream().map(Parsed::question).toList(),
                blank == 0 ? Map.of() : Map.of("option without text", blank));
    }

    private static Parsed parse(Row row) {
        row.required(FIELDS);
        List<Option> mc1 = new ArrayList<>();
        List<Option> mc2 = new ArrayList<>();
        int blank = options(row.object("mc1_targets"), mc1) + options(row.object("mc2_targets"), mc2);
        return new Parsed(new TruthfulQa(row.text("question"), mc1, mc2), blank);
    }

    private static int options(Row targets, List<Option> into) {
        int blank = 0;
        for (String text : targets.names()) {
            boolean isTrue = targets.integer(text, 0, 1) == 1;
            if (text.isBlank()) {
                blank++;
            } else {
                into.add(new Option(text, isTrue));
            }
        }
        return blank;
    }
}
