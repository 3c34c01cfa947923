package helpsteer.data.benchmark;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A question that is answered in free text, for a judge to grade.
 *
 * @param id as the benchmark numbers it: {@code "81"} in MT-Bench, a hexadecimal {@code uid} in Arena-Hard
 * @param category such as {@code "math"}
 * @param turns what the user says, turn after turn; MT-Bench has two
 */
public record OpenQuestion(String id, String category, List<String> turns) {
    private static final String MT_BENCH = "mt-bench/question.jsonl";
    private static final String ARENA_HARD = "arena-hard/arena-hard-v0.1/question.jsonl";
    private static final String ARENA_HARD_2 = "arena-hard/arena-hard-v2.0/question.jsonl";

    public OpenQuestion {
        turns = List.copyOf(turns);
        if (id.isBlank()) {
            throw new IllegalArgumentException("id must not be blank, got \"" + id + "\"");
        }
        if (turns.isEmpty() || turns.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "turns must be there and have text, got " + turns.size() + " with or without in question " + id);
        }
    }

    /** The 80 two-turn questions of MT-Bench (arXiv 2306.05685). */
    public static List<OpenQuestion> mtBench(DataHome home) {
        return mtBench(home.need(MT_BENCH));
    }

    /** Questions in FastChat's form: {@code question_id, category, turns}, sometimes {@code reference}. */
    public static List<OpenQuestion> mtBench(Path file) {
        return read(file, row -> new OpenQuestion(row.id("question_id"), row.text("category"), row.texts("turns")));
    }

    /** The 500 questions of Arena-Hard v0.1 (arXiv 2406.11939), which the paper reports. */
    public static List<OpenQuestion> arenaHard(DataHome home) {
        return arenaHard(home.need(ARENA_HARD));
    }

    /** The 750 questions of Arena-Hard v2.0, which has other baselines and does not compare with the paper. */
    public static List<OpenQuestion> arenaHardTwo(DataHome home) {
        return arenaHard(home.need(ARENA_HARD_2));
    }

    /** Questions in Arena-Hard's form: {@code uid, category, prompt}, and what groups them. */
    public static List<OpenQuestion> arenaHard(Path file) {
        return read(file, row -> new OpenQuestion(row.id("uid"), row.text("category"), List.of(row.text("prompt"))));
    }

    private static List<OpenQuestion> read(Path file, Function<Row, OpenQuestion> parser) {
        List<Rows.Numbered<OpenQuestion>> all =
                Rows.numbered(file, Strictness.STRICT, parser).rows();
        Set<String> seen = new HashSet<>();
        for (Rows.Numbered<OpenQuestion> each : all) {
            if (!seen.add(each.value().id())) {
                throw new InvalidDataException(Rows.nameOf(file) + ":" + each.line() + ": id must stand once, got "
                        + each.value().id() + " again");
            }
        }
        return all.stream().map(Rows.Numbered::value).toList();
    }
}
