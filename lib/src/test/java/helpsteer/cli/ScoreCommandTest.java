package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.reward.ScoringModels;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.Calibrations;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.scoring.ScoredAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private final Terminal terminal = new Terminal();

    private int score(String... more) throws IOException {
        ScoringModels.save(folder.resolve("model"));
        Files.writeString(folder.resolve("in.jsonl"), "{\"prompt\": \"one\", \"response\": \"two\"}\n");
        String[] words = {"score", in("model"), in("in.jsonl"), in("out.jsonl")};
        return terminal.run(
                Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new));
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void score_weightsThatBeginWithAMinus_areNumbers() throws IOException {
        assertThat(score("--weights", "-1,0,0.5,0,2")).as(terminal.errors()).isZero();
        assertThat(terminal.lines()).last().isEqualTo("wrote " + in("out.jsonl"));
        assertThat(folder.resolve("out.jsonl")).content().contains("\"scores\"");
    }

    @Test
    void score_baseOfAnEncoder_isRefused() throws IOException {
        assertThat(score("--base", "/nonexistent")).isEqualTo(2);
        assertThat(terminal.firstError())
                .isEqualTo(
                        "--base must be given for the adapters of a decoder only, got it for a whole model (encoder);"
                                + " leave it out");
    }

    private void calibrated() {
        ScoringModels.save(folder.resolve("model"));
        ModelFolder.calibrate(folder.resolve("model"), CalibrationOutcome.of(Calibrations.known(16)));
    }

    @Test
    void score_twoResponsesToAPrompt_saysWhichIsBetterAndHowSurely() {
        calibrated();
        String[] words = {"score", in("model"), "--prompt", "one", "--response", "red sea", "--against", "two"};
        assertThat(terminal.run(words)).as(terminal.errors()).isZero();
        List<String> lines = terminal.lines();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(1))
                .startsWith("calibration: temperature 0.5 from 64 pairs of 60 prompts held out; ECE 0.081");
        String scores = "goodness -?[\\d.]+, above \\d+ % of the responses held out \\(helpfulness -?[\\d.]+, .*\\)";
        assertThat(lines.get(2)).matches("--response: " + scores);
        assertThat(lines.get(3)).matches("--against: " + scores);
        assertThat(lines.get(4))
                .matches("(too close to call: )?--(response|against) is better with probability 0\\.\\d\\d \\[.*\\]");
        assertThat(terminal.run("score", in("model"), "--prompt", "one", "--response", "red sea"))
                .isZero();
        assertThat(terminal.lines()).last().isEqualTo(lines.get(2));
    }

    @Test
    void score_noCalibrationOrOtherWeights_saysSo() {
        ScoringModels.save(folder.resolve("model"));
        String[] words = {"score", in("model"), "--prompt", "one", "--response", "red sea", "--against", "two"};
        assertThat(terminal.run(words)).as(terminal.errors()).isZero();
        assertThat(terminal.lines().get(1)).startsWith("calibration: absent: none was fitted when the model was saved");
        assertThat(terminal.lines()).last().isEqualTo("how surely one is better is not known without a calibration");
        assertThat(terminal.lines().get(2)).matches("--response: goodness -?[\\d.]+ \\(helpfulness .*");
        calibrated();
        words = Stream.concat(Arrays.stream(words), Stream.of("--weights", "helpfulness"))
                .toArray(String[]::new);
        assertThat(terminal.run(words)).isZero();
        assertThat(terminal.lines().get(1))
                .isEqualTo("calibration: absent: it belongs to the weights that the model was saved with");
    }

    @Test
    void score_fileWithACalibratedModel_addsPercentilesAndComparisons() throws IOException {
        calibrated();
        Files.writeString(
                folder.resolve("in.jsonl"),
                """
                {"prompt": "one", "response": "two"}
                {"prompt": "one", "chosen": "red sea", "rejected": "two"}
                """);
        assertThat(terminal.run("score", in("model"), in("in.jsonl"), in("out.jsonl")))
                .isZero();
        List<String> rows = Files.readAllLines(folder.resolve("out.jsonl"));
        assertThat(rows.get(0)).matches(".*\"goodness\": -?[\\d.]+, \"percentile\": [\\d.]+}}");
        assertThat(rows.get(1))
                .matches(".*, \"comparison\": \\{\"first\": \"chosen\", \"probability\": [\\d.]+, \"low\": [\\d.]+,"
                        + " \"high\": [\\d.]+, \"verdict\": \"(chosen|rejected|too close to call)\"}}}");
        assertThat(ScoredAnswer.read(folder.resolve("out.jsonl")))
                .extracting(ScoredAnswer::answer)
                .containsExactly("", "chosen", "rejected");
        assertThat(terminal.run("score", in("model"), in("in.jsonl"), in("out.jsonl")))
                .isZero();
        assertThat(terminal.lines()).last().isEqualTo("found " + in("out.jsonl"));
    }

    @Test
    void score_filesAndTexts_areGivenOneOrTheOther() {
        ScoringModels.save(folder.resolve("model"));
        String model = in("model");
        String[][] wrong = {
            {"score", model},
            {"score", model, "a"},
            {"score", model, "a", "b", "--prompt", "c", "--response", "d"},
            {"score", model, "--prompt", "c"},
            {"score", model, "--response", "c"},
            {"score", model, "a", "b", "--against", "c"},
            {"score", model, "a", "b", "c"}
        };
        StringBuilder all = new StringBuilder();
        for (String[] words : wrong) {
            assertThat(terminal.run(words)).isEqualTo(2);
            all.append(terminal.firstError()).append('\n');
        }
        assertThat(all.toString().lines())
                .containsExactly(
                        "IN.jsonl and OUT.jsonl, or --prompt and --response, must be given, got neither",
                        "IN.jsonl and OUT.jsonl, or --prompt and --response, must be given, got [a]",
                        "IN.jsonl and OUT.jsonl, or --prompt and --response, must be given, got --prompt and [a, b]",
                        "--prompt and --response must be given together, and --against only with them, got --prompt alone",
                        "--prompt and --response must be given together, and --against only with them, got --response"
                                + " alone",
                        "--prompt and --response must be given together, and --against only with them, got --against"
                                + " alone",
                        "IN.jsonl and OUT.jsonl, or --prompt and --response, must be given, got [a, b, c]");
    }

    @Test
    void score_optionsNotUnderstood_saysWhich() throws IOException {
        assertThat(score("--max-cut", "1.5")).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("--max-cut must be a number in 0..1, got 1.5");
        assertThat(score("--weights", "best")).isEqualTo(2);
        assertThat(terminal.firstError())
                .isEqualTo(
                        "--weights must be one of [alignment, helpfulness, llama3-70b, nemotron4-340b] or five finite"
                                + " numbers with commas between, in the order of the attributes, got best");
        assertThat(terminal.run("score", "", "a", "b")).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("MODEL must have a value, got a blank one");
    }
}
