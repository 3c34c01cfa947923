package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JudgeCommandTest {
    private final Terminal terminal = new Terminal();

    private int run(String... words) {
        return terminal.run(words);
    }

    @Test
    void judge_unknownBenchmark_isNotUnderstood() {
        assertThat(run("judge", "vibes")).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(terminal.firstError()).isEqualTo("BENCHMARK must be mt-bench or arena-hard, got vibes");
    }

    @Test
    void judge_noEndpoint_isNotUnderstood() {
        assertThat(run("judge", "mt-bench", "a.jsonl", "b.jsonl", "--model", "m"))
                .isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(terminal.firstError()).isEqualTo("--endpoint must be given, got none");
    }

    @Test
    void judge_keyOverPlainHttp_isNotUnderstood() {
        int code = run("judge", "mt-bench", "a", "b", "--model", "m", "--endpoint", "http://192.0.2.1/v1");
        assertThat(code).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(terminal.firstError())
                .isEqualTo("endpoint must be https where a key is sent, got http://192.0.2.1/v1; use https, or no key");
    }

    @Test
    void judge_missingAnswers_failsWithTheFile() {
        int code = run(
                "judge", "mt-bench", "none.jsonl", "b", "--model", "m", "--endpoint", "https://host/v1", "--dry-run");
        assertThat(code).isEqualTo(Main.FAILED);
        assertThat(terminal.firstError()).startsWith("none.jsonl:0: file must exist, got none;");
    }
}
