package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A regression and a comparison in one process that dies without warning ten times, anywhere. */
class TrainingKillTest {
    private static final int KILLS = 10;
    private static final List<String> FILES = List.of(
            "ratings/model/model.safetensors",
            "ratings/model/reward.json",
            "pairs/model/model.safetensors",
            "pairs/model/reward.json");

    @TempDir
    private Path folder = Path.of("");

    /** The first kill is while the head is fitted, every second later one while the model is saved where it comes to it. */
    @Test
    void run_killedTenTimes_endsWithTheBytesOfTheUninterruptedRun() throws Exception {
        KillableTraining.train(folder.resolve("whole"), false);
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<String> log = new ArrayList<>(List.of("seed " + seed));
        int round = 0;
        for (int kill = 0; kill < KILLS; ) {
            String until = kill == 0 ? KillableTraining.FITTING : kill % 2 == 0 ? KillableTraining.SAVING : "none";
            Process process = child(round);
            boolean alive;
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                alive = await(out, log, until, 3 + random.nextInt(50));
                if (alive) {
                    Thread.sleep(random.nextInt(4), random.nextInt(1_000_000));
                    process.destroyForcibly().waitFor();
                    log.add("killed");
                    kill++;
                }
            }
            if (!alive) { // it came to its end before its moment: one more ending to compare, and the next begins anew
                assertEnded(process, round++, log);
            }
        }
        Process process = child(round);
        process.inputReader(StandardCharsets.UTF_8).lines().forEach(log::add);
        assertThat(log)
                .as("%s", log)
                .contains("done")
                .filteredOn("killed"::equals)
                .hasSize(KILLS);
        assertEnded(process, round, log);
    }

    /** The bytes of the uninterrupted run, whatever happened on the way. */
    private void assertEnded(Process process, int round, List<String> log) throws InterruptedException {
        assertThat(process.waitFor()).as("%s", log).isZero();
        for (String file : FILES) {
            assertThat(killed(round).resolve(file))
                    .as("%s: %s", file, log)
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
        assertThat(Files.exists(killed(round).resolve("pairs/training.json"))).isTrue();
    }

    private Path killed(int round) {
        return folder.resolve("killed-" + round);
    }

    private Process child(int round) throws IOException {
        ProcessBuilder builder = ChildJvm.builder(
                List.of("-Xmx512m"), KillableTraining.class, killed(round).toString());
        builder.environment().put("HELPSTEER_CACHE", folder.resolve("cache").toString());
        return builder.start();
    }

    /** Reads so many lines, or up to the line that is waited for; false where the process ends before. */
    private static boolean await(BufferedReader out, List<String> log, String until, int most) throws IOException {
        for (int lines = 0; lines < most; lines++) {
            String line = out.readLine();
            if (line == null) {
                return false;
            }
            log.add(line);
            if (line.equals("done")) {
                return false;
            }
            if (line.equals(until)) {
                return true;
            }
        }
        return true;
    }
}
