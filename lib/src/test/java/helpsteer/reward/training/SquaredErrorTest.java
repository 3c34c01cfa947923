package helpsteer.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Torch;
import helpsteer.nn.TorchScript;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SquaredErrorTest {
    /** (1 + 4 + 0) / 3; the masked entry is NaN and never read. */
    @Test
    void loss_threeOfFour_byHand() {
        double[][] predicted = {{1, 2}, {3, 4}};
        double[][] labels = {{2, 0}, {Double.NaN, 4}};
        boolean[][] mask = {{true, true}, {false, true}};
        assertThat(SquaredError.loss(predicted, labels, mask)).isCloseTo(5.0 / 3, within(1e-15));
    }

    @Test
    void loss_randomMasks_equalsTheScript() {
        try (NDManager manager = Torch.newManager();
                TorchScript head = TorchScript.load(manager, "head", Map.of())) {
            for (long seed = 0; seed < 100; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                int rows = random.nextInt(1, 20);
                double[][] predicted = new double[rows][5];
                double[][] labels = new double[rows][5];
                boolean[][] mask = new boolean[rows][5];
                float[][][] floats = new float[3][rows][5];
                for (int r = 0; r < rows; r++) {
                    for (int a = 0; a < 5; a++) {
                        floats[0][r][a] = (float) random.nextDouble(-1, 6);
                        floats[1][r][a] = random.nextInt(5);
                        predicted[r][a] = floats[0][r][a];
                        labels[r][a] = floats[1][r][a];
                        mask[r][a] = r + a == 0 || random.nextInt(3) > 0;
                        floats[2][r][a] = mask[r][a] ? 1 : 0;
                    }
                }
                NDArray loss = head.call(
                        "squared_error",
                        manager.create(floats[0]),
                        manager.create(floats[1]),
                        manager.create(floats[2]));
                double expected = SquaredError.loss(predicted, labels, mask);
                assertThat((double) loss.getFloat()).as("seed " + seed).isCloseTo(expected, within(1e-5 * expected));
            }
        }
    }

    @Test
    void loss_otherShapesOrAllMasked_isRefused() {
        double[][] one = {{1, 2}};
        assertThatThrownBy(() -> SquaredError.loss(one, new double[2][2], new boolean[1][2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("predicted, labels and mask must have one length, got 1, 2 and 1");
        assertThatThrownBy(() -> SquaredError.loss(one, one, new boolean[1][3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 0 must have one length, got 2, 2 and 3");
        assertThatThrownBy(() -> SquaredError.loss(one, one, new boolean[1][2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mask must leave at least one entry, got none");
    }
}
