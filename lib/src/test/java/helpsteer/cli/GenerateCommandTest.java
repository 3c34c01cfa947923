package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
    private static final String MODEL = "lib/src/test/resources/golden/decoder/reward/base";

    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        PrintStream screen = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Main(List.of(GenerateCommand.COMMAND), screen, errors).run(List.of(words));
    }

    @Test
    void run_onePrompt_showsTheAnswerAndTheRate() {
        assertThat(run("generate", "--prompt", "a question", "--model", MODEL, "--max-tokens", "6"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
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
        assertThat(run(words)).as(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(Files.readAllLines(to)).hasSize(2).allMatch(line -> line.contains("\"samples\":[{"));
        byte[] bytes = Files.readAllBytes(to);
        assertThat(run(words)).isZero();
        assertThat(Files.readAllBytes(to)).isEqualTo(bytes);
        words[words.length - 1] = "0.8";
        assertThat(run(words)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("out.jsonl must go on with the sampling");
    }

    @Test
    void run_whatCannotBeDone_isRefused() throws IOException {
        assertThat(run("generate", "--prompt", "a", "--samples", "3", "--model", MODEL))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("--temperature must be given with --top-p, --top-k and --samples, got none;"
                        + " the likeliest answer is always the same");
        err.reset();
        assertThat(run("generate", "--prompt", " ", "--model", MODEL)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("--prompt must be a text, got a blank one");
        err.reset();
        Path in = folder.resolve("in.jsonl");
        Files.writeString(in, "{\"prompt\": \"one\"}\n{\"text\": \"two\"}\n");
        assertThat(run("generate", in.toString(), "x.jsonl", "--model", MODEL)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("in.jsonl:2: field \"prompt\" must be there, got fields text");
        err.reset();
        assertThat(run("generate", "--prompt", "word ".repeat(300), "--model", MODEL, "--max-tokens", "9"))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("prompt and answer must have at most 256 tokens for this model, got ");
    }
}
