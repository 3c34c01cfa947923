package helpsteer.reward.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.ChildJvm;
import helpsteer.cli.Main;
import helpsteer.reward.ScoringModels;
import helpsteer.reward.folder.ModelFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process that dies without warning, ten times. */
class ScoreKillTest {
    private static final int KILLS = 10;
    private static final int ROWS = 1500;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void score_killedAtTenRandomMoments_endsWithTheBytesOfTheUninterruptedRun() throws Exception {
        ScoringModels.save(folder.resolve("model"));
        Files.write(folder.resolve("in.jsonl"), StreamScoringTest.rows(ROWS));
        try (ModelFolder.Opened opened = ModelFolder.open(folder.resolve("model"))) {
            new StreamScoring(opened.notes().weights(), 4, false, 1)
                    .run(opened.model(), folder.resolve("in.jsonl"), folder.resolve("whole.jsonl"));
        }
        byte[] expected = Files.readAllBytes(folder.resolve("whole.jsonl"));
        long seed = System.nanoTime();
        System.out.println("moments of the kills drawn from seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Path part = folder.resolve("out.jsonl.part");
        long before = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = child("out.jsonl");
            long until = before + 1 + random.nextLong((expected.length - before) / (KILLS - kill + 1));
            while (process.isAlive() && (!Files.exists(part) || Files.size(part) < until)) {
                Thread.sleep(0, 200_000);
            }
            Thread.sleep(0, random.nextInt(1_000_000)); // anywhere within a window and its write
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            assertThat(folder.resolve("out.jsonl"))
                    .as("killed before the end, seed %d", seed)
                    .doesNotExist();
            long now = Files.size(part);
            assertThat(now)
                    .as("goes on, seed %d", seed)
                    .isGreaterThanOrEqualTo(until)
                    .isLessThan(expected.length);
            before = now;
        }
        Process last = child("out.jsonl");
        String said = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(last.waitFor()).as(said).isZero();
        assertThat(folder.resolve("out.jsonl")).as("seed %d", seed).hasBinaryContent(expected);
    }

    private Process child(String output) throws IOException {
        return ChildJvm.start(
                List.of("-Xmx256m", "-Xshare:auto"),
                Main.class,
                "score",
                folder.resolve("model").toString(),
                folder.resolve("in.jsonl").toString(),
                folder.resolve(output).toString(),
                "--batch",
                "4");
    }
}
