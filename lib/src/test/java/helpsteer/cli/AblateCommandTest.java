package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the two commands of experiments do not understand; what they run is tested where it lives. */
class AblateCommandTest {
    private final Terminal terminal = new Terminal();

    @Test
    void run_wordsNotUnderstood_saysWhich() {
        String[][] wrong = {
            {"ablate"},
            {"ablate", "to", "--seeds", "0"},
            {"ablate", "to", "--rate", "-1"},
            {"ablate", "to", "--rate", "1e9"},
            {"compare", "a", "b"},
            {"compare", "a", "--only"},
            {"compare", "a", "--with", "minilm"},
        };
        StringBuilder all = new StringBuilder();
        for (String[] words : wrong) {
            assertThat(terminal.run(words)).isEqualTo(2);
            all.append(terminal.firstError()).append('\n');
        }
        assertThat(all.toString().lines())
                .containsExactly(
                        "FOLDER must be named, got nothing",
                        "--seeds must be a whole number from 1 to 4096, got 0",
                        "--rate must be a number above 0 and below 1, got -1",
                        "--rate must be a number above 0 and below 1, got 1e9",
                        "arguments must be FOLDER, got also b",
                        "--only must have a value, got none",
                        "--with must be smollm2 or hh-rlhf, got minilm");
    }

    @Test
    void run_rowsThatCannotBeHalved_areRefused() {
        assertThat(terminal.run("ablate", "to", "--rows", "39")).isEqualTo(1);
        assertThat(terminal.firstError()).isEqualTo("responses must be even and at least 40, got 39");
    }
}
