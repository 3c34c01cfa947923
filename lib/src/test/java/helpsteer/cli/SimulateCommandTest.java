package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private int simulate(String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "simulate";
        words[1] = folder.resolve("world").toString();
        System.arraycopy(options, 0, words, 2, options.length);
        return terminal.run(words);
    }

    @Test
    void run_aFewRows_areWrittenAndRead() {
        assertThat(simulate("--rows", "40", "--seed", "7", "--noise", "0.5")).isZero();
        Path world = folder.resolve("world");
        assertThat(terminal.output())
                .isEqualTo("wrote " + world + ": simulated data, seed 7, not HelpSteer2, 40 training rows, 1,000 raters,"
                        + " noise 0.5, careless 0.13, length bias 0.0, position bias 0.1\nuse it with: HELPSTEER_DATA="
                        + world + "\n");
        assertThat(HelpSteer2.train(DataHome.of(world))).hasSize(20);
        assertThat(simulate("--rows", "40", "--seed", "7")).isEqualTo(1);
        assertThat(terminal.firstError())
                .isEqualTo("simulation must have the settings of world, got raters.noise: 0.5 → 1.0; choose another"
                        + " folder");
    }

    @Test
    void run_settingsOutOfRange_areNotUnderstood() {
        refused("rows must be an even number of 2 to 100,000,000, since they are written in pairs, got 7", "--rows", "7");
        refused("--seed must be a whole number of at least 1, got -3", "--seed", "-3");
        refused("noise must be a number in 0.0..10.0, got 11.0", "--noise", "11");
        refused("--noise must be a number, got loud", "--noise", "loud");
        refused("careless share must be a number in 0.0..0.9, got 1.0", "--careless", "1");
        refused("length bias must be a number in -4.0..4.0, got -5.0", "--length-bias", "-5");
        refused("position bias must be a number in -4.0..4.0, got 9.0", "--position-bias", "9");
        refused("raters must be 20 to 100,000, got 3", "--raters", "3");
        assertThat(folder.resolve("world")).doesNotExist();
    }

    private void refused(String message, String... options) {
        assertThat(simulate(options)).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo(message);
    }

    @Test
    void run_folderWithOtherFiles_isRefusedByName() throws IOException {
        Path world = Files.createDirectories(folder.resolve("world"));
        Files.writeString(world.resolve("mine.txt"), "mine");
        assertThat(simulate("--rows", "40")).isEqualTo(1);
        assertThat(terminal.firstError())
                .isEqualTo("folder must be new, empty or of this simulation, got mine.txt in world; choose another folder");
    }
}
