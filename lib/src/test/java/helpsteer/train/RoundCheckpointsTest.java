package helpsteer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.StepStats;
import helpsteer.train.metrics.TrainingResult.Validation;
import helpsteer.train.optim.AdamW;
import helpsteer.train.optim.AdamWConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds whose optimiser goes on: each round takes two steps over all rows of the tiny net. */
class RoundCheckpointsTest {
    private static final int ROUNDS = 4;

    private final Path folder;

    RoundCheckpointsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static RoundCheckpoints open(Path folder, AdamW optimizer) {
        return RoundCheckpoints.open(folder, Json.tree("four rounds"), optimizer);
    }

    private static AdamW adamW(TinyNet net) {
        return new AdamW(net.parameters(), TinyNet.NAMES, AdamWConfig.defaults(), net.manager());
    }

    /** Goes on up to a round; the parameters at its end. */
    private float[] rounds(Path where, int last, List<Integer> resumedAt) {
        try (TinyNet net = new TinyNet(new Seed(2), 0);
                AdamW adamW = adamW(net);
                RoundCheckpoints checkpoints = open(where, adamW)) {
            RoundCheckpoints.Done done = checkpoints.resume();
            resumedAt.add(done.rounds().size());
            List<StepRecord> steps = new ArrayList<>(done.steps());
            List<Validation> rounds = new ArrayList<>(done.rounds());
            while (rounds.size() < last) {
                for (int i = 0; i < 2; i++) {
                    steps.add(step(net, adamW, steps.size()));
                }
                rounds.add(new Validation(steps.size(), net.validationLoss()));
                checkpoints.save(new RoundCheckpoints.Done(steps, rounds));
            }
            return net.values();
        }
    }

    private static StepRecord step(TinyNet net, AdamW adamW, int index) {
        try (NDManager scope = net.manager().newSubManager()) {
            double loss = net.backward(List.of(index % 12, (index + 5) % 12), 1, scope);
            double norm = adamW.step(0.02);
            return new StepRecord(index, loss, norm, 0.02, new StepStats(0, 0, 0, 0));
        }
    }

    /** Ended after each round and begun anew, the rounds give the bits of those that ran through. */
    @Test
    void resume_afterEachRound_goesOnToTheBit() {
        List<Integer> resumedAt = new ArrayList<>();
        float[] whole = rounds(folder.resolve("whole"), ROUNDS, resumedAt);
        Path cut = folder.resolve("cut");
        for (int round = 1; round < ROUNDS; round++) {
            assertThat(rounds(cut, round, resumedAt)).isNotEqualTo(whole);
        }
        assertThat(rounds(cut, ROUNDS, resumedAt)).containsExactly(whole);
        assertThat(rounds(cut, ROUNDS, resumedAt)).as("all done").containsExactly(whole);
        assertThat(resumedAt).containsExactly(0, 0, 1, 2, 3, 4);
    }

    @Test
    void resume_kept_tellsEveryStepAndRound() {
        rounds(folder, 2, new ArrayList<>());
        try (TinyNet net = new TinyNet(new Seed(2), 0);
                AdamW adamW = adamW(net);
                RoundCheckpoints checkpoints = open(folder, adamW)) {
            RoundCheckpoints.Done done = checkpoints.resume();
            assertThat(done.steps().stream().map(StepRecord::step)).containsExactly(0, 1, 2, 3);
            assertThat(done.rounds().stream().map(Validation::stepsDone)).containsExactly(2, 4);
            assertThat(net.validationLoss()).isEqualTo(done.rounds().get(1).loss());
        }
    }

    /** A round that was not kept leaves no trace: parameters and optimiser are those of the round before. */
    @Test
    void resume_endedWithinARound_repeatsItFromItsBeginning() {
        float[] whole = rounds(folder.resolve("whole"), 3, new ArrayList<>());
        Path cut = folder.resolve("cut");
        rounds(cut, 2, new ArrayList<>());
        try (TinyNet net = new TinyNet(new Seed(2), 0);
                AdamW adamW = adamW(net);
                RoundCheckpoints checkpoints = open(cut, adamW)) {
            assertThat(checkpoints.resume().rounds()).hasSize(2);
            step(net, adamW, 4); // and the process ends
        }
        assertThat(rounds(cut, 3, new ArrayList<>())).containsExactly(whole);
    }

    @Test
    void resume_otherRoundsStartOrOptimiser_isRefused() {
        rounds(folder, 1, new ArrayList<>());
        try (TinyNet net = new TinyNet(new Seed(2), 0);
                AdamW adamW = adamW(net);
                RoundCheckpoints others = RoundCheckpoints.open(folder, Json.tree("five rounds"), adamW)) {
            assertThatThrownBy(others::resume)
                    .isInstanceOf(InvalidCheckpointException.class)
                    .hasMessage("step-00000002 must belong to this run, got one with rounds: four rounds → five rounds;"
                            + " go on with its settings or choose an empty folder");
        }
        try (TinyNet net = new TinyNet(new Seed(2), 0);
                AdamW adamW = adamW(net)) {
            net.parameters().assign(net.parameters().get("b2"), new float[] {9});
            try (RoundCheckpoints others = open(folder, adamW)) {
                assertThatThrownBy(others::resume)
                        .hasMessageMatching(
                                "step-00000002 must belong to this run, got one with start: .* → .*; go on .*");
            }
        }
    }

    @Test
    void save_keepsOneCheckpointAndHoldsTheFolder() throws IOException {
        rounds(folder, 3, new ArrayList<>());
        try (var entries = Files.list(folder)) {
            assertThat(entries.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder(".lock", "step-00000006");
        }
        try (TinyNet net = new TinyNet(new Seed(2), 0);
                AdamW adamW = adamW(net);
                RoundCheckpoints checkpoints = open(folder, adamW)) {
            assertThat(checkpoints).isNotNull();
            assertThatThrownBy(() -> open(folder, adamW)).isInstanceOf(IllegalStateException.class);
        }
    }
}
