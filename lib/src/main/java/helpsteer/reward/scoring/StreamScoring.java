package helpsteer.reward.scoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.UnscoredRows;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.RewardModel;
import helpsteer.reward.calibration.ScoreCalibration;
import helpsteer.run.Json;
import helpsteer.text.TruncationStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Scores every row of a JSON-lines file into another, which is the input with a field {@code "scores"} behind each row's
 * own ({@link UnscoredRows} names the forms of row). Memory holds one window of rows.
 *
 * <p>What makes the output stands beside it in {@code OUT.settings.json}. While it is not whole it lies beside its place as
 * {@code OUT.part}, with the checksum of each window in {@code OUT.part.crc}. A run that was cut off in any way goes on
 * behind the last sound window when it is started again, and ends with the bytes of a run that was not: windows begin at
 * fixed rows and are always scored whole. An output that is whole is found by the same call and refused to another.
 *
 * @param weights what makes one number of the five
 * @param windowRows rows scored together, batched by length within; at least 1
 * @param skipBad whether a row that cannot be scored gets a field {@code "error"} instead of stopping the run
 * @param maxCut largest share of texts that may be longer than the model reads, in [0, 1]
 * @param calibration what the scores under these weights mean; where it is given each answer gets its percentile, and a pair
 *     of answers the probability that the first is better
 */
public record StreamScoring(
        AttributeWeights weights,
        int windowRows,
        boolean skipBad,
        double maxCut,
        Optional<ScoreCalibration> calibration) {
    private static final int FORMAT = 2;

    public StreamScoring {
        if (windowRows < 1) {
            throw new IllegalArgumentException("windowRows must be at least 1, got " + windowRows);
        }
        if (!(maxCut >= 0 && maxCut <= 1)) {
            throw new IllegalArgumentException("maxCut must be in [0, 1], got " + maxCut);
        }
    }

    /** Scores alone. */
    public StreamScoring(AttributeWeights weights, int windowRows, boolean skipBad, double maxCut) {
        this(weights, windowRows, skipBad, maxCut, Optional.empty());
    }

    /** Windows of 256 rows, strict about rows, not about length. */
    public static StreamScoring with(AttributeWeights weights) {
        return new StreamScoring(weights, 256, false, 1);
    }

    /**
     * What was done.
     *
     * @param rows rows of the output
     * @param scoredNow responses that this run scored
     * @param seconds that this run took
     * @param cuts what the model never saw, of earlier runs too; none where there was no text
     * @param bad rows that could not be scored
     */
    public record Summary(long rows, long scoredNow, double seconds, Optional<TruncationStats> cuts, Bad bad) {
        /** Responses scored, those of earlier runs included. */
        public long texts() {
            return cuts.map(c -> (long) c.texts()).orElse(0L);
        }

        /** Whether all was done before, by earlier runs. */
        public boolean found() {
            return scoredNow == 0 && texts() > 0;
        }

        /** Line by line: what was scored, what was cut, what was bad. */
        @Override
        public String toString() {
            StringBuilder out = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%,d rows, %,d texts scored, %,d of them now: %.1f texts/s",
                    rows,
                    texts(),
                    scoredNow,
                    scoredNow / Math.max(1e-9, seconds)));
            cuts.ifPresent(c -> out.append(String.format(
                    Locale.ROOT,
                    "%n%,d texts are cut: %,d prompts on their left, %,d responses at their end",
                    c.textsCut(),
                    c.promptsCut(),
                    c.responsesCut())));
            return bad.count() == 0
                    ? out.toString()
                    : out.append(System.lineSeparator()).append(bad).toString();
        }
    }

    /**
     * Rows that could not be scored.
     *
     * @param first the first ten, as {@code file:line: reason}
     */
    public record Bad(long count, List<String> first) {
        @Override
        public String toString() {
            String rest = count > first.size() ? "\n  and " + (count - first.size()) + " more" : "";
            return String.format(Locale.ROOT, "%,d rows could not be scored:", count)
                    + first.stream().map(row -> "\n  " + row).collect(Collectors.joining())
                    + rest;
        }
    }

    /**
     * Scores a file.
     *
     * @param output a file that does not exist, or that the same call has made; the folder must exist
     * @throws InvalidDataException at the first row that cannot be scored, unless they are skipped; what was done before
     *     is kept, and the same call goes on once the row is mended
     * @throws IllegalArgumentException where the output was made or begun otherwise, or too many texts are cut
     * @throws IllegalStateException where another run writes the output
     */
    public Summary run(RewardModel model, Path input, Path output) {
        ObjectNode settings = settings(model);
        try (UnscoredRows rows = UnscoredRows.open(input);
                ScoreOutput out = Files.exists(output)
                        ? new FinishedOutput(output, settings)
                        : PartialOutput.open(output, settings)) {
            Summary summary = new ScoringPass(this, model, rows, out, UnscoredRows.count(input)).all();
            out.finish();
            return summary;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write: " + e + "; what was done is kept", e);
        }
    }

    ScoredRow.Meaning meaning() {
        return new ScoredRow.Meaning(weights, calibration);
    }

    private ObjectNode settings(RewardModel model) {
        ObjectNode out = Json.object();
        out.put("format", FORMAT);
        out.put("model", model.fingerprint());
        for (Attribute a : Attribute.values()) {
            out.put("weight of " + a.key(), weights.of(a));
        }
        out.put("rows of a window", windowRows);
        out.put("skips bad rows", skipBad);
        calibration.ifPresent(fitted -> out.put("calibration", Json.hash(fitted)));
        return out;
    }
}
