package helpsteer.data.benchmark;

import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A judge's verdict on one of the two games of a question: in game 1 the baseline's answer stands first, as assistant A, in
 * game 2 the model's.
 *
 * <p>One line a game, so that a run that breaks off loses no verdict; Arena-Hard's own files have both games in one line.
 *
 * @param question the question's id
 * @param model whose answer is compared
 * @param baseline with whose answer
 * @param judge the judging model
 * @param game 1 or 2
 * @param verdict such as {@code "A>B"}; empty where none could be read off the judgment
 */
public record ArenaHardJudgment(
        String question, String model, String baseline, String judge, int game, Optional<String> verdict) {

    /** Reads a file of judgments. */
    public static List<ArenaHardJudgment> read(Path file) {
        return Rows.read(file, Strictness.STRICT, ArenaHardJudgment::parse).rows();
    }

    private static ArenaHardJudgment parse(Row row) {
        row.required(List.of("uid", "model", "baseline", "judge", "game"));
        return new ArenaHardJudgment(
                row.id("uid"),
                row.text("model"),
                row.text("baseline"),
                row.text("judge"),
                row.integer("game", 1, 2),
                row.has("score") ? Optional.of(row.text("score")) : Optional.empty());
    }
}
