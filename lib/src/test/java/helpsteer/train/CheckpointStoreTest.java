package helpsteer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.FolderLock;
import helpsteer.run.Json;
import helpsteer.train.Checkpoint.History;
import helpsteer.train.Checkpoint.Place;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.StepStats;
import helpsteer.train.metrics.TrainingResult.Validation;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints without a run: what is saved is read, and what is not as it was saved is refused. */
class CheckpointStoreTest {
    private static final JsonNode SETTINGS = Json.canonical(Map.of("data", "d", "trained", List.of("w", "b")));

    private final Path folder;

    CheckpointStoreTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private CheckpointStore open(int keep) {
        return CheckpointStore.open(new Checkpoints(folder, 3, keep), SETTINGS);
    }

    private static TensorMap tensors(float value) {
        return new TensorMap(List.of(
                StoredTensor.of("w", List.of(2L, 1L), new float[] {value, -value}),
                StoredTensor.of("b", List.of(), new float[] {Float.MIN_VALUE})));
    }

    private static Checkpoint checkpoint(int steps) {
        List<StepRecord> records = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            records.add(new StepRecord(i, 1.0 / (i + 3), 0.1 * i, 1e-300, new StepStats(7, 2, 1e12, 0.25)));
        }
        List<Validation> looks = List.of(new Validation(0, 2), new Validation(steps, 1.0 / 3, Map.of("accuracy", 0.7)));
        return new Checkpoint(
                new Place(2, 5),
                new History(records, looks, steps, 1.0 / 3),
                tensors(steps),
                tensors(0.5f),
                tensors(9));
    }

    private static List<Float> numbers(TensorMap tensors) {
        List<Float> out = new ArrayList<>();
        for (StoredTensor tensor : tensors.all()) {
            for (float value : tensor.floats()) {
                out.add(value);
            }
        }
        return out;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void newest_savedCheckpoint_isReadToTheBit() {
        Checkpoint saved = checkpoint(4);
        try (CheckpointStore store = open(1)) {
            assertThat(store.newest()).isEmpty();
            store.save(saved);
        }
        try (CheckpointStore store = open(1)) {
            Checkpoint read = store.newest().orElseThrow();
            assertThat(read.place()).isEqualTo(saved.place());
            assertThat(read.history()).isEqualTo(saved.history());
            assertThat(numbers(read.parameters())).isEqualTo(numbers(saved.parameters()));
            assertThat(numbers(read.optimizer())).isEqualTo(numbers(saved.optimizer()));
            assertThat(numbers(read.best())).isEqualTo(numbers(saved.best()));
            assertThat(read.parameters().names())
                    .containsExactlyElementsOf(saved.parameters().names());
        }
    }

    @Test
    void save_moreThanAreKept_leavesTheNewest() throws IOException {
        try (CheckpointStore store = open(2)) {
            for (int steps : new int[] {3, 6, 9, 12}) {
                store.save(checkpoint(steps));
                assertThat(store.newest().orElseThrow().history().steps()).hasSize(steps);
            }
            assertThat(names()).containsExactly(".lock", "step-00000009", "step-00000012");
        }
    }

    /** A second checkpoint of one step stands beside the first until it is whole, and is the newer one. */
    @Test
    void save_sameStepAgain_isTheNewestUnderANameOfItsOwn() throws IOException {
        try (CheckpointStore store = open(3)) {
            for (float version = 1; version < 4; version++) {
                Checkpoint again = checkpoint(3);
                store.save(new Checkpoint(
                        again.place(), again.history(), tensors(version), again.optimizer(), again.best()));
            }
            assertThat(names()).containsExactly(".lock", "step-00000003", "step-00000003.2", "step-00000003.3");
            assertThat(numbers(store.newest().orElseThrow().parameters())).contains(3f);
        }
    }

    @Test
    void due_everySteps_countsFromTheFirst() {
        try (CheckpointStore store = open(1)) {
            assertThat(List.of(store.due(1), store.due(2), store.due(3), store.due(4), store.due(6)))
                    .containsExactly(false, false, true, false, true);
        }
    }

    @Test
    void open_leftoversAndOtherFiles_onlyHalfWrittenOnesGo() throws IOException {
        Files.createDirectories(folder.resolve(".step-00000003.abc.part/deep"));
        Files.writeString(folder.resolve(".step-00000003.abc.part/deep/file"), "x");
        Files.writeString(folder.resolve("notes.txt"), "x");
        Files.createDirectory(folder.resolve("step-3"));
        try (CheckpointStore store = open(1)) {
            assertThat(names()).containsExactly(".lock", "notes.txt", "step-3");
            assertThat(store.newest()).isEmpty();
        }
    }

    @Test
    void open_twice_isRefusedUntilTheFirstIsClosed() {
        try (CheckpointStore store = open(1)) {
            assertThat(store.due(3)).isTrue();
            assertThatThrownBy(() -> open(1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("folder must belong to one run at a time, got ");
            assertThat(FolderLock.isHeld(folder)).isTrue();
        }
        open(1).close();
    }

    @Test
    void newest_ofARunWithOtherSettings_isRefusedByWhatDiffers() {
        try (CheckpointStore store = open(1)) {
            store.save(checkpoint(3));
        }
        JsonNode others = Json.canonical(Map.of("data", "e", "trained", List.of("b", "w"), "loop", 5));
        try (CheckpointStore store = CheckpointStore.open(new Checkpoints(folder, 3, 1), others)) {
            assertThatThrownBy(store::newest)
                    .isInstanceOf(InvalidCheckpointException.class)
                    .hasMessage("step-00000003 must belong to this run, got one with data: d → e, loop: none → 5,"
                            + " trained in another order; go on with its settings or choose an empty folder");
        }
    }

    @Test
    void newest_damaged_isRefusedWithTheNextStep() throws IOException {
        try (CheckpointStore store = open(2)) {
            store.save(checkpoint(3));
            Path file = folder.resolve("step-00000003/best.safetensors");
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 1] ^= 1;
            Files.write(file, bytes);
            assertThatThrownBy(store::newest)
                    .isInstanceOf(InvalidCheckpointException.class)
                    .hasMessage("step-00000003/best.safetensors must be the " + bytes.length
                            + " bytes that were written, got " + bytes.length
                            + " bytes with another hash; remove the folder to begin again");
            store.save(checkpoint(6));
            Files.delete(folder.resolve("step-00000006/optimizer.safetensors"));
            assertThatThrownBy(store::newest)
                    .hasMessage(
                            "step-00000006 must hold optimizer.safetensors, got none; remove the folder to go on from"
                                    + " step-00000003");
            Files.delete(folder.resolve("step-00000006/checkpoint.json"));
            assertThatThrownBy(store::newest)
                    .hasMessage("step-00000006 must hold checkpoint.json, got none; remove the folder to go on from"
                            + " step-00000003");
        }
    }

    /** An interrupt closes files under the writer's hands; the checkpoint is written again and the interrupt stays. */
    @Test
    void save_interruptedThread_writesTheWholeAndStaysInterrupted() {
        try (CheckpointStore store = open(1)) {
            Thread.currentThread().interrupt();
            store.save(checkpoint(3));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(store.newest().orElseThrow().history())
                    .isEqualTo(checkpoint(3).history());
        }
    }

    @Test
    void differences_lists_areToldByWhatOneHasMore() {
        JsonNode theirs = Json.canonical(Map.of("a", List.of("x", "y"), "b", List.of("p", "q"), "c", 1));
        JsonNode ours = Json.canonical(Map.of("a", List.of("y", "z"), "b", List.of("q", "p"), "c", 1));
        assertThat(Checkpoint.differences(theirs, ours)).containsExactly("a: [x] → [z]", "b in another order");
        assertThat(Checkpoint.differences(theirs, theirs)).isEmpty();
        assertThat(Checkpoint.differences(Json.tree(Map.of("a", List.of("x"))), Json.tree(Map.of("a", 1))))
                .containsExactly("a: [\"x\"] → 1");
    }

    @Test
    void history_itsLists_areCopies() {
        List<Validation> looks = new ArrayList<>(List.of(new Validation(0, 1)));
        History history = new History(List.of(), looks, 0, 1);
        looks.clear();
        assertThat(history.validations()).hasSize(1);
        assertThat(Place.START).isEqualTo(new Place(0, 0));
    }
}
