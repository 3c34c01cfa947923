package helpsteer.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.train.Checkpoint.History;
import helpsteer.train.Checkpoint.Place;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.TrainingResult.Validation;
import helpsteer.train.optim.AdamW;
import helpsteer.weights.TensorMap;
import java.nio.file.Path;
import java.util.List;

/**
 * Checkpoints of a run whose data change from round to round while its optimiser goes on, as in REINFORCE and PPO. One is
 * written at the end of each round, so a run that was cut off repeats no more than the round where it stood.
 */
public final class RoundCheckpoints implements AutoCloseable {
    private final CheckpointStore store;
    private final AdamW optimizer;

    private RoundCheckpoints(CheckpointStore store, AdamW optimizer) {
        this.store = store;
        this.optimizer = optimizer;
    }

    /**
     * What was done so far.
     *
     * @param steps of all rounds, counted through
     * @param rounds what each round saw, in order
     */
    public record Done(List<StepRecord> steps, List<Validation> rounds) {
        public Done {
            steps = List.copyOf(steps);
            rounds = List.copyOf(rounds);
        }
    }

    /**
     * Locks the folder.
     *
     * @param folder of this run alone
     * @param rounds what besides optimiser and parameters decides over the rounds
     * @param optimizer over the parameters as the run begins
     */
    public static RoundCheckpoints open(Path folder, JsonNode rounds, AdamW optimizer) {
        ObjectNode settings = Checkpoint.settings(optimizer);
        settings.set("rounds", rounds);
        return new RoundCheckpoints(CheckpointStore.open(new Checkpoints(folder, 1), settings), optimizer);
    }

    /**
     * Sets parameters and optimiser to the end of the last round that was kept.
     *
     * @return what was done up to there; nothing where no round was kept
     * @throws InvalidCheckpointException where it is damaged or of a run with other settings
     */
    public Done resume() {
        return store.newest()
                .map(checkpoint -> {
                    optimizer.assign(checkpoint.parameters());
                    optimizer.restore(checkpoint.optimizer());
                    return new Done(
                            checkpoint.history().steps(), checkpoint.history().validations());
                })
                .orElseGet(() -> new Done(List.of(), List.of()));
    }

    /** Keeps the end of a round, the last of {@code done}. */
    public void save(Done done) {
        double loss = done.rounds.get(done.rounds.size() - 1).loss();
        TensorMap now = optimizer.liveParameters();
        store.save(new Checkpoint(
                new Place(done.rounds.size(), 0),
                new History(done.steps, done.rounds, done.steps.size(), loss),
                now,
                optimizer.liveState(),
                now));
    }

    @Override
    public void close() {
        store.close();
    }
}
