package helpsteer.reward.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.UnscoredRow;
import helpsteer.data.io.UnscoredRows;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.RewardModel;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.text.PromptResponse;
import helpsteer.text.TruncationStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Scores every row of a JSON-lines file into another, which is the input with a field {@code "scores"} behind each row's
 * own ({@link UnscoredRows} names the forms of row). Memory holds one window of rows.
 *
 * <p>While the output is not whole it lies beside its place as {@code OUT.part}, with {@code OUT.part.json} that says what
 * makes it. A run that was cut off in any way goes on behind the last whole row when it is started again, and ends with
 * the bytes of a run that was not: windows begin at fixed rows and are always scored whole.
 *
 * @param goodness what makes one number of the five
 * @param windowRows rows scored together, batched by length within; at least 1
 * @param skipBad whether a row that cannot be scored gets a field {@code "error"} instead of stopping the run
 * @param maxCut largest share of texts that may be longer than the model reads, in [0, 1]
 */
public record StreamScoring(AttributeWeights goodness, int windowRows, boolean skipBad, double maxCut) {
    private static final int FORMAT = 1;
    private static final int NAMED = 10;

    public StreamScoring {
        if (windowRows < 1) {
            throw new IllegalArgumentException("windowRows must be at least 1, got " + windowRows);
        }
        if (!(maxCut >= 0 && maxCut <= 1)) {
            throw new IllegalArgumentException("maxCut must be in [0, 1], got " + maxCut);
        }
    }

    /** Windows of 256 rows, strict about rows, not about length. */
    public static StreamScoring with(AttributeWeights goodness) {
        return new StreamScoring(goodness, 256, false, 1);
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
     * @param output a file that does not exist; the folder must
     * @throws InvalidDataException at the first row that cannot be scored, unless they are skipped; what was done before
     *     is kept, and the same call goes on once the row is mended
     * @throws IllegalArgumentException where the output exists, was begun otherwise, or too many texts are cut
     */
    public Summary run(RewardModel model, Path input, Path output, Progress progress) {
        return run(model, input, output, progress, FileChannel::write);
    }

    Summary run(RewardModel model, Path input, Path output, Progress progress, PartialOutput.Writing writing) {
        Path part = output.resolveSibling(output.getFileName() + ".part");
        Path note = output.resolveSibling(output.getFileName() + ".part.json");
        if (Files.exists(output)) {
            throw new IllegalArgumentException(
                    "output must be a new file, got " + output + "; name another or remove it");
        }
        try {
            begin(part, note, settings(model));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + note.getFileName() + ": " + e.getMessage(), e);
        }
        try (UnscoredRows rows = UnscoredRows.open(input);
                PartialOutput out = new PartialOutput(part, writing)) {
            Run run = new Run(this, model, rows, out, UnscoredRows.count(input));
            Summary summary = run.all(progress);
            out.finish(output);
            Files.deleteIfExists(note);
            return summary;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write: " + e + "; what was done is kept", e);
        }
    }

    private ObjectNode settings(RewardModel model) {
        ObjectNode out = Json.object();
        out.put("format", FORMAT);
        out.put("model", model.fingerprint());
        for (Attribute a : Attribute.values()) {
            out.put("weight of " + a.key(), goodness.of(a));
        }
        out.put("rows of a window", windowRows);
        out.put("skips bad rows", skipBad);
        return out;
    }

    /** Writes the note of a new run; holds one that goes on to the note of its beginning. */
    private static void begin(Path part, Path note, ObjectNode settings) throws IOException {
        if (!Files.exists(part)) {
            Json.save(note, settings);
            return;
        }
        if (!Files.exists(note)) {
            throw new IllegalArgumentException(part.getFileName() + " must lie beside " + note.getFileName()
                    + ", got none, so nothing says what it is of; remove it to begin again");
        }
        JsonNode before = Json.read(note);
        settings.properties().forEach(e -> {
            String then = before.path(e.getKey()).asText("none");
            if (!then.equals(e.getValue().asText())) {
                throw new IllegalArgumentException(part.getFileName() + " must go on as it began, with " + e.getKey()
                        + " " + then + ", got " + e.getValue().asText() + "; give what it began with, or remove it to"
                        + " begin again");
            }
        });
    }

    /** One pass over the input. */
    private static final class Run {
        private final StreamScoring settings;
        private final RewardModel model;
        private final UnscoredRows input;
        private final PartialOutput output;
        private final long total;
        private final long started = System.nanoTime();
        private long rows;
        private long scoredNow;
        private long bad;
        private final List<String> firstBad = new ArrayList<>();
        private Optional<TruncationStats> cuts = Optional.empty();

        Run(StreamScoring settings, RewardModel model, UnscoredRows input, PartialOutput output, long total) {
            this.settings = settings;
            this.model = model;
            this.input = input;
            this.output = output;
            this.total = total;
        }

        Summary all(Progress progress) throws IOException {
            List<UnscoredRow> window = input.next(settings.windowRows());
            boolean goesOn = true;
            while (!window.isEmpty()) {
                refuse(window);
                int kept = goesOn ? keep(window) : 0;
                goesOn = kept == window.size();
                if (goesOn) {
                    exchanges(window).ifPresent(e -> count(model.cuts(e)));
                } else {
                    write(window, kept);
                }
                rows += window.size();
                if (cuts.isPresent() && cuts.get().textsCut() > settings.maxCut() * 2 * total) {
                    cuts.get().atMost(settings.maxCut()); // whatever the rest is, a row has at most two texts
                }
                progress.update("scoring rows", rows, total, goesOn ? "done before" : "");
                window = input.next(settings.windowRows());
            }
            if (goesOn && output.next().isPresent()) {
                throw new IllegalArgumentException("output must have no more rows than " + input.name()
                        + ", got more than " + rows + "; it was begun with another input, so remove it to begin again");
            }
            cuts.ifPresent(c -> c.atMost(settings.maxCut()));
            double seconds = (System.nanoTime() - started) / 1e9;
            return new Summary(rows, scoredNow, seconds, cuts, new Bad(bad, List.copyOf(firstBad)));
        }

        private void refuse(List<UnscoredRow> window) {
            for (UnscoredRow row : window) {
                if (row.refusal().isPresent()) {
                    String reason = input.name() + ":" + row.line() + ": "
                            + row.refusal().get();
                    if (!settings.skipBad()) {
                        throw new InvalidDataException(reason + "; " + rows
                                + " rows are kept, and the same call goes on once this one is mended");
                    }
                    bad++;
                    if (firstBad.size() < NAMED) {
                        firstBad.add(reason);
                    }
                }
            }
        }

        /** How many rows of the window an earlier run has written whole. */
        private int keep(List<UnscoredRow> window) throws IOException {
            for (int i = 0; i < window.size(); i++) {
                Optional<String> line = output.next();
                if (line.isEmpty()) {
                    return i;
                }
                if (!ScoredRow.isOf(line.get(), window.get(i))) {
                    throw new IllegalArgumentException(
                            "output row " + window.get(i).line() + " must be of "
                                    + input.name() + ":" + window.get(i).line()
                                    + ", got another text; it was begun with another input, so remove it to begin again");
                }
                output.keep(line.get());
            }
            return window.size();
        }

        private void write(List<UnscoredRow> window, int from) {
            List<AttributeScores> scores = List.of();
            Optional<List<PromptResponse>> exchanges = exchanges(window);
            if (exchanges.isPresent()) {
                RewardModel.Reading reading = model.reading(exchanges.get(), Progress.SILENT);
                count(reading.cuts());
                scores = reading.scores();
                scoredNow += scores.size();
            }
            StringBuilder lines = new StringBuilder();
            int at = 0;
            for (int i = 0; i < window.size(); i++) {
                UnscoredRow row = window.get(i);
                List<AttributeScores> own =
                        scores.subList(at, at + row.answers().size());
                at += own.size();
                if (i >= from) {
                    lines.append(own.isEmpty() ? ScoredRow.refused(row) : ScoredRow.of(row, own, settings.goodness()))
                            .append('\n');
                }
            }
            try {
                output.write(lines.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "cannot write the output: " + e.getMessage() + "; " + (rows + from)
                                + " rows are kept, so make room and run the same again",
                        e);
            }
        }

        private void count(TruncationStats more) {
            cuts = Optional.of(cuts.map(c -> c.plus(more)).orElse(more));
        }

        private static Optional<List<PromptResponse>> exchanges(List<UnscoredRow> window) {
            List<PromptResponse> out = window.stream()
                    .flatMap(row -> row.answers().stream())
                    .map(answer -> new PromptResponse(answer.prompt(), answer.response()))
                    .toList();
            return out.isEmpty() ? Optional.empty() : Optional.of(out);
        }
    }
}
