package helpsteer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.Goldens;
import helpsteer.nn.Gradients;
import helpsteer.nn.Parameters;
import helpsteer.nn.Torch;
import helpsteer.run.Progress;
import helpsteer.run.RunLog;
import helpsteer.run.Seed;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.StepReport;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.metrics.TrainingResult.Ending;
import helpsteer.train.metrics.TrainingResult.Validation;
import helpsteer.train.optim.AdamW;
import helpsteer.train.optim.AdamWConfig;
import helpsteer.train.optim.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A straight line fitted to four points, whose validation loss is whatever a test says. */
class LoopTest {
    private final NDManager manager = Torch.newManager();
    private final Parameters parameters = new Parameters(manager);
    private final Map<Integer, Float> weightAt = new TreeMap<>();
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void line() {
        parameters.add("w", new Shape(1, 1), new float[] {0});
        parameters.add("b", new Shape(1), new float[] {0});
    }

    @AfterEach
    void close() {
        parameters.close();
        manager.close();
    }

    /** y = 3x + 1 at x = 0, 1, 2, 3; one row a batch. Losses in order, the last one for ever. */
    private final class Line implements Objective {
        private final List<Double> validation;
        private final int badRow;
        private int looks;

        Line(int badRow, Double... validation) {
            this.badRow = badRow;
            this.validation = List.of(validation);
        }

        @Override
        public List<List<Integer>> epoch(int epoch) {
            return List.of(List.of(0), List.of(1), List.of(2), List.of(3));
        }

        @Override
        public double backward(List<Integer> batch, double share, NDManager scope) {
            return Gradients.of(share, () -> loss(batch, scope));
        }

        private NDArray loss(List<Integer> batch, NDManager scope) {
            int row = batch.get(0);
            NDArray x = scope.create(new float[] {row}, new Shape(1, 1));
            NDArray y = x.matMul(parameters.get("w")).add(parameters.get("b"));
            NDArray loss = y.sub(3 * row + 1).square().mean();
            return row == badRow ? loss.mul(Float.NaN) : loss;
        }

        @Override
        public double weight(List<Integer> batch) {
            return batch.size();
        }

        @Override
        public double validationLoss() {
            double loss = validation.get(Math.min(looks, validation.size() - 1));
            looks++;
            if (loss < 0) {
                throw new IllegalStateException("scores must be finite");
            }
            return loss;
        }

        @Override
        public String describe(int row) {
            return "point " + row;
        }

        @Override
        public String dataHash() {
            return "line";
        }
    }

    private TrainingResult run(Objective objective, LoopConfig config) {
        try (AdamW adamW = new AdamW(parameters, List.of("w", "b"), AdamWConfig.defaults(), manager)) {
            Schedule schedule = new Schedule(0.1, 0, 100, Schedule.Shape.CONSTANT);
            Loop loop = new Loop(objective, parameters, adamW, schedule, config);
            return TrainingListener.during(watcher(), () -> loop.run(manager));
        }
    }

    private TrainingListener watcher() {
        return new TrainingListener() {
            @Override
            public void step(StepRecord record) {
                heard.add("step " + record.step());
            }

            @Override
            public void validation(Validation look) {
                weightAt.put(look.stepsDone(), weight());
                heard.add("look " + look.stepsDone());
            }
        };
    }

    private float weight() {
        return parameters.get("w").toFloatArray()[0];
    }

    @Test
    void run_twoEpochsByTwo_stepsAndLooksInOrder() {
        List<String> progress = new ArrayList<>();
        try (AdamW adamW = new AdamW(parameters, List.of("w", "b"), AdamWConfig.defaults(), manager)) {
            Loop loop = new Loop(
                    new Line(-1, 9.0, 8.0, 7.0),
                    parameters,
                    adamW,
                    new Schedule(0.1, 0, 4, Schedule.Shape.LINEAR),
                    new LoopConfig(2, 2, 3, 5, new Seed(1)));
            TrainingResult result = Progress.during(
                    (task, done, total, note) ->
                            progress.add(task + " " + done + " of " + total + " " + note.contains("(best ")),
                    () -> TrainingListener.during(watcher(), () -> loop.run(manager)));
            assertThat(heard).containsExactly("look 0", "step 0", "step 1", "step 2", "look 3", "step 3", "look 4");
            assertThat(result.validations())
                    .containsExactly(new Validation(0, 9), new Validation(3, 8), new Validation(4, 7));
            assertThat(result.bestStep()).isEqualTo(4);
            assertThat(result.bestLoss()).isEqualTo(7);
            assertThat(result.ending()).isEqualTo(Ending.FINISHED);
            assertThat(result.steps())
                    .extracting(StepRecord::learningRate)
                    .containsExactly(0.1, 0.1 * 0.75, 0.05, 0.025);
            assertThat(result.steps().get(0).loss()).isEqualTo((1 + 16) / 2.0); // errors 1 and 4 at w = b = 0
            assertThat(progress).first().isEqualTo("training 1 of 4 true");
        }
        assertThat(Loop.totalSteps(new Line(-1, 1.0), 3, 2)).isEqualTo(6);
        assertThat(Loop.totalSteps(new Line(-1, 1.0), 3, 3)).isEqualTo(6);
    }

    @Test
    void run_validationWorsens_stopsWhenPatienceIsSpentAndKeepsTheBest() {
        TrainingResult result = run(new Line(-1, 9.0, 5.0, 6.0, 5.0, 7.0), new LoopConfig(50, 1, 2, 3, new Seed(1)));
        assertThat(result.ending()).isEqualTo(Ending.EARLY_STOP);
        assertThat(result.bestStep()).isEqualTo(2); // an equal loss later is no new best
        assertThat(result.steps()).hasSize(8);
        assertThat(weight())
                .isEqualTo(weightAt.get(2))
                .isNotEqualTo(weightAt.get(8))
                .isNotZero();
    }

    @Test
    void run_neverBetterThanTheStart_endsAsItBegan() {
        TrainingResult result = run(new Line(-1, 1.0, 2.0), new LoopConfig(1, 1, 1, 9, new Seed(1)));
        assertThat(result.bestStep()).isZero();
        assertThat(weight()).isZero();
        assertThat(weightAt.get(4)).isNotZero();
    }

    @Test
    void run_lossIsNaN_namesTheRowsAndKeepsTheBest() {
        assertThatThrownBy(() -> run(new Line(3, 9.0, 5.0, 7.0), new LoopConfig(1, 2, 1, 9, new Seed(1))))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessage("loss and gradient norm must be finite, got NaN and NaN at step 1 on point 2, point 3;"
                        + " look at these rows or lower the learning rate");
        assertThat(weight()).isEqualTo(weightAt.get(1)).isNotZero();
    }

    @Test
    void run_validationFails_parametersAreTheBestSoFar() {
        assertThatThrownBy(() -> run(new Line(-1, 9.0, 6.0, 5.0, -1.0), new LoopConfig(1, 1, 1, 9, new Seed(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("scores must be finite");
        assertThat(weight()).isEqualTo(weightAt.get(2)).isNotZero();
    }

    @Test
    void run_threadInterrupted_endsWithTheBest() {
        Line line = new Line(-1, 9.0, 5.0, 6.0);
        TrainingListener interrupting = new TrainingListener() {
            @Override
            public void validation(Validation look) {
                weightAt.put(look.stepsDone(), weight());
            }

            @Override
            public void step(StepRecord record) {
                if (record.step() == 5) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (AdamW adamW = new AdamW(parameters, List.of("w", "b"), AdamWConfig.defaults(), manager)) {
            Loop loop = new Loop(
                    line,
                    parameters,
                    adamW,
                    new Schedule(0.1, 0, 100, Schedule.Shape.CONSTANT),
                    new LoopConfig(50, 1, 4, 9, new Seed(1)));
            TrainingResult result = TrainingListener.during(interrupting, () -> loop.run(manager));
            assertThat(result.ending()).isEqualTo(Ending.INTERRUPTED);
            assertThat(result.steps()).hasSize(6);
            assertThat(result.bestStep()).isEqualTo(4);
            assertThat(result.validations()).extracting(Validation::stepsDone).containsExactly(0, 4);
        }
        assertThat(Thread.interrupted()).isFalse();
        assertThat(weight()).isEqualTo(weightAt.get(4)).isNotZero();
    }

    /** A line through four points is learned; a loop that steps uphill or drops gradients would not get there. */
    @Test
    void run_manyEpochs_findsTheLine() {
        run(new Line(-1, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0), new LoopConfig(400, 4, 50, 9, new Seed(1)));
        assertThat(weight()).isBetween(2.9f, 3.1f);
        assertThat(parameters.get("b").toFloatArray()[0]).isBetween(0.8f, 1.2f);
    }

    @Test
    void run_weightOfNothing_isRefusedByItsRows() {
        Objective weightless = new ChangedObjective(new Line(-1, 1.0)) {
            @Override
            public double weight(List<Integer> batch) {
                return 0;
            }
        };
        assertThatThrownBy(() -> run(weightless, new LoopConfig(1, 2, 1, 9, new Seed(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("weight must be above 0, got 0.0 for [point 0, point 1]; leave these rows out");
    }

    @Test
    void run_validationIsNaN_isRefused() {
        assertThatThrownBy(() -> run(new Line(-1, 1.0, Double.NaN), new LoopConfig(1, 2, 1, 9, new Seed(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "validation loss must be finite, got NaN after 1 steps; look at the validation rows or lower"
                                + " the learning rate");
    }

    /** A token-weighted mean over batches of unequal rows, tokens and padding, against all rows in one batch. */
    @Test
    void run_batchesOfATokenBudget_equalOneLargeBatch() {
        List<Integer> all = new ArrayList<>();
        for (int row = 0; row < TinyNet.ROWS; row++) {
            all.add(row);
        }
        float[] whole = tiny(1000, epoch -> List.of(all));
        float[] small = tiny(1000, null);
        assertThat(Goldens.distance(small, whole)).isLessThan(1e-6);
        assertThat(Goldens.distance(tiny(1, null), whole)).isGreaterThan(1e-3);
    }

    private static float[] tiny(int accumulate, @Nullable IntFunction<List<List<Integer>>> epochs) {
        try (TinyNet net = new TinyNet(new Seed(2), 0);
                AdamW adamW = new AdamW(net.parameters(), TinyNet.NAMES, AdamWConfig.defaults(), net.manager())) {
            Objective objective = new ChangedObjective(net) {
                @Override
                public List<List<Integer>> epoch(int epoch) {
                    return epochs == null ? net.epoch(epoch) : epochs.apply(epoch);
                }

                @Override
                public double validationLoss() {
                    return -adamW.state().require("steps.b2", List.of()).floats()[0]; // the last is the best
                }
            };
            assertThat(net.epoch(0).stream().map(List::size).distinct()).hasSizeGreaterThan(1);
            TrainingResult result = new Loop(
                            objective,
                            net.parameters(),
                            adamW,
                            new Schedule(0.01, 0, 5, Schedule.Shape.CONSTANT),
                            new LoopConfig(5, accumulate, 1, 9, new Seed(1)))
                    .run(net.manager());
            assertThat(result.bestStep()).isEqualTo(result.steps().size());
            return net.values();
        }
    }

    @Test
    void run_objectiveThatReadsTokens_reportsThemWithTimeAndMemory() {
        List<StepReport> reports = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        try (TinyNet net = new TinyNet(new Seed(2), 0.1);
                AdamW adamW = new AdamW(net.parameters(), TinyNet.NAMES, AdamWConfig.defaults(), net.manager())) {
            int steps = Loop.totalSteps(net, 2, 2);
            TrainingListener listening = new TrainingListener() {
                @Override
                public void report(StepReport report) {
                    reports.add(report);
                }
            };
            Loop loop = new Loop(
                    net,
                    net.parameters(),
                    adamW,
                    new Schedule(0.01, 0, steps, Schedule.Shape.CONSTANT),
                    new LoopConfig(2, 2, 100, 9, new Seed(1)));
            Progress.during(
                    (task, done, total, note) -> notes.add(note),
                    () -> TrainingListener.during(
                            listening, () -> TrainingListener.alsoDuring(watcher(), () -> loop.run(net.manager()))));
            assertThat(reports).hasSize(steps);
            long tokens = net.epoch(0).stream().mapToLong(net::tokens).sum();
            assertThat(reports.stream().mapToLong(r -> r.step().work().tokens()).sum())
                    .isEqualTo(2 * tokens);
            assertThat(reports.stream()
                            .mapToLong(r -> r.step().work().paddedTokens())
                            .sum())
                    .isEqualTo(net.epoch(0).stream()
                                    .mapToLong(net::paddedTokens)
                                    .sum()
                            + net.epoch(1).stream().mapToLong(net::paddedTokens).sum())
                    .isPositive();
        }
        assertThat(reports)
                .allMatch(r -> r.step().work().seconds() > 0 && r.utilisation().isEmpty());
        assertThat(heard).contains("step 0", "look 0");
        assertThat(notes.get(0)).matches("loss .*, validation .* \\(best .*\\), [0-9,]+ tokens/s, padding [0-9]+ %.*");
    }

    @Test
    void run_parameterThatNoLossUses_isToldOnceAndShown() {
        parameters.add("unused", new Shape(2), new float[] {1, 2});
        List<String> told = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        TrainingListener listening = new TrainingListener() {
            @Override
            public void withoutGradient(List<String> names) {
                told.addAll(names);
            }
        };
        try (AdamW adamW = new AdamW(parameters, List.of("w", "b", "unused"), AdamWConfig.defaults(), manager)) {
            Loop loop = new Loop(
                    new Line(-1, 1.0),
                    parameters,
                    adamW,
                    new Schedule(0.1, 0, 4, Schedule.Shape.CONSTANT),
                    new LoopConfig(1, 1, 100, 9, new Seed(1)));
            Progress.during(
                    (task, done, total, note) -> notes.add(note),
                    () -> TrainingListener.during(listening, () -> loop.run(manager)));
        }
        assertThat(told).containsExactly("unused");
        assertThat(notes).hasSize(4).allMatch(note -> note.endsWith(", 1 parameters without gradient"));
    }

    @Test
    void stepLog_run_isAFileOfItsEvents(@TempDir Path folder) {
        Path file = folder.resolve("run.jsonl");
        try (RunLog log = RunLog.open(file);
                AdamW adamW = new AdamW(parameters, List.of("w", "b"), AdamWConfig.defaults(), manager)) {
            Loop loop = new Loop(
                    new Line(-1, 9.0, 8.0),
                    parameters,
                    adamW,
                    new Schedule(0.1, 0, 2, Schedule.Shape.CONSTANT),
                    new LoopConfig(1, 2, 2, 9, new Seed(1)));
            TrainingListener.during(new StepLog(log), () -> loop.run(manager));
        }
        List<JsonNode> events = RunLog.read(file);
        assertThat(events)
                .extracting(e -> e.path("event").asText())
                .containsExactly("validation", "step", "step", "validation");
        assertThat(events.get(1).path("loss").asDouble()).isEqualTo(8.5);
        assertThat(events.get(1).path("learningRate").asDouble()).isEqualTo(0.1);
        assertThat(events.get(1).path("seconds").asDouble()).isPositive();
        assertThat(events.get(3).path("stepsDone").asInt()).isEqualTo(2);
    }

    @Test
    void gradients_secondBackwardPassInside_isRefusedAndTheNextWorks() {
        parameters.get("w").setRequiresGradient(true);
        assertThatThrownBy(() -> Gradients.of(1, () -> {
                    Gradients.of(1, () -> parameters.get("w").square().sum());
                    return parameters.get("w").square().sum();
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a thread must have one backward pass at a time, got a second; train one model after the"
                        + " other");
        parameters.assign(parameters.get("w"), new float[] {3});
        assertThat(Gradients.of(0.5, () -> parameters.get("w").square().sum())).isEqualTo(9);
        assertThat(Gradients.of(1, () -> parameters.get("w").square().sum())).isEqualTo(9);
        assertThat(parameters.get("w").getGradient().toFloatArray()).containsExactly(9); // 0.5 · 6 + 6
    }

    /** Half of the threads add up gradients of another model while the others do. */
    @Test
    void gradients_ofModelsInSeveralThreads_areThoseOfEachAlone() {
        List<Float> found = IntStream.range(0, 8)
                .parallel()
                .mapToObj(number -> Torch.onOneThread(() -> {
                    try (NDManager own = Torch.newManager()) {
                        NDArray weight = own.create(new float[] {number});
                        weight.setRequiresGradient(true);
                        for (int i = 0; i < 50; i++) {
                            Gradients.of(1, () -> weight.square().sum());
                        }
                        return weight.getGradient().getFloat(0);
                    }
                }))
                .toList();
        assertThat(found).containsExactly(0f, 100f, 200f, 300f, 400f, 500f, 600f, 700f);
    }
}
