package helpsteer.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Pair;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.BradleyTerryTrainingTest;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardModel;
import helpsteer.reward.TinyModels;
import helpsteer.text.PromptResponse;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.List;
import org.junit.jupiter.api.Test;

public class WeightExtrapolationTest {
    public static TensorMap map(String name, float... values) {
        return new TensorMap(List.of(StoredTensor.of(name, List.of((long) values.length), values)));
    }

    private static float[] values(TensorMap map) {
        return map.all().iterator().next().floats();
    }

    @Test
    void of_threeFactors_byHand() {
        TensorMap weak = map("w", 1, 2, 0.1f);
        TensorMap strong = map("w", 2, 0, 0.1f);
        assertThat(values(WeightExtrapolation.of(weak, strong, 1.5))).containsExactly(2.5f, -1, 0.1f);
        assertThat(values(WeightExtrapolation.of(weak, strong, 0))).containsExactly(1, 2, 0.1f);
        assertThat(values(WeightExtrapolation.of(weak, strong, 1))).containsExactly(2, 0, 0.1f);
    }

    @Test
    void of_otherNamesShapesOrFactor_isRefused() {
        TensorMap weak = map("w", 1, 2);
        String rule = "weak and strong must hold tensors of the same names and shapes, got ";
        refused(weak, map("w", 1), 1, rule + "w: shapes [2] and [1]; take two trainings of one model");
        refused(weak, map("v", 1, 2), 1, rule + "v: only strong holds it; take two trainings of one model");
        refused(
                weak.with(map("v", 1)),
                map("w", 1, 2),
                1,
                rule + "v: only weak holds it; take two trainings of one model");
        refused(weak, weak, Double.NaN, "factor must be finite, got NaN");
        assertThatThrownBy(() -> WeightExtrapolation.of(map("w", -3e38f), map("w", 3e38f), 2))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("w must hold finite numbers, got Infinity at [0]; train or fetch the model again");
    }

    @Test
    void of_adapters_areRefusedUntilTheyAreMerged() {
        String name = "model.layers.0.mlp.up_proj.lora_B.weight";
        refused(
                map(name, 0, 0),
                map(name, 0, 0.5f),
                2,
                name + " must be 0, as where adapters are merged, got 0.5; merge the adapters of both models first, as"
                        + " RewardModel.mergedWeights does");
        assertThat(values(WeightExtrapolation.of(map(name, 0, 0), map(name, 0, 0), 2)))
                .containsExactly(0, 0);
    }

    private static void refused(TensorMap weak, TensorMap strong, double factor, String message) {
        assertThatThrownBy(() -> WeightExtrapolation.of(weak, strong, factor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    /** The head is linear, so where only heads differ the scores lie on a line too. */
    @Test
    void of_twoHeadsOnOneBody_scoresLieOnALine() {
        PretrainedEncoder backbone = TinyModels.backbone(2);
        List<PromptResponse> texts = Pair.flat(PromptResponse.pairs(BradleyTerryTrainingTest.pairs(4, 1)));
        try (RewardModel weak = RewardModel.of(backbone, TinyModels.input(0), TinyModels.head(1, 8));
                RewardModel strong = RewardModel.of(backbone, TinyModels.input(0), TinyModels.head(2, 8))) {
            List<AttributeScores> from = weak.score(texts);
            List<AttributeScores> to = strong.score(texts);
            TensorMap beyond = WeightExtrapolation.of(
                    weak.parameters().snapshot(), strong.parameters().snapshot(), 1.52);
            strong.parameters().restore(beyond);
            List<AttributeScores> out = strong.score(texts);
            for (int i = 0; i < out.size(); i++) {
                double expected = from.get(i).coherence()
                        + 1.52 * (to.get(i).coherence() - from.get(i).coherence());
                assertThat(out.get(i).coherence()).isCloseTo(expected, within(1e-5));
            }
        }
    }
}
