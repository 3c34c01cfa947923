package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.training.Evaluation;
import helpsteer.reward.training.Initialization;
import helpsteer.reward.training.RegressionObjective;
import helpsteer.reward.training.RegressionTraining;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.optim.Schedule;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HelpfulnessOnlyTest {
    private static final List<RatedResponse> ROWS = HelpSteer2.samples(TinyModels.pairs(8, 1));
    private static final TrainingArgs ARGS = new TrainingArgs(100, 16, 2e-2, Schedule.Shape.LINEAR, new Seed(1));

    /** Rows of the head that no loss reads keep their direction: only the optimiser's decay makes them smaller. */
    @Test
    void run_helpfulnessOnly_learnsItAndMovesNoOtherRowOfTheHead() {
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0)) {
            float[] before = model.parameters().get(RewardModel.HEAD_WEIGHT).toFloatArray();
            float[] bias = model.parameters().get(RewardModel.HEAD_BIAS).toFloatArray();
            TrainingResult result = ARGS.train(model, objective(model, Set.of(Attribute.HELPFULNESS)));
            assertThat(result.bestLoss()).isLessThan(0.2);
            List<AttributeScores> scores =
                    model.score(ROWS.stream().map(PromptResponse::of).toList());
            assertThat(Evaluation.fit(ROWS, scores, Attribute.HELPFULNESS).mse())
                    .isCloseTo(result.bestLoss(), within(1e-12));
            float[] after = model.parameters().get(RewardModel.HEAD_WEIGHT).toFloatArray();
            double kept = after[8] / before[8];
            assertThat(kept).isBetween(0.9, 1.0);
            for (int i = 8; i < 40; i++) {
                assertThat(after[i] / before[i]).isCloseTo((float) kept, within(1e-4f));
            }
            float[] ends = model.parameters().get(RewardModel.HEAD_BIAS).toFloatArray();
            assertThat(ends[0]).isNotEqualTo(bias[0]);
            assertThat(Arrays.copyOfRange(ends, 1, 5)).isEqualTo(Arrays.copyOfRange(bias, 1, 5));
        }
    }

    @Test
    void objective_otherAttributes_hasAnotherWeightAndHash() {
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0)) {
            RegressionObjective all = objective(model, EnumSet.allOf(Attribute.class));
            RegressionObjective two = objective(model, Set.of(Attribute.VERBOSITY, Attribute.CORRECTNESS));
            assertThat(all.weight(List.of(1, 2, 3))).isEqualTo(15);
            assertThat(two.weight(List.of(1, 2, 3))).isEqualTo(6);
            assertThat(two.dataHash())
                    .isEqualTo(objective(model, Set.of(Attribute.CORRECTNESS, Attribute.VERBOSITY))
                            .dataHash())
                    .isNotEqualTo(all.dataHash());
        }
    }

    private static RegressionObjective objective(RewardModel model, Set<Attribute> attributes) {
        return new RegressionObjective(model, new Split<>(ROWS, ROWS), attributes, ARGS);
    }

    @Test
    void regression_noAttributes_isRefused() {
        Initialization start = Initialization.of(TinyModels.backbone(2), TinyModels.input(0));
        Split<RatedResponse> split = new Split<>(ROWS, ROWS);
        assertThatThrownBy(() -> new RegressionTraining(start, split, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("attributes must name at least one, got none; name HELPFULNESS");
        assertThat(new RegressionTraining(start, split, Set.of(Attribute.VERBOSITY, Attribute.HELPFULNESS))
                        .attributes())
                .containsExactly(Attribute.HELPFULNESS, Attribute.VERBOSITY);
    }
}
