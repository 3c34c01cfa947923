package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the two commands of experiments do not understand; what they run is tested where it lives. */
class AblateCommandTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        List<Command> commands = List.of(AblateCommand.COMMAND, CompareCommand.COMMAND);
        return new Main(commands, out, new PrintStream(err, true, StandardCharsets.UTF_8)).run(List.of(words));
    }

    @Test
    void run_wordsNotUnderstood_saysWhich() {
        assertThat(run("ablate")).isEqualTo(2);
        assertThat(run("ablate", "to", "--seeds", "0")).isEqualTo(2);
        assertThat(run("ablate", "to", "--rate", "-1")).isEqualTo(2);
        assertThat(run("ablate", "to", "--rows", "39")).isEqualTo(1);
        assertThat(run("compare", "a", "b")).isEqualTo(2);
        assertThat(run("compare", "a", "--only")).isEqualTo(2);
        assertThat(run("compare", "a", "--with", "minilm")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("usage:")))
                .containsExactly(
                        "FOLDER must be named, got nothing",
                        "--seeds must be a whole number of at least 1, got 0",
                        "--rate must be a number above 0, got -1",
                        "responses must be even and at least 40, got 39",
                        "FOLDER must be named, got a b",
                        "--only must have a value, got none",
                        "--with must be smollm2 or hh-rlhf, got minilm");
    }
}
