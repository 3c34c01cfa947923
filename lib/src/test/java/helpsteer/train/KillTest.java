package helpsteer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/** A training process that dies without warning, again and again. */
class KillTest {
    private static final int KILLS = 2;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void run_killedAtRandomMoments_endsWithTheBytesOfTheUninterruptedRun() throws Exception {
        Path expected = folder.resolve("expected.safetensors");
        KillableRun.train(new Checkpoints(folder.resolve("whole"), 1000), expected);
        Path result = folder.resolve("result.safetensors");
        SplittableRandom random = new SplittableRandom();
        List<String> log = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = child(result);
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                awaitSteps(out, log, 2 + random.nextInt(28));
                Thread.sleep(0, random.nextInt(1_000_000)); // anywhere within a step and its checkpoint
                process.destroyForcibly().waitFor();
            }
            log.add("killed");
            assertThat(result).as("killed before the end").doesNotExist();
        }
        Process process = child(result);
        process.inputReader(StandardCharsets.UTF_8).lines().forEach(log::add);
        assertThat(process.waitFor()).as("%s", log).isZero();
        assertThat(log.stream().filter(line -> line.startsWith("resumed ")))
                .as("%s", log)
                .hasSize(KILLS);
        assertThat(Files.readAllBytes(result)).isEqualTo(Files.readAllBytes(expected));
    }

    /** A limit on the size of files stands for a disk that is full: the first checkpoint fits, a later one does not. */
    @Test
    void run_diskFull_saysSoAndGoesOnFromTheLastCheckpoint() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no /bin/bash, whose ulimit stands for a full disk");
        Path expected = folder.resolve("expected.safetensors");
        KillableRun.train(new Checkpoints(folder.resolve("whole"), 1000), expected);
        Path result = folder.resolve("result.safetensors");
        ProcessBuilder builder = ChildJvm.builder(
                List.of("-Xmx256m", "-XX:-UsePerfData"),
                KillableRun.class,
                folder.resolve("kept").toString(),
                result.toString());
        List<String> limited = new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -f 4 && exec \"$@\"", "bash"));
        limited.addAll(builder.command());
        Process process = builder.command(limited).start();
        List<String> log = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).as("%s", log).isNotZero();
        assertThat(log).anySatisfy(line -> assertThat(line)
                .matches(".*UncheckedIOException: cannot write checkpoint step-000000(\\d\\d): File too large;"
                        + " make room and start the run again, which goes on from step-000000\\d\\d"));
        assertThat(result).doesNotExist();
        List<String> second =
                child(result).inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(second).as("%s", second).first().asString().matches("resumed \\d+");
        assertThat(Files.readAllBytes(result)).isEqualTo(Files.readAllBytes(expected));
    }

    private Process child(Path result) throws IOException {
        return ChildJvm.start(
                List.of("-Xmx256m"), KillableRun.class, folder.resolve("kept").toString(), result.toString());
    }

    private static void awaitSteps(BufferedReader out, List<String> log, int count) throws IOException {
        for (int steps = 0; steps < count; ) {
            String line = out.readLine();
            assertThat(line).as("%s", log).isNotNull();
            log.add(line);
            if (line.startsWith("step ")) {
                steps++;
            }
        }
    }
}
