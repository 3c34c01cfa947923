package helpsteer.reward.scoring;

import com.fasterxml.jackson.databind.node.TextNode;
import helpsteer.data.Attribute;
import helpsteer.data.io.UnscoredRow;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import java.util.List;

/** The lines of the output: the input's text with one more field, so that all else passes through as it stands. */
final class ScoredRow {
    private static final String SCORES = ", \"scores\": ";
    private static final String ERROR = ", \"error\": ";

    private ScoredRow() {}

    /** The line of a row whose answers have these scores. */
    static String of(UnscoredRow row, List<AttributeScores> scores, AttributeWeights weights) {
        StringBuilder out = new StringBuilder(open(row)).append(SCORES);
        if (row.answers().get(0).name().isEmpty()) {
            append(out, scores.get(0), weights);
        } else {
            out.append('{');
            for (int i = 0; i < scores.size(); i++) {
                out.append(i == 0 ? "" : ", ")
                        .append(quoted(row.answers().get(i).name()))
                        .append(": ");
                append(out, scores.get(i), weights);
            }
            out.append('}');
        }
        return out.append('}').toString();
    }

    /** The line of a row that cannot be scored. */
    static String refused(UnscoredRow row) {
        String reason = quoted(row.refusal().orElseThrow());
        return row.extendable()
                ? open(row) + ERROR + reason + "}"
                : "{\"row\": " + quoted(row.text()) + ERROR + reason + "}";
    }

    /** Whether a line is this row's: the whole line of a refused row, else the row's text with scores behind it. */
    static boolean isOf(String line, UnscoredRow row) {
        return row.refusal().isPresent()
                ? line.equals(refused(row))
                : line.startsWith(open(row) + SCORES) && line.endsWith("}}");
    }

    private static String open(UnscoredRow row) {
        return row.text().substring(0, row.text().length() - 1).stripTrailing();
    }

    private static void append(StringBuilder out, AttributeScores scores, AttributeWeights weights) {
        out.append('{');
        for (Attribute a : Attribute.values()) {
            // models compute in fp32: the shortest text that gives the same float again
            out.append(quoted(a.key()))
                    .append(": ")
                    .append((float) scores.of(a))
                    .append(", ");
        }
        out.append("\"goodness\": ").append(weights.reward(scores)).append('}');
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
