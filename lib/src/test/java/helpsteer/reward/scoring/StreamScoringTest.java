package helpsteer.reward.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.io.InvalidDataException;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.RewardModel;
import helpsteer.reward.ScoringModels;
import helpsteer.reward.calibration.Calibrations;
import helpsteer.reward.calibration.ScoreCalibration;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.text.PromptResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamScoringTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final StreamScoring SCORING = new StreamScoring(AttributeWeights.LLAMA3_70B, 8, false, 1);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path models;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static RewardModel model;

    private final Path input;
    private final Path output;
    private final Path part;

    StreamScoringTest(@TempDir Path folder) {
        input = folder.resolve("in.jsonl");
        output = folder.resolve("out.jsonl");
        part = folder.resolve("out.jsonl.part");
    }

    @BeforeAll
    static void open() {
        ScoringModels.save(models.resolve("model"));
        model = ModelFolder.open(models.resolve("model")).model();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** Rows of nearly all forms, with fields whose text must survive. */
    static List<String> rows(int count) {
        SplittableRandom random = new SplittableRandom(11);
        List<String> words = List.of("red", "blue", "one", "two", "sea", "cat");
        List<String> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = (words.get(random.nextInt(6)) + " ")
                    .repeat(random.nextInt(1, 12))
                    .strip();
            out.add(
                    i % 3 == 0
                            ? "{ \"id\":" + i + ", \"x\" : 1.50e+01,\"prompt\": \"" + text + "\", \"chosen\": \"good "
                                    + i + "\", \"rejected\": \"bad\" }"
                            : "{\"prompt\": \"" + text + "\", \"response\": \"" + text + " " + i
                                    + "\", \"note\": {\"a\": [1, \"\\u00e9\"]}}");
        }
        return out;
    }

    private byte[] whole(StreamScoring scoring) throws IOException {
        Path other = output.resolveSibling("whole.jsonl");
        scoring.run(model, input, other);
        byte[] bytes = Files.readAllBytes(other);
        Files.delete(other);
        return bytes;
    }

    private static void assertScores(JsonNode scores, AttributeScores expected) {
        for (Attribute a : Attribute.values()) {
            assertThat(scores.path(a.key()).asDouble()).isCloseTo(expected.of(a), within(1e-5));
            String text = scores.path(a.key()).asText();
            assertThat(Float.toString(Float.parseFloat(text))).isEqualTo(text);
        }
        assertThat(scores.path("goodness").asDouble())
                .isCloseTo(AttributeWeights.LLAMA3_70B.reward(expected), within(1e-4));
    }

    @Test
    void run_rowsOfSeveralForms_addsScoresAndLeavesTheRestAlone() throws IOException {
        List<String> rows = rows(21);
        Files.write(input, rows);
        StreamScoring.Summary summary = SCORING.run(model, input, output);
        assertThat(summary.rows()).isEqualTo(21);
        assertThat(summary.texts()).isEqualTo(28);
        assertThat(summary.cuts().orElseThrow().texts()).isEqualTo(28);
        assertThat(part).doesNotExist();
        try (var files = Files.list(output.resolveSibling(""))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("in.jsonl", "out.jsonl", "out.jsonl.settings.json");
        }
        List<String> lines = Files.readAllLines(output);
        assertThat(lines).hasSize(21);
        for (int i = 0; i < 21; i++) {
            String own = rows.get(i).substring(0, rows.get(i).length() - 1).stripTrailing();
            assertThat(lines.get(i)).startsWith(own + ", \"scores\": {");
            JsonNode row = JSON.readTree(lines.get(i));
            Prompt prompt = Prompt.ofUser(row.path("prompt").asText());
            for (String field : row.has("chosen") ? List.of("chosen", "rejected") : List.of("response")) {
                PromptResponse exchange =
                        new PromptResponse(prompt, row.path(field).asText());
                JsonNode scores = row.path("scores");
                assertScores(
                        field.equals("response") ? scores : scores.path(field),
                        model.score(List.of(exchange)).get(0));
            }
        }
    }

    /** The note of scores alone is that of versions before there were calibrations, to the byte. */
    @Test
    void run_noCalibration_notesNone() throws IOException {
        Files.write(input, rows(3));
        SCORING.run(model, input, output);
        assertThat(note())
                .hasContent(
                        """
                        {
                          "format" : 2,
                          "model" : "%s",
                          "weight of helpfulness" : 0.65,
                          "weight of correctness" : 0.8,
                          "weight of coherence" : 0.45,
                          "weight of complexity" : 0.55,
                          "weight of verbosity" : -0.4,
                          "rows of a window" : 8,
                          "skips bad rows" : false,
                          "output" : "%s"
                        }"""
                                .formatted(model.fingerprint(), Hash.ofFile(output)));
    }

    private Path note() {
        return output.resolveSibling("out.jsonl.settings.json");
    }

    /** A version between wrote that there is none; an output with a calibration goes on with that one only. */
    @Test
    void run_calibrationOtherThanNoted_isRefusedAndNoneIsNone() throws IOException {
        Files.write(input, rows(3));
        SCORING.run(model, input, output);
        String alone = Files.readString(note());
        Files.writeString(note(), alone.replace("\"output\"", "\"calibration\" : \"none\", \"output\""));
        assertThat(SCORING.run(model, input, output).found()).isTrue();
        Files.writeString(note(), alone.replace("\"output\"", "\"calibration\" : \"abc\", \"output\""));
        refused(
                SCORING,
                "out.jsonl must go on as it began, with calibration abc, got none; give what it began with, or remove it to"
                        + " begin again");
        Files.writeString(note(), alone);
        ScoreCalibration fitted = Calibrations.known(16);
        refused(
                new StreamScoring(AttributeWeights.LLAMA3_70B, 8, false, 1, Optional.of(fitted)),
                "out.jsonl must go on as it began, with calibration none, got " + Json.hash(fitted)
                        + "; give what it began" + " with, or remove it to begin again");
    }

    @Test
    void run_cutOffAnywhere_endsWithTheSameBytes() throws IOException {
        Files.write(input, rows(30));
        byte[] expected = whole(SCORING);
        for (int cut :
                new int[] {0, 1, expected.length / 3, expected.length / 2, expected.length - 1, expected.length}) {
            assertThatThrownBy(() -> Progress.during(stopAt(8), () -> SCORING.run(model, input, output)))
                    .hasMessage("stop");
            Files.write(part, Arrays.copyOf(expected, cut));
            SCORING.run(model, input, output);
            assertThat(output).as("cut at %d", cut).hasBinaryContent(expected);
            Files.delete(output);
        }
    }

    @Test
    void run_finishedAndCalledAgain_isFoundAndOtherCallsAreRefused() throws IOException {
        Files.write(input, rows(30));
        StreamScoring.Summary first = SCORING.run(model, input, output);
        assertThat(first.found()).isFalse();
        byte[] expected = Files.readAllBytes(output);
        StreamScoring.Summary again = SCORING.run(model, input, output);
        assertThat(again.found()).isTrue();
        assertThat(again.scoredNow()).isZero();
        assertThat(again.rows()).isEqualTo(30);
        assertThat(again.cuts()).isEqualTo(first.cuts());
        assertThat(output).hasBinaryContent(expected);
        refused(
                new StreamScoring(AttributeWeights.LLAMA3_70B, 9, false, 1),
                "out.jsonl must go on as it began, with rows of a window 8, got 9; give what it began with, or remove"
                        + " it to begin again");
        Files.write(input, rows(31));
        refused(
                SCORING,
                "output must have all rows of the input, got 30 of them; it was made of another input, so name another"
                        + " output");
        Files.write(input, rows(30));
        Files.writeString(output, Files.readString(output).replaceFirst("goodness\": [0-9]", "goodness\": 9"));
        refused(
                SCORING,
                "out.jsonl must be as it was written, got other bytes; name another output, or remove it to begin"
                        + " again");
    }

    /** Digits, letters and line ends of the first, a middle and the last row that was kept. */
    @Test
    void run_keptRowsDamaged_areScoredAgain() throws IOException {
        Files.write(input, rows(30));
        byte[] expected = whole(SCORING);
        for (int row : List.of(0, 9, 15)) {
            assertThatThrownBy(() -> Progress.during(stopAt(16), () -> SCORING.run(model, input, output)))
                    .hasMessage("stop");
            List<String> lines = new ArrayList<>(Files.readAllLines(part));
            assertThat(lines).hasSize(16);
            lines.set(row, lines.get(row).replaceFirst("(goodness\": .*)[0-8]", "$19"));
            Files.write(part, lines);
            SCORING.run(model, input, output);
            assertThat(output).as("row %d", row).hasBinaryContent(expected);
            Files.delete(output);
        }
    }

    private static Progress stopAt(long rows) {
        return (task, done, total, note) -> {
            if (done >= rows) {
                throw new IllegalStateException("stop");
            }
        };
    }

    @Test
    void run_stoppedBetweenWindows_keepsWholeWindowsAndGoesOn() throws IOException {
        Files.write(input, rows(30));
        byte[] expected = whole(SCORING);
        assertThatThrownBy(() -> Progress.during(stopAt(8), () -> SCORING.run(model, input, output)))
                .hasMessage("stop");
        assertThat(Files.readAllLines(part)).hasSize(8);
        Files.write(part, "half a row".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        assertThat(SCORING.run(model, input, output).scoredNow()).isEqualTo(29);
        assertThat(output).hasBinaryContent(expected);
    }

    @Test
    void run_diskFull_saysWhatIsKept() throws IOException {
        assumeThat(Path.of("/dev/full")).exists();
        Files.write(input, rows(30));
        Files.createSymbolicLink(part, Path.of("/dev/full"));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> SCORING.run(model, input, output))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot write the output: No space left on device; 0 rows are kept, so make room and"
                            + " run the same again");
        }
        Files.delete(part);
        assertThat(SCORING.run(model, input, output).scoredNow()).isEqualTo(40);
    }

    @Test
    void run_outputThatAnotherRunWrites_isRefused() throws IOException {
        Files.write(input, rows(30));
        List<Throwable> refusals = new ArrayList<>();
        Progress again = (task, done, total, note) -> {
            if (done == 8) {
                refusals.add(catchThrowable(() -> SCORING.run(model, input, output)));
            }
        };
        Progress.during(again, () -> SCORING.run(model, input, output));
        assertThat(refusals).singleElement().satisfies(e -> assertThat(e)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("file must be written by one run at a time, got out.jsonl.part, which process "
                        + ProcessHandle.current().pid() + " has open; wait for it or choose another file"));
    }

    @Test
    void run_badRow_stopsWithItsLineAndGoesOnOnceItIsMended() throws IOException {
        List<String> rows = rows(30);
        Files.write(input, rows);
        byte[] expected = whole(SCORING);
        List<String> broken = new ArrayList<>(rows);
        broken.set(20, "{\"prompt\": \"p\", \"response\": \"\"}");
        Files.write(input, broken);
        assertThatThrownBy(() -> SCORING.run(model, input, output))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(
                        "in.jsonl:21: response must not be empty, got \"\"; 16 rows are kept, and the same call goes"
                                + " on once this one is mended");
        Files.write(input, rows);
        StreamScoring.Summary summary = SCORING.run(model, input, output);
        assertThat(summary.texts()).isEqualTo(40);
        assertThat(summary.scoredNow()).isEqualTo(18);
        assertThat(output).hasBinaryContent(expected);
    }

    @Test
    void run_skippingBadRows_namesThemAndKeepsRowsInPlace() throws IOException {
        List<String> rows = new ArrayList<>(rows(10));
        rows.set(3, "{\"prompt\": \"p\", \"response\": \"\"}");
        rows.set(4, "not \"json\"");
        Files.write(input, rows);
        StreamScoring scoring = new StreamScoring(AttributeWeights.LLAMA3_70B, 4, true, 1);
        StreamScoring.Summary summary = scoring.run(model, input, output);
        List<String> lines = Files.readAllLines(output);
        assertThat(lines).hasSize(10);
        assertThat(lines.get(3))
                .isEqualTo(
                        "{\"prompt\": \"p\", \"response\": \"\", \"error\": \"response must not be empty, got \\\"\\\"\"}");
        JsonNode wrapped = JSON.readTree(lines.get(4));
        assertThat(wrapped.path("row").asText()).isEqualTo("not \"json\"");
        assertThat(wrapped.path("error").asText()).startsWith("line must be one sound JSON object");
        assertThat(summary.bad().count()).isEqualTo(2);
        assertThat(summary.toString())
                .contains("2 rows could not be scored:")
                .contains("in.jsonl:4: response must not be empty, got \"\"");
        byte[] expected = Files.readAllBytes(output);
        Files.delete(output);
        assertThatThrownBy(() -> Progress.during(stopAt(8), () -> scoring.run(model, input, output)))
                .hasMessage("stop");
        Files.write(part, Arrays.copyOf(expected, expected.length * 2 / 3));
        scoring.run(model, input, output);
        assertThat(output).hasBinaryContent(expected);
    }

    @Test
    void run_otherSettingsOrInput_isRefusedByName() throws IOException {
        List<String> rows = rows(30);
        rows.set(29, "{}");
        Files.write(input, rows);
        assertThatThrownBy(() -> SCORING.run(model, input, output))
                .hasMessageStartingWith("in.jsonl:30: fields must be ");
        StreamScoring other = new StreamScoring(AttributeWeights.LLAMA3_70B, 9, false, 1);
        refused(
                other,
                "out.jsonl.part must go on as it began, with rows of a window 8, got 9; give what it began with, or"
                        + " remove it to begin again");
        refused(
                StreamScoring.with(AttributeWeights.HELPFULNESS_ONLY),
                "out.jsonl.part must go on as it began, with weight of helpfulness 0.65, got 1.0; give what it began with,"
                        + " or remove it to begin again");
        List<String> changed = new ArrayList<>(rows(30));
        changed.set(2, changed.get(4));
        Files.write(input, changed);
        refused(
                SCORING,
                "output row 3 must be of in.jsonl:3, got another text; it was begun with another input, so remove it to"
                        + " begin again");
        Files.write(input, rows(16));
        Files.writeString(part, Files.readString(part) + "{}\n");
        refused(
                SCORING,
                "output must have no more rows than in.jsonl, got more than 16; it was begun with another input, so remove"
                        + " it to begin again");
        Files.delete(output.resolveSibling("out.jsonl.settings.json"));
        refused(
                SCORING,
                "out.jsonl.part must lie beside out.jsonl.settings.json, got none, so nothing says what it is of; remove it to"
                        + " begin again");
        Files.writeString(output, "");
        refused(SCORING, "output must be a new file, got " + output + "; name another or remove it");
    }

    private void refused(StreamScoring scoring, String message) {
        assertThatThrownBy(() -> scoring.run(model, input, output))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void run_tooManyTextsCut_isAnErrorThatALargerLimitMends() throws IOException {
        List<String> rows = new ArrayList<>(rows(9));
        rows.set(1, "{\"prompt\": \"p\", \"response\": \"" + "long ".repeat(60) + "\"}");
        Files.write(input, rows);
        StreamScoring strict = new StreamScoring(AttributeWeights.LLAMA3_70B, 8, false, 0);
        refused(strict, "texts cut must be at most 0.0 % of all, got 1 of 11; raise maxTokens or leave long rows out");
        StreamScoring.Summary summary = SCORING.run(model, input, output);
        assertThat(summary.scoredNow()).isEqualTo(1); // the first window was kept
        assertThat(summary.toString()).contains("1 texts are cut: 0 prompts on their left, 1 responses at their end");
    }
}
