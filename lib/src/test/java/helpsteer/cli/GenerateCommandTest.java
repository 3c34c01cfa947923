package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
    private static final String MODEL = "lib/src/test/resources/golden/decoder/reward/base";

    @TempDir
    private Path folder = Path.of("");

    private final Terminal terminal = new Terminal();

    private int run(String... words) {
        return terminal.run(words);
    }

    @Test
    void run_onePrompt_showsTheAnswerAndTheRate() {
        assertThat(run("generate", "--prompt", "a question", "--model", MODEL, "--max-tokens", "6"))
                .isZero();
        assertThat(terminal.output())
                .containsPattern("\\(1 answers, 6 tokens, \\d+\\.\\d s, \\d+\\.\\d tokens/s; 1 ended by length\\)");
    }

    @Test
    void run_file_writesALineAPromptAndGoesOn() throws IOException {
        Path in = folder.resolve("in.jsonl");
        Files.writeString(
                in,
                "{\"prompt\": \"one\"}\n{\"prompt\": \"two\\n<extra_id_1>Assistant\\nyes\\n<extra_id_1>User\\nno\"}\n");
        Path to = folder.resolve("out.jsonl");
        String[] words = {
            "generate",
            in.toString(),
            to.toString(),
            "--model",
            MODEL,
            "--temperature",
            "0.8",
            "--samples",
            "2",
            "--max-tokens",
            "5",
            "--system",
            "Be brief.",
            "--top-p",
            "0.9"
        };
        assertThat(run(words)).as(terminal.errors()).isZero();
        assertThat(Files.readAllLines(to)).hasSize(2).allMatch(line -> line.contains("\"samples\":[{"));
        byte[] bytes = Files.readAllBytes(to);
        assertThat(run(words)).isZero();
        assertThat(Files.readAllBytes(to)).isEqualTo(bytes);
        words[words.length - 1] = "0.8";
        assertThat(run(words)).isEqualTo(1);
        assertThat(terminal.errors()).contains("out.jsonl must go on with the sampling");
    }

    @Test
    void run_whatCannotBeDone_isRefused() throws IOException {
        assertThat(run("generate", "--prompt", "a", "--samples", "3", "--model", MODEL))
                .isEqualTo(2);
        assertThat(terminal.errors())
                .startsWith("--temperature must be given with --top-p, --top-k and --samples, got none;"
                        + " the likeliest answer is always the same");
        assertThat(run("generate", "--prompt", " ", "--model", MODEL)).isEqualTo(2);
        assertThat(terminal.errors()).startsWith("--prompt must have a value, got a blank one");
        assertThat(run("generate", "--prompt", "a", "--samples", "999999999")).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("--samples must be a whole number from 1 to 4096, got 999999999");
        assertThat(run("generate")).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("--prompt, or IN.jsonl and OUT.jsonl, must be given, got nothing");
        assertThat(run("generate", "--prompt", "a", "b")).isEqualTo(2);
        assertThat(terminal.firstError())
                .isEqualTo("--prompt, or IN.jsonl and OUT.jsonl, must be given, got --prompt and [b]");
        Path in = folder.resolve("in.jsonl");
        Files.writeString(in, "{\"prompt\": \"one\"}\n{\"text\": \"two\"}\n");
        assertThat(run("generate", in.toString(), "x.jsonl", "--model", MODEL)).isEqualTo(1);
        assertThat(terminal.errors().strip()).isEqualTo("in.jsonl:2: field \"prompt\" must be there, got fields text");
        assertThat(run("generate", "--prompt", "word ".repeat(300), "--model", MODEL, "--max-tokens", "9"))
                .isEqualTo(1);
        assertThat(terminal.errors()).startsWith("prompt and answer must have at most 256 tokens for this model, got ");
    }
}
