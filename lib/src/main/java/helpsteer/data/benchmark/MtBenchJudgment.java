package helpsteer.data.benchmark;

import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A judge's grade for one turn of one answer, as FastChat keeps it.
 *
 * @param question the question's id
 * @param model whose answer it is
 * @param judge the judging model
 * @param prompt name of the {@link JudgePrompt}
 * @param turn 1 or 2
 * @param score in 1..10; empty where no rating could be read off the judgment, which FastChat writes as -1
 */
public record MtBenchJudgment(
        String question, String model, String judge, String prompt, int turn, OptionalDouble score) {
    private static final int UNPARSED = -1;
    private static final int HIGHEST = 10;

    /** Reads a file of judgments, plain or with {@code .gz}; a question may have been judged more than once. */
    public static List<MtBenchJudgment> read(Path file) {
        return Rows.read(file, Strictness.STRICT, MtBenchJudgment::parse).rows();
    }

    private static MtBenchJudgment parse(Row row) {
        row.required(List.of("question_id", "model", "judge", "score", "turn"));
        List<String> judge = row.texts("judge");
        double score = row.number("score");
        if (judge.size() != 2 || (score != UNPARSED && !(score >= 0 && score <= HIGHEST))) {
            throw new IllegalArgumentException("judge must be a model and a prompt and score in 0..10 or -1, got "
                    + judge.size() + " names and " + score);
        }
        return new MtBenchJudgment(
                row.id("question_id"),
                row.text("model"),
                judge.get(0),
                judge.get(1),
                row.integer("turn", 1, 2),
                score == UNPARSED ? OptionalDouble.empty() : OptionalDouble.of(score));
    }
}
