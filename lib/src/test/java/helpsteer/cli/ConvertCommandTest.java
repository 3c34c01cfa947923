package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
    private static final String GGUF = "lib/src/test/resources/golden/gguf/qwen2.gguf";

    private final Terminal terminal = new Terminal();

    private int run(String... words) {
        return terminal.run(words);
    }

    @Test
    void run_ggufToHalf_writesTheFolderAndNamesItsFiles(@TempDir Path folder) {
        Path to = folder.resolve("to");
        assertThat(run("convert", GGUF, to.toString(), "--dtype", "bf16")).isZero();
        assertThat(terminal.output().strip())
                .isEqualTo("wrote " + to + ": config.json, model.safetensors, tokenizer.json, tokenizer_config.json");
        assertThat(run("convert", GGUF, to.toString())).isEqualTo(1);
        assertThat(terminal.errors().strip())
                .isEqualTo("target must be a new or empty folder, got " + to + " with 4 files; name another");
    }

    @Test
    void run_wordsNotUnderstood_saysWhich() {
        String[][] wrong = {
            {"convert", GGUF},
            {"convert", GGUF, "to", "--dtype", "f8"},
            {"convert", GGUF, "to", "--dtype"},
            {"convert", GGUF, "to", "--shard", "0"},
            {"convert", GGUF, ""},
        };
        StringBuilder all = new StringBuilder();
        for (String[] words : wrong) {
            assertThat(run(words)).isEqualTo(2);
            all.append(terminal.firstError()).append('\n');
        }
        assertThat(all.toString().lines())
                .containsExactly(
                        "TO must be named, got nothing",
                        "--dtype must be one of [f32, f16, bf16], got f8",
                        "--dtype must have a value, got none",
                        "--shard must be a whole number of GiB of at least 1, got 0",
                        "TO must have a value, got a blank one");
    }
}
