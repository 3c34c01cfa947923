package helpsteer.study.overoptimization.finite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuadraticGoldTest {
    private static final QuadraticGold GOLD = new QuadraticGold(3, 0.5);

    /** s = sqrt(1 + 2 · 0.25 · 2) = sqrt(2); (3 - 0.5 (1 + 4 - 2)) / s. */
    @Test
    void of_vector_byHand() {
        assertThat(GOLD.of(new float[] {3, 1, -2})).isCloseTo(1.5 / Math.sqrt(2), within(1e-12));
    }

    @Test
    void of_normalVectors_haveMeanZeroAndVarianceOne() {
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        double squares = 0;
        int n = 200_000;
        for (int i = 0; i < n; i++) {
            double gold = GOLD.of(new float[] {
                (float) random.nextGaussian(), (float) random.nextGaussian(), (float) random.nextGaussian()
            });
            sum += gold;
            squares += gold * gold;
        }
        assertThat(sum / n).isCloseTo(0, within(0.01));
        assertThat(squares / n).isCloseTo(1, within(0.02));
    }

    /** A normal moved by sqrt(2) d along a direction of cosine 0.6: what gold it has, by simulation, against the coefficients. */
    @Test
    void coefficients_movedNormal_haveItsGold() {
        double distance = 0.9;
        double shift = Math.sqrt(2) * distance;
        SplittableRandom random = new SplittableRandom(2);
        double sum = 0;
        int n = 400_000;
        for (int i = 0; i < n; i++) {
            sum += GOLD.of(new float[] {
                (float) (0.6 * shift + random.nextGaussian()),
                (float) (0.8 * shift + random.nextGaussian()),
                (float) random.nextGaussian()
            });
        }
        double expected = GOLD.alpha(0.6) * distance - GOLD.beta(0.6) * distance * distance;
        assertThat(sum / n).isCloseTo(expected, within(0.01));
    }

    @Test
    void cosine_weights_byHand() {
        assertThat(GOLD.cosine(new double[] {3, 0, -4})).isCloseTo(0.6, within(1e-15));
    }

    @Test
    void new_badNumbers_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuadraticGold(1, 0.5))
                .withMessage("width must be at least 2, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuadraticGold(2, -1))
                .withMessage("penalty must be at least 0 and finite, got -1.0");
    }
}
