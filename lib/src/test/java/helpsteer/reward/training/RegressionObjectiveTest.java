package helpsteer.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.FixedBatches;
import helpsteer.reward.RewardModel;
import helpsteer.reward.TinyModels;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.train.Loop;
import helpsteer.train.LoopConfig;
import helpsteer.train.TrainingArgs;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.Throughput;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.optim.AdamW;
import helpsteer.train.optim.AdamWConfig;
import helpsteer.train.optim.Schedule;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The whole training path on a tiny encoder. */
class RegressionObjectiveTest {
    private static final List<RatedResponse> ROWS = HelpSteer2.samples(TinyModels.pairs(8, 1));

    private static RegressionObjective objective(
            RewardModel model, List<RatedResponse> train, List<RatedResponse> validation, int batchRows, Seed seed) {
        TrainingArgs args = new TrainingArgs(3, batchRows, 1e-3, Schedule.Shape.CONSTANT, seed);
        return new RegressionObjective(model, new Split<>(train, validation), EnumSet.allOf(Attribute.class), args);
    }

    private static TrainingResult train(TrainingArgs args, RewardModel model) {
        return TinyModels.train(args, model, ROWS);
    }

    private static TensorMap threeSteps(List<List<Integer>> groups) {
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0);
                AdamW adamW = new AdamW(
                        model.parameters(),
                        List.copyOf(model.parameters().names()),
                        AdamWConfig.defaults(),
                        model.manager())) {
            RegressionObjective inner = objective(model, ROWS, ROWS, 16, new Seed(1));
            TrainingResult result = new Loop(
                            new FixedBatches(inner, groups),
                            model.parameters(),
                            adamW,
                            new Schedule(1e-3, 0, 3, Schedule.Shape.CONSTANT),
                            new LoopConfig(3, groups.size(), 1, 9, new Seed(1)))
                    .run(model.manager());
            assertThat(result.bestStep()).isEqualTo(3);
            return model.parameters().snapshot();
        }
    }

    @Test
    void run_fourMicroBatches_equalOneLargeBatch() {
        TensorMap large = threeSteps(FixedBatches.TOGETHER);
        TensorMap micro = threeSteps(FixedBatches.UNEQUAL);
        for (StoredTensor tensor : large.all()) {
            if (tensor.name().endsWith("key.bias")) {
                continue; // its gradient is exactly 0 in mathematics, so AdamW scales up rounding alone
            }
            assertThat(distance(tensor, micro)).as(tensor.name()).isLessThan(1e-6);
        }
    }

    /** A batch larger than the budget of tokens is computed in parts; loss and gradients are those of the whole. */
    @Test
    void backward_budgetOfTokens_sameLossAndGradients() {
        List<Double> losses = new ArrayList<>();
        List<float[]> gradients = new ArrayList<>();
        for (int budget : new int[] {60, 100_000}) {
            try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0);
                    NDManager scope = model.manager().newSubManager()) {
                TrainingArgs args = new TrainingArgs(1, 16, 1e-3, Schedule.Shape.CONSTANT, new Seed(1));
                RegressionObjective objective =
                        new RegressionObjective(model, new Split<>(ROWS, ROWS), EnumSet.allOf(Attribute.class), args) {
                            @Override
                            public int tokensAtATime() {
                                return budget;
                            }
                        };
                NDArray weight = model.parameters().get("encoder.layer.0.intermediate.dense.weight");
                weight.setRequiresGradient(true);
                List<Integer> all = IntStream.range(0, ROWS.size()).boxed().toList();
                losses.add(objective.backward(all, 0.5, scope));
                gradients.add(weight.getGradient().toFloatArray());
            }
        }
        assertThat(losses.get(0)).isCloseTo(losses.get(1), within(1e-6));
        assertThat(helpsteer.Goldens.distance(gradients.get(0), new float[gradients.get(0).length]))
                .isGreaterThan(1e-4);
        assertThat(helpsteer.Goldens.distance(gradients.get(0), gradients.get(1)))
                .isLessThan(1e-7);
    }

    private static double distance(StoredTensor tensor, TensorMap other) {
        return helpsteer.Goldens.distance(
                tensor.floats(), other.require(tensor.name(), tensor.shape()).floats());
    }

    private static String fingerprint(long seed) {
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0.1)) {
            train(new TrainingArgs(2, 4, 1e-3, Schedule.Shape.COSINE, new Seed(seed)), model);
            return model.fingerprint();
        }
    }

    @Test
    void run_sameSeed_givesTheSameBytes_otherSeedOthers() {
        String first = fingerprint(1);
        assertThat(fingerprint(1)).isEqualTo(first);
        assertThat(fingerprint(2)).isNotEqualTo(first);
    }

    @Test
    void run_sixteenRows_areLearnedByHeart() {
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0)) {
            TrainingResult result = train(new TrainingArgs(150, 16, 2e-2, Schedule.Shape.LINEAR, new Seed(1)), model);
            assertThat(result.validations().get(0).loss()).isGreaterThan(1);
            assertThat(result.bestLoss()).isLessThan(0.2);
            assertThat(result.best().metrics()).containsEntry("accuracy", 1.0);
            double explained = Evaluation.fit(ROWS, model.score(exchanges()), Attribute.HELPFULNESS)
                    .rSquared();
            assertThat(result.best().metrics()).containsEntry("R² of helpfulness", explained);
            assertThat(explained).isGreaterThan(0.8);
        }
    }

    private static List<PromptResponse> exchanges() {
        return ROWS.stream().map(PromptResponse::of).toList();
    }

    /** A rate of 0.9 spoils the model before long, so that nothing better comes. */
    @Test
    void run_withPatience_stopsEarlyAndIsTheSameWithout() {
        TrainingArgs whole = new TrainingArgs(6, 4, 0.9, Schedule.Shape.CONSTANT, new Seed(1));
        TrainingArgs patient = whole.withPatience(3);
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0)) {
            TrainingResult result = train(patient, model);
            assertThat(result.ending()).isEqualTo(TrainingResult.Ending.EARLY_STOP);
            assertThat(result.validations().stream().filter(look -> look.stepsDone() > result.bestStep()))
                    .hasSize(3);
        }
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0)) {
            TrainingResult result = train(whole, model);
            assertThat(result.ending()).isEqualTo(TrainingResult.Ending.FINISHED);
        }
        assertThat(patient.withEpochs(2).length()).isEqualTo(new TrainingArgs.Length(2, 3));
        assertThatThrownBy(() -> whole.withPatience(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("patience must be at least 1, got 0");
    }

    /** Native arrays in use, by the model's manager: 200 steps may leave none behind. */
    @Test
    void run_twoHundredSteps_leaveNoArrayBehind() {
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0.1)) {
            List<Integer> live = new ArrayList<>();
            TrainingListener counting = new TrainingListener() {
                @Override
                public void step(StepRecord record) {
                    live.add(model.manager().getManagedArrays().size());
                }
            };
            TrainingArgs args = new TrainingArgs(50, 4, 1e-3, Schedule.Shape.CONSTANT, new Seed(1));
            TrainingListener.during(counting, () -> train(args, model));
            assertThat(live).hasSize(200);
            assertThat(live.get(199)).isEqualTo(live.get(5));
        }
    }

    @Test
    void run_anyStep_tellsItsTokensAndOperations() {
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0)) {
            TrainingResult result = train(new TrainingArgs(1, 4, 1e-3, Schedule.Shape.CONSTANT, new Seed(1)), model);
            int[] lengths = model.body()
                    .read(ROWS.stream().map(PromptResponse::of).toList())
                    .lengths();
            long tokens = Arrays.stream(lengths).sum();
            Throughput speed = Throughput.of(result.steps());
            assertThat(speed.total().tokens()).isEqualTo(tokens);
            assertThat(speed.paddingShare()).isPositive().isLessThan(0.5);
            long matrices = 2 * (4 * (8 * 8 + 8) + 2 * 16 + (8 * 16 + 16) + (16 * 8 + 8)) + 5 * 8 + 5;
            assertThat(speed.total().flops() / tokens).isBetween(6.0 * matrices, 6.0 * matrices + 12 * 2 * 8 * 32);
            RegressionObjective one = objective(model, ROWS, ROWS, 4, new Seed(1));
            assertThat(one.dataHash())
                    .isEqualTo(objective(model, ROWS, ROWS, 4, new Seed(1)).dataHash())
                    .isNotEqualTo(objective(model, ROWS, ROWS, 5, new Seed(1)).dataHash())
                    .isNotEqualTo(objective(model, ROWS, ROWS, 4, new Seed(2)).dataHash())
                    .isNotEqualTo(objective(model, ROWS.subList(1, 16), ROWS, 4, new Seed(1))
                            .dataHash())
                    .isNotEqualTo(objective(model, ROWS, ROWS.subList(1, 16), 4, new Seed(1))
                            .dataHash());
        }
    }

    @Test
    void run_noRowsOrBadSettings_isRefused() {
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0.1)) {
            assertThatThrownBy(() -> objective(model, ROWS, List.of(), 4, new Seed(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("train and validation must hold at least one row each, got 16 and 0; take more rows");
        }
        assertThatThrownBy(() -> TrainingArgs.defaults().withEpochs(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epochs and batchRows must be at least 1, got 0 and 16");
        assertThat(TrainingArgs.defaults().withSeed(new Seed(9)).seed()).isEqualTo(new Seed(9));
    }
}
