package helpsteer.reward.scoring;

import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import helpsteer.reward.AttributeScores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One answer's scores in a file that {@link StreamScoring} wrote.
 *
 * @param row of the answer, counted from 1
 * @param answer the field that holds it, such as {@code "chosen"}; empty where a row has one answer alone
 * @param reward the one number that was made of the five
 */
public record ScoredAnswer(long row, String answer, AttributeScores scores, double reward) {
    private static final String SCORES = "scores";

    /** The scores of a file in its order; rows that could not be scored have none. */
    public static List<ScoredAnswer> read(Path file) {
        List<ScoredAnswer> out = new ArrayList<>();
        for (Rows.Numbered<List<ScoredAnswer>> row :
                Rows.numbered(file, Strictness.STRICT, ScoredAnswer::parse).rows()) {
            row.value().forEach(a -> out.add(new ScoredAnswer(row.line(), a.answer, a.scores, a.reward)));
        }
        return out;
    }

    private static List<ScoredAnswer> parse(Row row) {
        if (row.has("error")) {
            return List.of();
        }
        Row scores = row.object(SCORES);
        if (scores.has("goodness")) {
            return List.of(of("", scores));
        }
        return scores.names().stream()
                .filter(name -> !name.equals(ScoredRow.COMPARISON))
                .map(name -> of(name, scores.object(name)))
                .toList();
    }

    private static ScoredAnswer of(String answer, Row scores) {
        return new ScoredAnswer(0, answer, AttributeScores.of(a -> scores.number(a.key())), scores.number("goodness"));
    }
}
