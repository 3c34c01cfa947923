package helpsteer.nn.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import helpsteer.nn.Shapes;
import helpsteer.nn.Torch;
import java.util.List;
import org.junit.jupiter.api.Test;

class DropoutSeedsTest {
    private static float drawn(NDManager manager) {
        return manager.randomUniform(0, 1, new Shape(1)).getFloat();
    }

    @Test
    void apply_sameLayerTwice_drawsTheSameNumbersAndAnotherLayerOthers() {
        try (NDManager manager = Torch.newManager()) {
            Torch.seed(3);
            DropoutSeeds seeds = DropoutSeeds.draw(manager);
            seeds.apply(0);
            float first = drawn(manager);
            seeds.apply(1);
            float second = drawn(manager);
            seeds.apply(0);
            assertThat(drawn(manager)).isEqualTo(first).isNotEqualTo(second);
            Torch.seed(3);
            assertThat(DropoutSeeds.draw(manager)).isEqualTo(seeds);
        }
    }

    @Test
    void apply_withoutDropout_leavesTheGeneratorAlone() {
        try (NDManager manager = Torch.newManager()) {
            Torch.seed(5);
            float expected = drawn(manager);
            Torch.seed(5);
            DropoutSeeds.none().apply(0);
            assertThat(drawn(manager)).isEqualTo(expected);
        }
    }

    @Test
    void shapes_toListAndBack_areTheSame() {
        assertThat(Shapes.list(Shapes.of(List.of(2L, 3L)))).containsExactly(2L, 3L);
        assertThat(Shapes.list(new Shape())).isEmpty();
    }
}
