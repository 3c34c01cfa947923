package helpsteer.reward.scoring;

import com.fasterxml.jackson.databind.node.TextNode;
import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.io.UnscoredRow;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.calibration.PairProbability;
import helpsteer.reward.calibration.ScoreCalibration;
import java.util.List;
import java.util.Optional;

/** The lines of the output: the input's text with one more field, so that all else passes through as it stands. */
final class ScoredRow {
    /** The field among a pair's scores that compares its answers. */
    static final String COMPARISON = "comparison";

    private static final String SCORES = ", \"scores\": ";
    private static final String ERROR = ", \"error\": ";
    private static final double PERCENTILE_DIGITS = 10;
    private static final double PROBABILITY_DIGITS = 1e4;

    private ScoredRow() {}

    /**
     * What a model made of an answer.
     *
     * @param vector that its head read; empty where nothing needs it
     */
    record Made(AttributeScores scores, Optional<float[]> vector) {}

    /** What makes numbers of scores: the weights, and the calibration of a model that has one. */
    record Meaning(AttributeWeights weights, Optional<ScoreCalibration> calibration) {}

    /** The line of a row whose answers have these scores. */
    static String of(UnscoredRow row, List<Made> answers, Meaning meaning) {
        StringBuilder out = new StringBuilder(open(row)).append(SCORES);
        if (row.answers().get(0).name().isEmpty()) {
            append(out, answers.get(0).scores(), meaning);
        } else {
            out.append('{');
            for (int i = 0; i < answers.size(); i++) {
                out.append(i == 0 ? "" : ", ")
                        .append(quoted(row.answers().get(i).name()))
                        .append(": ");
                append(out, answers.get(i).scores(), meaning);
            }
            meaning.calibration().ifPresent(c -> compare(out, row, answers, meaning.weights(), c));
            out.append('}');
        }
        return out.append('}').toString();
    }

    private static void compare(
            StringBuilder out,
            UnscoredRow row,
            List<Made> answers,
            AttributeWeights weights,
            ScoreCalibration calibration) {
        String first = row.answers().get(0).name();
        String second = row.answers().get(1).name();
        double difference = weights.reward(answers.get(0).scores())
                - weights.reward(answers.get(1).scores());
        Pair<float[]> vectors = new Pair<>(
                answers.get(0).vector().orElseThrow(), answers.get(1).vector().orElseThrow());
        PairProbability probability = calibration.compare(difference, vectors);
        String verdict = probability.tooClose() ? "too close to call" : probability.firstAhead() ? first : second;
        out.append(", \"" + COMPARISON + "\": {\"first\": ")
                .append(quoted(first))
                .append(", \"probability\": ")
                .append(rounded(probability.probability(), PROBABILITY_DIGITS))
                .append(", \"low\": ")
                .append(rounded(probability.interval().low(), PROBABILITY_DIGITS))
                .append(", \"high\": ")
                .append(rounded(probability.interval().high(), PROBABILITY_DIGITS))
                .append(", \"verdict\": ")
                .append(quoted(verdict))
                .append('}');
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

    private static void append(StringBuilder out, AttributeScores scores, Meaning meaning) {
        out.append('{');
        for (Attribute a : Attribute.values()) {
            // models compute in fp32: the shortest text that gives the same float again
            out.append(quoted(a.key()))
                    .append(": ")
                    .append((float) scores.of(a))
                    .append(", ");
        }
        double reward = meaning.weights().reward(scores);
        out.append("\"goodness\": ").append(reward);
        meaning.calibration().ifPresent(c -> out.append(", \"percentile\": ")
                .append(rounded(c.percentile(reward), PERCENTILE_DIGITS)));
        out.append('}');
    }

    private static double rounded(double value, double digits) {
        return Math.round(value * digits) / digits;
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
