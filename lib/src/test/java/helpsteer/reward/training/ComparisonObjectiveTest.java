package helpsteer.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import helpsteer.Goldens;
import helpsteer.data.Pair;
import helpsteer.data.Split;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.BradleyTerryTrainingTest;
import helpsteer.reward.Comparison;
import helpsteer.reward.FixedBatches;
import helpsteer.reward.PairTraining;
import helpsteer.reward.RewardModel;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.train.Loop;
import helpsteer.train.LoopConfig;
import helpsteer.train.NonFiniteLossException;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.EvalResult;
import helpsteer.train.metrics.Throughput;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.optim.AdamW;
import helpsteer.train.optim.AdamWConfig;
import helpsteer.train.optim.Schedule;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the loop hears from comparisons: batches, losses that do not depend on them, costs. */
class ComparisonObjectiveTest {
    private static final List<Comparison> PAIRS = BradleyTerryTrainingTest.PAIRS;

    private static ComparisonObjective objective(RewardModel model, PairTraining settings) {
        return settings.objective(model, new Split<>(PAIRS, PAIRS));
    }

    private static TensorMap threeSteps(List<List<Integer>> groups) {
        try (RewardModel model = BradleyTerryTrainingTest.tiny();
                AdamW adamW = new AdamW(model.parameters(), model.trained(), AdamWConfig.defaults(), model.manager())) {
            PairTraining settings = BradleyTerryTrainingTest.settings(3, 16, 1e-3)
                    .withLoss(new ComparisonLoss(BradleyTerry.SCALED, 0.01));
            new Loop(
                            new FixedBatches(objective(model, settings), groups),
                            model.parameters(),
                            adamW,
                            new Schedule(1e-3, 0, 3, Schedule.Shape.CONSTANT),
                            new LoopConfig(3, groups.size(), 1, 9, new Seed(1)))
                    .run(model.manager());
            return model.parameters().snapshot();
        }
    }

    @Test
    void run_fourMicroBatches_equalOneLargeBatch() {
        TensorMap large = threeSteps(FixedBatches.TOGETHER);
        TensorMap micro = threeSteps(FixedBatches.UNEQUAL);
        for (StoredTensor tensor : large.all()) {
            // the gradient of what shifts every goodness, and of key biases, is 0 but for rounding, which AdamW scales
            // up
            if (!tensor.name().endsWith("key.bias")) {
                float[] other = micro.require(tensor.name(), tensor.shape()).floats();
                assertThat(Goldens.distance(tensor.floats(), other))
                        .as(tensor.name())
                        .isLessThan(1e-6);
            }
        }
    }

    /** A pair alone, padded beside longer ones, and scored without gradient: one loss. */
    @ParameterizedTest
    @EnumSource(BradleyTerry.class)
    void backward_aloneOrTogether_givesOneLoss(BradleyTerry kind) {
        try (RewardModel model = BradleyTerryTrainingTest.tiny()) {
            PairTraining settings = BradleyTerryTrainingTest.settings(1, 16, 1e-3)
                    .withLoss(new ComparisonLoss(kind, 0.1))
                    .withWeights(AttributeWeights.LLAMA3_70B);
            ComparisonObjective objective = objective(model, settings);
            List<Integer> all = FixedBatches.TOGETHER.get(0);
            double together = 0;
            double alone = 0;
            try (NDManager scope = model.manager().newSubManager();
                    AdamW adamW =
                            new AdamW(model.parameters(), model.trained(), AdamWConfig.defaults(), model.manager())) {
                together = objective.backward(all, 1, scope);
                for (int i : all) {
                    alone += objective.backward(List.of(i), 1, scope) / all.size();
                }
                assertThat(adamW.step(0)).isPositive();
            }
            double scored = settings.fit(model, PAIRS).loss();
            assertThat(together).isCloseTo(scored, within(1e-5 * scored));
            assertThat(alone).isCloseTo(scored, within(1e-5 * scored));
        }
    }

    @Test
    void epoch_anySeed_holdsEachPairOnce() {
        try (RewardModel model = BradleyTerryTrainingTest.tiny()) {
            ComparisonObjective objective = objective(model, BradleyTerryTrainingTest.settings(1, 5, 1e-3));
            List<List<Integer>> batches = objective.epoch(0);
            assertThat(batches).hasSize(4);
            assertThat(batches.stream().flatMap(List::stream))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 16).boxed().toList());
            assertThat(objective.epoch(0)).isEqualTo(batches);
            assertThat(objective.epoch(1)).isNotEqualTo(batches);
            assertThat(objective.weight(List.of(1, 2))).isEqualTo(2);
            assertThat(objective.describe(7)).isEqualTo("training pair 7");
        }
    }

    /** Both texts of each pair count. */
    @Test
    void run_anyStep_tellsItsTokensAndItsData() {
        try (RewardModel model = BradleyTerryTrainingTest.tiny()) {
            PairTraining settings = BradleyTerryTrainingTest.settings(1, 4, 1e-3);
            PairTraining.Result result = settings.run(model, PAIRS, PAIRS);
            int[] lengths =
                    model.body().read(Pair.flat(PromptResponse.pairs(PAIRS))).lengths();
            Throughput speed = Throughput.of(result.training().steps());
            assertThat(speed.total().tokens()).isEqualTo(Arrays.stream(lengths).sum());
            assertThat(speed.paddingShare()).isPositive().isLessThan(0.5);
            assertThat(speed.total().flops()).isPositive();
            List<Comparison> stronger = new ArrayList<>(PAIRS);
            Comparison first = PAIRS.get(0);
            stronger.set(0, new Comparison(first.prompt(), first.chosen(), first.rejected(), 2));
            List<String> hashes = List.of(
                    objective(model, settings).dataHash(),
                    objective(model, BradleyTerryTrainingTest.settings(1, 5, 1e-3))
                            .dataHash(),
                    objective(model, settings.withLoss(ComparisonLoss.of(BradleyTerry.REGULAR)))
                            .dataHash(),
                    objective(model, settings.withLoss(new ComparisonLoss(BradleyTerry.SCALED, 0.1)))
                            .dataHash(),
                    objective(model, settings.withWeights(AttributeWeights.ALIGNMENT))
                            .dataHash(),
                    settings.objective(model, new Split<>(stronger, PAIRS)).dataHash(),
                    settings.objective(model, new Split<>(PAIRS, stronger)).dataHash());
            assertThat(hashes).doesNotHaveDuplicates();
            assertThat(objective(model, settings).dataHash()).isEqualTo(hashes.get(0));
        }
    }

    @Test
    void run_weightIsNaN_namesThePairs() {
        try (RewardModel model = BradleyTerryTrainingTest.tiny()) {
            var head = model.parameters().get(RewardModel.HEAD_WEIGHT);
            TrainingListener breaking = new TrainingListener() {
                @Override
                public void validation(TrainingResult.Validation look) {
                    float[] broken = head.toFloatArray();
                    broken[0] = Float.NaN;
                    model.parameters().assign(head, broken);
                }
            };
            assertThatThrownBy(
                            () -> TrainingListener.during(breaking, () -> BradleyTerryTrainingTest.settings(1, 16, 1e-3)
                                    .run(model, PAIRS.subList(0, 3), PAIRS)))
                    .isInstanceOf(NonFiniteLossException.class)
                    .hasMessageMatching("loss and gradient norm must be finite, got NaN and NaN at step 0 on"
                            + " training pair [012], training pair [012], training pair [012];"
                            + " look at these rows or lower the learning rate");
        }
    }

    @Test
    void look_anyModel_isTheFitOfItsValidationPairs() {
        try (RewardModel model = BradleyTerryTrainingTest.tiny()) {
            PairTraining settings = BradleyTerryTrainingTest.settings(1, 16, 1e-3);
            ComparisonFit fit = settings.fit(model, PAIRS);
            assertThat(objective(model, settings).evaluate())
                    .isEqualTo(new EvalResult(
                            fit.loss(), Map.of("accuracy", fit.accuracy().strict())));
        }
    }
}
