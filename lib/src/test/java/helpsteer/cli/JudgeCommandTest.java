package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        return new Main(
                        List.of(JudgeCommand.COMMAND),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(words));
    }

    private String firstError() {
        return err.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }

    @Test
    void judge_unknownBenchmark_isNotUnderstood() {
        assertThat(run("judge", "vibes")).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(firstError()).isEqualTo("benchmark must be mt-bench or arena-hard, got vibes");
    }

    @Test
    void judge_noEndpoint_isNotUnderstood() {
        assertThat(run("judge", "mt-bench", "a.jsonl", "b.jsonl", "--model", "m"))
                .isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(firstError()).isEqualTo("--endpoint must be given, got none");
    }

    @Test
    void judge_keyOverPlainHttp_isNotUnderstood() {
        int code = run("judge", "mt-bench", "a", "b", "--model", "m", "--endpoint", "http://192.0.2.1/v1");
        assertThat(code).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(firstError())
                .isEqualTo("endpoint must be https where a key is sent, got http://192.0.2.1/v1; use https, or no key");
    }

    @Test
    void judge_missingAnswers_failsWithTheFile() {
        int code = run(
                "judge", "mt-bench", "none.jsonl", "b", "--model", "m", "--endpoint", "https://host/v1", "--dry-run");
        assertThat(code).isEqualTo(Main.FAILED);
        assertThat(firstError()).startsWith("none.jsonl:0: file must exist, got none;");
    }
}
