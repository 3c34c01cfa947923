package helpsteer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.weights.ElementType;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TorchScriptTest {
    private static final String TEXT =
            """
              def scaled(self, x: Tensor) -> Tensor:
                return torch.mul(x, %FACTOR%)

              def weighted(self, x: Tensor, a: List[Tensor], b: Tensor, c: List[Tensor]) -> Tensor:
                return torch.add(torch.add(torch.mul(x, a[0]), torch.mul(a[1], b)), c[0])
            """;

    private final NDManager manager = Torch.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray number(float value) {
        return manager.create(value);
    }

    @Test
    void call_constantAndLists_areUnderstood() {
        try (TorchScript script = TorchScript.of(manager, TEXT, Map.of("FACTOR", 2.5))) {
            assertThat(script.call("scaled", number(4)).getFloat()).isEqualTo(10);
            List<NDArray> two = List.of(number(2), number(3));
            assertThat(script.call("weighted", number(5), two, number(7), List.of(number(100)))
                            .getFloat())
                    .isEqualTo(5 * 2 + 3 * 7 + 100);
        }
    }

    @Test
    void call_result_belongsToTheFirstArgumentsManager() {
        try (TorchScript script = TorchScript.of(manager, TEXT, Map.of("FACTOR", 1));
                NDManager scope = manager.newSubManager()) {
            NDArray result = script.call("scaled", scope.create(1f));
            assertThat(result.getManager()).isSameAs(scope);
        }
    }

    @Test
    void of_unnamedConstantOrBrokenText_isRefused() {
        assertThatThrownBy(() -> TorchScript.of(manager, TEXT, Map.of("OTHER", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("constants must name %FACTOR%, got [OTHER]");
        assertThatThrownBy(
                        () -> TorchScript.of(manager, "  def f(self, x: Tensor) -> Tensor:\n    return y\n", Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the script does not compile: ")
                .hasMessageContaining("undefined value y");
        assertThatThrownBy(() -> TorchScript.load(manager, "nothing", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("script must be a text of the library, got nothing");
    }

    @Test
    void call_emptyListOrNumber_isRefused() {
        try (TorchScript script = TorchScript.of(manager, TEXT, Map.of("FACTOR", 1))) {
            for (Object bad : List.of(List.of(), 3)) {
                assertThatThrownBy(() -> script.call("weighted", number(1), bad))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("argument 1 of weighted must be a tensor or a non-empty list of them");
            }
        }
    }

    @Test
    void parameters_snapshotAndRestore_areCopies() {
        try (Parameters parameters = new Parameters(manager)) {
            parameters.add("b", new Shape(2), new float[] {1, 2});
            parameters.add(StoredTensor.of("a.x", List.of(1L, 2L), new float[] {3, 4}));
            TensorMap before = parameters.snapshot();
            parameters.assign(parameters.get("b"), new float[] {8, 9});
            assertThat(before.require("b", List.of(2L)).floats()).containsExactly(1, 2);
            assertThat(parameters.get("b").toFloatArray()).containsExactly(8, 9);
            NDArray same = parameters.get("b");
            parameters.restore(before);
            assertThat(same.toFloatArray()).containsExactly(1, 2);
            assertThat(parameters.names()).containsExactly("b", "a.x");
            assertThat(parameters.startingWith("a.")).containsExactly(parameters.get("a.x"));
            assertThat(parameters.count()).isEqualTo(4);
        }
    }

    @Test
    void parameters_copyInSmallPieces_fillsEveryPlace() {
        try (Parameters parameters = new Parameters(manager)) {
            parameters.add("a", new Shape(2, 5), new float[10]);
            float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
            StoredTensor halves = StoredTensor.of("a", List.of(2L, 5L), values).as(ElementType.F16);
            for (int piece : new int[] {4, 8, 12, 40, 64}) {
                parameters.assign(parameters.get("a"), new float[10]);
                assertThat(parameters.copy(halves, parameters.get("a"), piece)).isTrue();
                assertThat(parameters.get("a").toFloatArray()).containsExactly(values);
            }
            StoredTensor broken =
                    StoredTensor.of("a", List.of(2L, 5L), new float[] {0, 0, 0, 0, 0, 0, 0, 0, 0, Float.NaN});
            assertThat(parameters.copy(broken, parameters.get("a"), 4)).isFalse();
        }
    }

    @Test
    void parameters_live_areReadPieceByPieceAsTheyAreThen() {
        try (Parameters parameters = new Parameters(manager)) {
            parameters.add("a", new Shape(3, 2), new float[] {1, 2, 3, 4, 5, 6});
            parameters.get("a").setRequiresGradient(true);
            StoredTensor live = parameters.live().require("a", List.of(3L, 2L));
            int arrays = manager.getManagedArrays().size();
            for (int most = 1; most <= 25; most++) {
                ByteBuffer all = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
                live.pieces(most).forEach(all::put);
                float[] read = new float[6];
                all.flip().asFloatBuffer().get(read);
                assertThat(read).containsExactly(1, 2, 3, 4, 5, 6);
            }
            assertThat(manager.getManagedArrays()).hasSize(arrays);
            parameters.assign(parameters.get("a"), new float[] {9, 2, 3, 4, 5, 6});
            assertThat(live.floats()[0]).isEqualTo(9);
        }
    }

    @Test
    void parameters_unknownNameTwiceOrOtherShape_areRefused() {
        try (Parameters parameters = new Parameters(manager)) {
            parameters.add("b", new Shape(2), new float[] {1, 2});
            assertThatThrownBy(() -> parameters.add("b", new Shape(1), new float[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("parameter names must be unique, got b twice");
            assertThatThrownBy(() -> parameters.get("c"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("name must be one of [b], got c");
            TensorMap other = new TensorMap(List.of(StoredTensor.of("b", List.of(3L), new float[3])));
            assertThatThrownBy(() -> parameters.restore(other))
                    .isInstanceOf(InvalidWeightsException.class)
                    .hasMessage("b must have shape [2], got [3]; check that the config belongs to these weights");
        }
    }

    @Test
    void torch_settings_areAsTheBuildAsks() {
        assertThat(Torch.threads()).isEqualTo(1);
        assertThat(Torch.version()).isEqualTo("PyTorch 2.7.1");
        assertThat(manager.getDevice()).isEqualTo(Torch.device());
    }
}
