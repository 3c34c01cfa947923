package helpsteer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.FolderLock;
import helpsteer.run.RunLog;
import helpsteer.run.Seed;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.metrics.TrainingResult.Ending;
import helpsteer.train.optim.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does with its folder, for the smallest job there is. */
class RunTest {
    private static final TrainingArgs ARGS = new TrainingArgs(6, 2, 0.05, Schedule.Shape.COSINE, new Seed(9));

    private final TinyJob job = new TinyJob(0.3);
    private final Path folder;

    RunTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Run<TinyJob.Model> run() {
        return new Run<>(job, ARGS);
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

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

    private static List<String> events(Path folder) {
        List<String> out = new ArrayList<>();
        for (JsonNode event : RunLog.read(folder.resolve("run.jsonl"))) {
            String name = event.path("event").asText();
            if (out.isEmpty() || !out.get(out.size() - 1).equals(name)) {
                out.add(name);
            }
        }
        return out;
    }

    /** Losses and rates of the steps, without the times. */
    private static List<String> steps(TrainingResult training) {
        return training.steps().stream()
                .map(s -> s.step() + " " + s.loss() + " " + s.learningRate())
                .toList();
    }

    @Test
    void in_freshFolder_trainsAndASecondCallFindsTheModel() {
        float[] trained;
        TrainingResult training;
        try (Result<TinyJob.Model> result = run().in(folder)) {
            assertThat(result.fresh()).isTrue();
            assertThat(result.interrupted()).isFalse();
            assertThat(result.folder()).isEqualTo(folder);
            assertThat(result.artefact()).isEqualTo(folder.resolve("model"));
            assertThat(result.provenance().settings()).isEqualTo(run().settings());
            assertThat(result.truncation()).isEmpty();
            trained = result.model().net.values();
            training = result.training();
        }
        assertThat(job.closed).isEqualTo(1);
        try (Result<TinyJob.Model> found = run().in(folder)) {
            assertThat(found.fresh()).isFalse();
            assertThat(found.model().net.values()).containsExactly(trained);
            assertThat(found.training()).isEqualTo(training);
        }
        assertThat(List.of(job.begun, job.opened, job.closed)).containsExactly(1, 1, 2);
        assertThat(folder.resolve("model/note")).hasContent("tiny rows, FINISHED");
        assertThat(Run.training(folder)).isEqualTo(training);
        assertThat(run().finished(folder)).contains(training);
        assertThat(FolderLock.isHeld(folder)).isFalse();
        assertThat(events(folder)).startsWith("start", "task").contains("step", "validation");
    }

    /** Whether cut off by an error or by an interrupt, a run that is started again ends as one that was not. */
    @Test
    void in_cutOffAndStartedAgain_endsAsTheWholeRun() {
        List<String> whole;
        float[] values;
        try (Result<TinyJob.Model> result = run().in(folder.resolve("whole"))) {
            whole = steps(result.training());
            values = result.model().net.values();
        }
        Path cut = folder.resolve("cut");
        int steps = whole.size();
        assertThatThrownBy(() -> TrainingListener.during(
                        at(steps - 1, () -> {
                            throw new Crash();
                        }),
                        () -> run().in(cut)))
                .isInstanceOf(Crash.class);
        assertThat(job.closed).as("the model of a run that failed is closed").isEqualTo(2);
        assertThat(run().finished(cut)).isEmpty();
        assertThat(FolderLock.isHeld(cut)).isFalse();
        try (Result<TinyJob.Model> stopped = TrainingListener.during(
                at(steps - 2, () -> Thread.currentThread().interrupt()), () -> run().in(cut))) {
            assertThat(stopped.interrupted()).isTrue();
            assertThat(stopped.training().ending()).isEqualTo(Ending.INTERRUPTED);
            assertThat(stopped.artefact()).doesNotExist();
            assertThat(cut.resolve("training.json")).doesNotExist();
        } finally {
            Thread.interrupted();
        }
        try (Result<TinyJob.Model> result = run().in(cut)) {
            assertThat(steps(result.training())).isEqualTo(whole);
            assertThat(result.model().net.values()).containsExactly(values);
        }
    }

    @Test
    void in_folderOfOtherSettings_isRefusedByName() {
        run().in(folder).close();
        assertThatThrownBy(() -> new Run<>(job, ARGS.withEpochs(7)).in(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run must have the settings of " + folder.getFileName()
                        + ", got config.args.length.epochs: 6 → 7; choose another folder");
        assertThatThrownBy(() -> new Run<>(new TinyJob(0.5), ARGS).finished(folder))
                .hasMessageContaining("got config.job.dropout: 0.3 → 0.5; ");
        assertThatThrownBy(() -> new Run<>(job, ARGS.withSeed(new Seed(10))).in(folder))
                .hasMessageContaining("seed: 9 → 10");
    }

    @Test
    void in_folderInUse_isRefusedBeforeAnyModelIsMade() {
        try (FolderLock lock = FolderLock.of(folder)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> run().in(folder))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("folder must belong to one run at a time, got ");
        }
        assertThat(job.begun).isZero();
    }

    /** The history alone makes no finished run: the model is written last. */
    @Test
    void in_modelGoneOrHalfWritten_trainsItAgainFromItsCheckpoint() throws IOException {
        float[] values;
        try (Result<TinyJob.Model> result = run().in(folder)) {
            values = result.model().net.values();
        }
        Files.delete(folder.resolve("model/note"));
        assertThat(run().finished(folder)).isEmpty();
        try (Result<TinyJob.Model> again = run().in(folder)) {
            assertThat(again.fresh()).isTrue();
            assertThat(again.model().net.values()).containsExactly(values);
        }
        assertThat(run().finished(folder)).isPresent();
    }

    @Test
    void training_folderWithoutHistoryOrWithADamagedOne_isRefused() throws IOException {
        assertThatThrownBy(() -> Run.training(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot read training.json: ")
                .hasMessageEndingWith("; remove the file to train again");
        Files.writeString(folder.resolve("training.json"), "{\"steps\":");
        assertThatThrownBy(() -> Run.training(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot read training.json: ");
    }

    /** The folder in the cache depends on all that decides the numbers and on nothing else. */
    @Test
    void folder_settings_decideIt() {
        Path own = run().folder();
        assertThat(own).isEqualTo(new Run<>(new TinyJob(0.3), ARGS).folder());
        assertThat(own.getFileName().toString()).matches("[0-9a-f]{16}");
        assertThat(List.of(
                        new Run<>(new TinyJob(0.4), ARGS).folder(),
                        new Run<>(job, ARGS.withRate(0.06)).folder(),
                        new Run<>(job, ARGS.withSeed(new Seed(1))).folder(),
                        new Run<>(job, ARGS.withPatience(3)).folder()))
                .doesNotContain(own)
                .doesNotHaveDuplicates();
    }
}
