package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.reward.ScoringModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
