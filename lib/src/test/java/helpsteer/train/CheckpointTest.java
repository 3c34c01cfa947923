package helpsteer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.run.FolderLock;
import helpsteer.run.Seed;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.StepReport;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.metrics.TrainingResult.Ending;
import helpsteer.train.optim.AdamW;
import helpsteer.train.optim.AdamWConfig;
import helpsteer.train.optim.Schedule;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end early and go on, against one that does not. */
class CheckpointTest {
    private static final Schedule SCHEDULE = new Schedule(0.15, 3, 24, Schedule.Shape.COSINE, 0.01);
    private static final LoopConfig LOOP = new LoopConfig(6, 2, 3, 100, new Seed(5));
    private static final TrainingListener QUIET = TrainingListener.NONE;

    /** Everything about a run that must not depend on how often it ended. */
    private record Outcome(List<String> steps, List<TrainingResult.Validation> looks, String best, List<Float> values) {
        static Outcome of(TrainingResult result, TinyNet net) {
            List<Float> values = new ArrayList<>();
            for (float value : net.values()) {
                values.add(value);
            }
            return new Outcome(
                    result.steps().stream()
                            .map(s -> s.step() + " " + s.loss() + " " + s.gradientNorm() + " " + s.learningRate())
                            .toList(),
                    result.validations(),
                    result.ending() + " " + result.bestStep() + " " + result.bestLoss(),
                    values);
        }
    }

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private static Outcome run(LoopConfig config) {
        try (TinyNet net = new TinyNet(config.seed(), 0.3);
                AdamW adamW = adamW(net)) {
            Loop loop = new Loop(net, net.parameters(), adamW, SCHEDULE, config);
            return Outcome.of(loop.run(net.manager()), net);
        }
    }

    private static Outcome run(LoopConfig config, TrainingListener listener, Checkpoints checkpoints) {
        try (TinyNet net = new TinyNet(config.seed(), 0.3);
                AdamW adamW = adamW(net)) {
            Loop loop = new Loop(net, net.parameters(), adamW, SCHEDULE, config);
            return Outcome.of(TrainingListener.during(listener, () -> loop.run(net.manager(), checkpoints)), net);
        }
    }

    private static AdamW adamW(TinyNet net) {
        return new AdamW(net.parameters(), TinyNet.NAMES, AdamWConfig.defaults(), net.manager());
    }

    private static final class Crash extends RuntimeException {}

    private static TrainingListener at(int stepsDone, Runnable action) {
        return new TrainingListener() {
            @Override
            public void step(StepRecord record) {
                if (record.step() + 1 == stepsDone) {
                    action.run();
                }
            }
        };
    }

    private static TrainingListener crashingAt(int stepsDone) {
        return at(stepsDone, () -> {
            throw new Crash();
        });
    }

    /** Steps of two uneven batches each, the last of an epoch of what is left; the best look is neither first nor last. */
    @Test
    void run_crashedAnywhereAndRunAgain_equalsTheUninterruptedRun() {
        Outcome whole = run(LOOP);
        int steps = whole.steps.size();
        assertThat(steps).isGreaterThan(14);
        assertThat(whole.best).matches("FINISHED ([4-9]|1[0-9]) .*");
        assertThat(new ArrayList<>(whole.looks).subList(1, whole.looks.size() - 1))
                .anyMatch(look -> whole.best.startsWith("FINISHED " + look.stepsDone() + " "));
        for (int crash = 1; crash <= steps; crash++) {
            Checkpoints checkpoints = new Checkpoints(folder.resolve("crash-" + crash), 4);
            TrainingListener crashing = crashingAt(crash);
            assertThatThrownBy(() -> run(LOOP, crashing, checkpoints)).isInstanceOf(Crash.class);
            assertThat(run(LOOP, QUIET, checkpoints)).as("crash at " + crash).isEqualTo(whole);
        }
    }

    @Test
    void run_interruptedAtEverySecondStep_equalsTheUninterruptedRun() {
        Outcome whole = run(LOOP);
        Checkpoints checkpoints = new Checkpoints(folder, 1000);
        List<Integer> resumedAt = new ArrayList<>();
        Outcome last = whole;
        for (int stop = 2; stop < whole.steps.size(); stop += 2) {
            last = run(LOOP, at(stop, () -> Thread.currentThread().interrupt()), checkpoints);
            assertThat(last.best).startsWith(Ending.INTERRUPTED + " ");
            assertThat(last.steps).hasSize(stop);
            assertThat(Thread.interrupted()).isFalse();
        }
        TrainingListener hearing = new TrainingListener() {
            @Override
            public void resumed(int stepsDone) {
                resumedAt.add(stepsDone);
            }
        };
        assertThat(run(LOOP, hearing, checkpoints)).isEqualTo(whole).isNotEqualTo(last);
        assertThat(resumedAt).containsExactly((whole.steps.size() - 1) / 2 * 2);
    }

    @Test
    void run_finishedOrStoppedEarly_runAgain_givesTheSameAtOnce() throws IOException {
        LoopConfig impatient = new LoopConfig(6, 1, 1, 2, new Seed(5));
        for (LoopConfig config : List.of(LOOP, impatient)) {
            Checkpoints checkpoints = new Checkpoints(folder.resolve("patience-" + config.patience()), 4);
            Outcome whole = run(config);
            assertThat(run(config, QUIET, checkpoints)).isEqualTo(whole);
            List<Path> before = entries(checkpoints.folder());
            assertThat(run(config, crashingAt(whole.steps.size()), checkpoints)).isEqualTo(whole);
            assertThat(entries(checkpoints.folder())).isEqualTo(before);
        }
        assertThat(run(impatient).best).startsWith("EARLY_STOP ");
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        return entries(folder).stream().map(p -> p.getFileName().toString()).toList();
    }

    @Test
    void run_keepTwo_removesOlderOnesAndWhatWasHalfWritten() throws IOException {
        Path half = Files.createDirectories(folder.resolve(".step-00000004.1234.part"));
        Files.writeString(half.resolve("best.safetensors"), "half");
        assertThatThrownBy(() -> run(LOOP, crashingAt(11), new Checkpoints(folder, 3, 2)))
                .isInstanceOf(Crash.class);
        assertThat(names(folder)).containsExactly(".lock", "step-00000006", "step-00000009");
        assertThat(names(folder.resolve("step-00000009")))
                .containsExactly(
                        "best.safetensors", "checkpoint.json", "optimizer.safetensors", "parameters.safetensors");
    }

    @Test
    void run_anyFileCutShortOrGone_isRefusedAndTheEarlierOneGoesOn() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, 3, 2);
        assertThatThrownBy(() -> run(LOOP, crashingAt(11), checkpoints)).isInstanceOf(Crash.class);
        Path newest = folder.resolve("step-00000009");
        for (String name : names(newest)) {
            byte[] whole = Files.readAllBytes(newest.resolve(name));
            for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
                Files.write(newest.resolve(name), Arrays.copyOf(whole, length));
                String got = name.equals("checkpoint.json")
                        ? " must be as it was written, got no sound JSON"
                        : " must be the " + whole.length + " bytes that were written, got " + length
                                + " bytes with another hash";
                assertRefused(checkpoints, "step-00000009/" + name + got);
            }
            whole[whole.length - 2] ^= 1;
            if (!name.equals("checkpoint.json")) {
                Files.write(newest.resolve(name), whole);
                assertRefused(
                        checkpoints,
                        "step-00000009/" + name + " must be the " + whole.length + " bytes that were written, got "
                                + whole.length + " bytes with another hash");
            }
            whole[whole.length - 2] ^= 1;
            Files.delete(newest.resolve(name));
            assertRefused(checkpoints, "step-00000009 must hold " + name + ", got none");
            Files.write(newest.resolve(name), whole);
        }
        CheckpointFolders.delete(newest);
        assertThat(run(LOOP, QUIET, checkpoints)).isEqualTo(run(LOOP));
    }

    private static void assertRefused(Checkpoints checkpoints, String message) {
        assertThatThrownBy(() -> run(LOOP, crashingAt(1), checkpoints))
                .isInstanceOf(InvalidCheckpointException.class)
                .hasMessage(message + "; remove the folder to go on from step-00000006");
    }

    @Test
    void run_checkpointOfAnotherRun_isRefusedByItsDifferences() {
        Checkpoints checkpoints = new Checkpoints(folder, 3);
        assertThatThrownBy(() -> run(LOOP, crashingAt(4), checkpoints)).isInstanceOf(Crash.class);
        assertThatThrownBy(() -> run(new LoopConfig(6, 2, 3, 100, new Seed(6)), QUIET, checkpoints))
                .isInstanceOf(InvalidCheckpointException.class)
                .hasMessage("step-00000003 must belong to this run, got one with"
                        + " data: tiny rows, Seed[value=5] → tiny rows, Seed[value=6], loop.seed.value: 5 → 6;"
                        + " go on with its settings or choose an empty folder");
        try (TinyNet net = new TinyNet(LOOP.seed(), 0.3);
                AdamW matrices = new AdamW(
                        net.parameters(), List.of("w1", "w2"), AdamWConfig.defaults(), n -> false, net.manager())) {
            Schedule other = new Schedule(0.15, 3, 24, Schedule.Shape.LINEAR);
            float[] before = net.values();
            assertThatThrownBy(() ->
                            new Loop(net, net.parameters(), matrices, other, LOOP).run(net.manager(), checkpoints))
                    .isInstanceOf(InvalidCheckpointException.class)
                    .hasMessageContaining("decaying: [w1, w2] → [], ")
                    .hasMessageContaining("trained: [b1, b2] → [], ")
                    .hasMessageContaining("schedule.minimum: 0.01 → 0.0, schedule.shape: COSINE → LINEAR; go on");
            assertThat(net.values()).containsExactly(before);
        }
    }

    @Test
    void run_otherStartingParameters_isRefused() {
        Checkpoints checkpoints = new Checkpoints(folder, 3);
        assertThatThrownBy(() -> run(LOOP, crashingAt(4), checkpoints)).isInstanceOf(Crash.class);
        try (TinyNet net = new TinyNet(LOOP.seed(), 0.3);
                AdamW adamW = adamW(net)) {
            net.parameters().assign(net.parameters().get("b2"), new float[] {9});
            Loop loop = new Loop(net, net.parameters(), adamW, SCHEDULE, LOOP);
            assertThatThrownBy(() -> loop.run(net.manager(), checkpoints))
                    .isInstanceOf(InvalidCheckpointException.class)
                    .hasMessageMatching("step-00000003 must belong to this run, got one with start: [0-9a-f]{64}"
                            + " → [0-9a-f]{64}; go on with its settings or choose an empty folder");
        }
    }

    @Test
    void run_folderInUse_isRefusedAndFreeAfterwards() {
        Path used = folder.resolve("used");
        Checkpoints checkpoints = new Checkpoints(used, 3);
        try (FolderLock lock = FolderLock.of(used)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> run(LOOP, QUIET, checkpoints))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("folder must belong to one run at a time, got used, which ");
        }
        assertThat(run(LOOP, QUIET, checkpoints)).isEqualTo(run(LOOP));
    }

    /** The stop button may be pressed while a checkpoint is written: files close under the writer's hands. */
    @Test
    void save_threadAlreadyInterrupted_writesAllAndKeepsTheInterrupt() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, 1);
        Outcome outcome = run(
                LOOP,
                new TrainingListener() {
                    @Override
                    public void report(StepReport report) {
                        if (report.step().step() == 4) {
                            Thread.currentThread().interrupt();
                        }
                    }
                },
                checkpoints);
        assertThat(outcome.best).startsWith("INTERRUPTED ");
        assertThat(names(folder)).containsExactly(".lock", "step-00000005");
        assertThat(run(LOOP, QUIET, checkpoints)).isEqualTo(run(LOOP));
    }

    @Test
    void newest_formatOfAnotherVersion_isRefused() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, 3);
        assertThatThrownBy(() -> run(LOOP, crashingAt(4), checkpoints)).isInstanceOf(Crash.class);
        Path json = folder.resolve("step-00000003/checkpoint.json");
        Files.writeString(json, Files.readString(json).replace("\"format\":2", "\"format\":1"));
        assertThatThrownBy(() -> run(LOOP, QUIET, checkpoints))
                .hasMessage("step-00000003 must have format 2, got 1; remove the folder to begin again");
        try (FileChannel channel = FileChannel.open(json, StandardOpenOption.WRITE)) {
            channel.truncate(3);
        }
        assertThatThrownBy(() -> run(LOOP, QUIET, checkpoints))
                .hasMessage("step-00000003/checkpoint.json must be as it was written, got no sound JSON;"
                        + " remove the folder to begin again");
    }

    @Test
    void checkpoints_badNumbers_areRefused() {
        assertThatThrownBy(() -> new Checkpoints(folder, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("everySteps and keep must be at least 1, got 0 and 0");
        assertThat(new Checkpoints(folder, 5).keep()).isEqualTo(1);
    }
}
