package helpsteer.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import helpsteer.nn.Parameters;
import helpsteer.nn.Torch;
import helpsteer.run.Progress;
import helpsteer.train.Checkpoint.History;
import helpsteer.train.Checkpoint.Place;
import helpsteer.train.metrics.DevicePeak;
import helpsteer.train.metrics.EvalResult;
import helpsteer.train.metrics.MemoryGauge;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.StepReport;
import helpsteer.train.metrics.Throughput;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.metrics.TrainingResult.Ending;
import helpsteer.train.metrics.TrainingResult.Validation;
import helpsteer.train.optim.AdamW;
import helpsteer.train.optim.Schedule;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The one training loop: batch, backward, clip, step, look at the validation loss, keep the best. */
public final class Loop {
    private static final int RECENT_STEPS = 50;

    private final Objective objective;
    private final Parameters parameters;
    private final AdamW optimizer;
    private final Schedule schedule;
    private final LoopConfig config;

    /** Prepares runs; what the optimiser trains of {@code parameters} ends as the best seen. */
    public Loop(Objective objective, Parameters parameters, AdamW optimizer, Schedule schedule, LoopConfig config) {
        this.objective = objective;
        this.parameters = parameters;
        this.optimizer = optimizer;
        this.schedule = schedule;
        this.config = config;
    }

    /**
     * Steps of a whole run, whatever the sizes of the batches; the last step of an epoch may have fewer batches.
     *
     * @param accumulate batches of a step
     */
    public static int totalSteps(Objective objective, int epochs, int accumulate) {
        int steps = 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            steps += (objective.epoch(epoch).size() + accumulate - 1) / accumulate;
        }
        return steps;
    }

    /**
     * Trains until the epochs are done, the patience is spent or the thread is interrupted; after an interrupt it returns
     * without another look at the validation rows.
     *
     * <p>However it ends, by an exception too, the parameters are the best so far.
     *
     * @param scopes parent of the short-lived manager of each batch
     * @throws NonFiniteLossException where a loss or gradient is not finite
     */
    public TrainingResult run(NDManager scopes) {
        return new Run(scopes, null).finish();
    }

    /**
     * The same with checkpoints: goes on from the newest one in the folder, if there is one, as if the run had never
     * ended. On the CPU, with the same number of threads, every later loss and parameter is the same to the bit.
     *
     * <p>The parameters must be those that the run began with. A run that is interrupted is kept where it stands.
     *
     * @throws InvalidCheckpointException where the newest checkpoint is damaged or of a run with other settings
     */
    public TrainingResult run(NDManager scopes, Checkpoints checkpoints) {
        try (CheckpointStore store =
                CheckpointStore.open(checkpoints, Checkpoint.settings(objective, schedule, config, optimizer))) {
            return new Run(scopes, store).finish();
        }
    }

    /** One run: the loop and what it has seen. */
    private final class Run {
        private final NDManager scopes;
        private final @Nullable CheckpointStore store; // null where the run is not kept
        private final TrainingListener listener = TrainingListener.current();
        private final MemoryGauge memory;
        private final double peakFlops;

        private final List<StepRecord> steps = new ArrayList<>();
        private final List<Validation> validations = new ArrayList<>();
        private final NDManager kept; // the best parameters lie outside of the Java heap, on the host
        private final Map<String, NDArray> best = new LinkedHashMap<>();
        private int bestStep;
        private double bestLoss;
        private Place place = Place.START;
        private int savedSteps = -1;
        private int savedLooks = -1;
        private boolean first = true;

        Run(NDManager scopes, @Nullable CheckpointStore store) {
            this.scopes = scopes;
            this.store = store;
            memory = MemoryGauge.of(scopes.getDevice());
            peakFlops =
                    DevicePeak.flops(scopes.getDevice(), objective.precision()).orElse(0);
            kept = scopes.newSubManager(Device.cpu());
            for (String name : optimizer.names()) {
                best.put(name, kept.zeros(parameters.get(name).getShape(), DataType.FLOAT32));
            }
            keepBest();
        }

        private void keepBest() {
            best.forEach((name, array) -> parameters.assign(array, parameters.get(name)));
        }

        private TensorMap best() {
            return new TensorMap(best.entrySet().stream()
                    .map(e -> Parameters.live(e.getKey(), e.getValue()))
                    .toList());
        }

        TrainingResult finish() {
            try {
                if (store != null) {
                    store.newest().ifPresent(this::resume);
                }
                Ending ending = train();
                return new TrainingResult(steps, validations, bestStep, bestLoss, ending);
            } finally {
                optimizer.assign(best());
                kept.close();
                listener.ended();
            }
        }

        private void resume(Checkpoint checkpoint) {
            optimizer.assign(checkpoint.parameters());
            optimizer.restore(checkpoint.optimizer());
            best.forEach((name, array) -> parameters.assign(array, checkpoint.best(), name));
            place = checkpoint.place();
            History history = checkpoint.history();
            steps.addAll(history.steps());
            validations.addAll(history.validations());
            bestStep = history.bestStep();
            bestLoss = history.bestLoss();
            savedSteps = steps.size();
            savedLooks = validations.size();
            listener.resumed(steps.size());
        }

        private Ending train() {
            if (validations.isEmpty() || lookWasCutOff()) {
                evaluate();
            }
            Ending ending = patienceSpent() ? Ending.EARLY_STOP : epochs();
            // Whoever interrupts waits for the end, and an uninterrupted run would not look here.
            if (ending != Ending.INTERRUPTED
                    && validations.get(validations.size() - 1).stepsDone() != steps.size()) {
                evaluate();
            }
            save();
            return ending;
        }

        private Ending epochs() {
            for (int epoch = place.epoch(); epoch < config.epochs(); epoch++) {
                List<List<Integer>> batches = objective.epoch(epoch);
                for (int from = place.batch(); from < batches.size(); from += config.accumulate()) {
                    if (Thread.interrupted()) {
                        return Ending.INTERRUPTED;
                    }
                    int to = Math.min(batches.size(), from + config.accumulate());
                    tell(step(batches.subList(from, to)));
                    place = to < batches.size() ? new Place(epoch, to) : new Place(epoch + 1, 0);
                    if (steps.size() % config.evaluateEvery() == 0) {
                        if (!lookedWhole()) {
                            return Ending.INTERRUPTED;
                        }
                        if (patienceSpent()) {
                            return Ending.EARLY_STOP;
                        }
                    }
                    if (store != null && store.due(steps.size())) {
                        save();
                    }
                }
                place = new Place(epoch + 1, 0);
            }
            return Ending.FINISHED;
        }

        /** One optimiser step over the gradients of several batches, each weighted by its share of what is averaged. */
        private StepRecord step(List<List<Integer>> batches) {
            long start = System.nanoTime();
            int step = steps.size();
            double total = batches.stream().mapToDouble(objective::weight).sum();
            if (!(total > 0)) {
                throw new IllegalStateException(
                        "weight must be above 0, got " + total + " for " + rows(batches) + "; leave these rows out");
            }
            double loss = 0;
            RandomGenerator dropout = config.seed().stream("dropout", step);
            for (List<Integer> batch : batches) {
                Torch.seed(dropout.nextLong()); // so that no batch depends on how those before it drew
                double share = objective.weight(batch) / total;
                try (NDManager scope = scopes.newSubManager()) {
                    loss += share * objective.backward(batch, share, scope);
                }
            }
            double rate = schedule.at(step);
            double norm = optimizer.step(rate);
            if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
                throw new NonFiniteLossException(step, loss, norm, rows(batches));
            }
            return new StepRecord(step, loss, norm, rate, objective.stats(batches, (System.nanoTime() - start) / 1e9));
        }

        private List<String> rows(List<List<Integer>> batches) {
            return batches.stream()
                    .flatMap(List::stream)
                    .map(objective::describe)
                    .toList();
        }

        private void tell(StepRecord record) {
            steps.add(record);
            listener.step(record);
            List<StepRecord> recent = steps.subList(Math.max(0, steps.size() - RECENT_STEPS), steps.size());
            StepReport report = new StepReport(record, Throughput.of(recent), memory.now(), peakFlops);
            listener.report(report);
            List<String> without = optimizer.withoutGradient();
            if (first && !without.isEmpty()) {
                listener.withoutGradient(without);
            }
            first = false;
            Progress.current().update("training", steps.size(), schedule.totalSteps(), note(report, without.size()));
        }

        private String note(StepReport report, int without) {
            String speed = report.speedAndMemory();
            Validation last = validations.get(validations.size() - 1);
            StringBuilder seen = new StringBuilder(String.format(
                    Locale.ROOT,
                    "loss %.4f, validation %.4f (best %.4f)",
                    report.step().loss(),
                    last.loss(),
                    bestLoss));
            last.metrics().forEach((name, value) -> seen.append(String.format(Locale.ROOT, ", %s %.3f", name, value)));
            return seen
                    + (speed.isEmpty() ? "" : ", " + speed)
                    + (without == 0 ? "" : ", " + without + " parameters without gradient");
        }

        private void evaluate() {
            EvalResult look = Progress.during(Progress.SILENT, () -> objective.evaluate()); // part of a step
            double loss = look.loss();
            if (!Double.isFinite(loss)) {
                throw new IllegalStateException("validation loss must be finite, got " + loss + " after " + steps.size()
                        + " steps; look at the validation rows or lower the learning rate");
            }
            if (validations.isEmpty() || loss < bestLoss) {
                keepBest();
                bestLoss = loss;
                bestStep = steps.size();
            }
            Validation seen = new Validation(steps.size(), loss, look.metrics());
            validations.add(seen);
            listener.validation(seen);
        }

        /** Looks, unless the thread is interrupted meanwhile. */
        private boolean lookedWhole() {
            try {
                evaluate();
                return true;
            } catch (CancellationException e) {
                return false;
            }
        }

        /** Whether the run goes on from where a look was due and did not come to its end. */
        private boolean lookWasCutOff() {
            return steps.size() % config.evaluateEvery() == 0
                    && validations.get(validations.size() - 1).stepsDone() != steps.size();
        }

        private boolean patienceSpent() {
            return validations.stream().filter(v -> v.stepsDone() > bestStep).count() >= config.patience();
        }

        private void save() {
            if (store != null && (steps.size() != savedSteps || validations.size() != savedLooks)) {
                History history = new History(steps, validations, bestStep, bestLoss);
                store.save(new Checkpoint(place, history, optimizer.liveParameters(), optimizer.liveState(), best()));
                savedSteps = steps.size();
                savedLooks = validations.size();
            }
        }
    }
}
