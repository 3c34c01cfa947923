package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
    private static final String GGUF = "lib/src/test/resources/golden/gguf/qwen2.gguf";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Main(List.of(ConvertCommand.COMMAND), to, new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(words));
    }

    @Test
    void run_ggufToHalf_writesTheFolderAndNamesItsFiles(@TempDir Path folder) {
        Path to = folder.resolve("to");
        assertThat(run("convert", GGUF, to.toString(), "--dtype", "bf16")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("wrote " + to + ": config.json, model.safetensors, tokenizer.json, tokenizer_config.json");
        assertThat(run("convert", GGUF, to.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("target must be a new or empty folder, got " + to + " with 4 files; name another");
    }

    @Test
    void run_wordsNotUnderstood_saysWhich() {
        assertThat(run("convert", GGUF)).isEqualTo(2);
        assertThat(run("convert", GGUF, "to", "--dtype", "f8")).isEqualTo(2);
        assertThat(run("convert", GGUF, "to", "--dtype")).isEqualTo(2);
        assertThat(run("convert", GGUF, "to", "--shard", "0")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("usage:")))
                .containsExactly(
                        "FROM and TO must be named, got " + GGUF,
                        "--dtype must be one of [f32, f16, bf16], got f8",
                        "--dtype must have a value, got none",
                        "--shard must be a whole number of GiB of at least 1, got 0");
    }
}
