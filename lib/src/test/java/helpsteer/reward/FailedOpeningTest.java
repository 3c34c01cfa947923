package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Torch;
import helpsteer.nn.TorchScript;
import helpsteer.run.Seed;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.TensorMap;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A constructor that fails leaves nothing open of what it had opened. */
class FailedOpeningTest {
    /** Arrays and scopes that hang on a manager; DJL shows the arrays only. */
    private static int open(NDManager manager) throws ReflectiveOperationException {
        Field field = BaseNDManager.class.getDeclaredField("resources");
        field.setAccessible(true);
        return ((Map<?, ?>) field.get(manager)).size();
    }

    @Test
    void rewardModel_headMissing_closesTrunkAndItsOwnScript() throws ReflectiveOperationException {
        try (NDManager manager = Torch.newManager()) {
            NDManager parent = manager.getParentManager();
            int before = open(parent);
            Trunk trunk = TinyModels.backbone(1).trunk(TinyModels.input(0), new Seed(0));
            assertThatThrownBy(() -> new RewardModel(trunk, new TensorMap(List.of())))
                    .isInstanceOf(InvalidWeightsException.class)
                    .hasMessage(
                            "weights must hold score.weight, got 0 other tensors; check that the file belongs to this model");
            assertThat(trunk.manager().isOpen()).isFalse();
            assertThat(open(parent)).isEqualTo(before);
        }
    }

    @Test
    void script_textThatDoesNotCompile_closesItsScope() throws ReflectiveOperationException {
        try (NDManager manager = Torch.newManager()) {
            int before = open(manager);
            assertThatThrownBy(() -> TorchScript.load(manager, "decoding", Map.of("OUT", 0)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() ->
                            TorchScript.load(manager, "language_head", Map.of("LOW", "x", "HIGH", "(", "CHUNK", 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("the script does not compile: ");
            assertThat(open(manager)).isEqualTo(before);
        }
    }
}
