package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Prompt;
import helpsteer.reward.training.ComparisonLoss;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BradleyTerryTest {
    /** sig(log 3) = 3/4 and sig(-log 3) = 1/4, so the losses are log 4/3 and log 4. */
    @Test
    void value_eachSideOfZero_byHand() {
        double d = Math.log(3);
        assertThat(BradleyTerry.REGULAR.value(d, 2)).isCloseTo(Math.log(4.0 / 3), within(1e-15));
        assertThat(BradleyTerry.REGULAR.value(-d, 2)).isCloseTo(Math.log(4), within(1e-15));
        assertThat(BradleyTerry.REGULAR.value(0, 3)).isCloseTo(Math.log(2), within(1e-15));
        assertThat(BradleyTerry.SCALED.value(d, 2)).isCloseTo(2 * Math.log(4.0 / 3), within(1e-15));
        assertThat(BradleyTerry.SCALED.value(-d, 3)).isCloseTo(3 * Math.log(4), within(1e-15));
        assertThat(BradleyTerry.MARGIN.value(2 + d, 2)).isCloseTo(Math.log(4.0 / 3), within(1e-15));
        assertThat(BradleyTerry.MARGIN.value(2 - d, 2)).isCloseTo(Math.log(4), within(1e-15));
    }

    @Test
    void derivative_eachSideOfZero_byHand() {
        double d = Math.log(3);
        assertThat(BradleyTerry.REGULAR.derivative(d, 2)).isCloseTo(-0.25, within(1e-15));
        assertThat(BradleyTerry.REGULAR.derivative(-d, 2)).isCloseTo(-0.75, within(1e-15));
        assertThat(BradleyTerry.REGULAR.derivative(0, 2)).isEqualTo(-0.5);
        assertThat(BradleyTerry.SCALED.derivative(d, 2)).isCloseTo(-0.5, within(1e-15));
        assertThat(BradleyTerry.MARGIN.derivative(1 - d, 1)).isCloseTo(-0.75, within(1e-15));
    }

    /** Beyond exp's range on both sides: linear where the pair is wrong, 0 where it is right. */
    @ParameterizedTest
    @EnumSource(BradleyTerry.class)
    void value_farApart_isLinearOrZero(BradleyTerry kind) {
        for (double d : new double[] {1e4, 1e300}) {
            assertThat(kind.value(d, 2)).isZero();
            assertThat(kind.derivative(d, 2)).isZero();
            double factor = kind == BradleyTerry.SCALED ? 2 : 1;
            assertThat(kind.value(-d, 2)).isEqualTo(factor * (d + (kind == BradleyTerry.MARGIN ? 2 : 0)));
            assertThat(kind.derivative(-d, 2)).isEqualTo(-factor);
        }
    }

    @ParameterizedTest
    @EnumSource(BradleyTerry.class)
    void derivative_randomPairs_isTheSlope(BradleyTerry kind) {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double d = random.nextDouble(-20, 20);
            double m = random.nextDouble(0.5, 3);
            double slope = (kind.value(d + 1e-5, m) - kind.value(d - 1e-5, m)) / 2e-5;
            assertThat(kind.derivative(d, m)).as("seed " + seed).isCloseTo(slope, within(1e-8));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void strength_notAboveZero_isRefused(double strength) {
        String message = "strength must be above 0 and finite, got " + strength + "; drop ties before";
        for (BradleyTerry kind : BradleyTerry.values()) {
            assertThatThrownBy(() -> kind.value(1, strength))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> kind.derivative(1, strength))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
        assertThatThrownBy(() -> new Comparison(Prompt.ofUser("?"), "a", "b", strength))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    /** Two pairs of goodness 3 and 1, 0 and 0: half of (0.1 * 16 + log(1 + exp(-2)) + log 2). */
    @Test
    void loss_twoPairsWithCentring_byHand() {
        ComparisonLoss loss = new ComparisonLoss(BradleyTerry.REGULAR, 0.1);
        double[] chosen = {3, 0};
        double[] rejected = {1, 0};
        double[] strengths = {1, 1};
        double expected = (0.1 * 16 + Math.log(1 + Math.exp(-2)) + Math.log(2)) / 2;
        assertThat(loss.value(chosen, rejected, strengths)).isCloseTo(expected, within(1e-15));
        double apart = 1 / (1 + Math.exp(2));
        assertThat(loss.gradient(chosen, rejected, strengths))
                .containsExactly(new double[] {(0.8 - apart) / 2, -0.25, (0.8 + apart) / 2, 0.25}, within(1e-15));
    }

    @Test
    void loss_badShapesOrCentring_isRefused() {
        assertThatThrownBy(() -> new ComparisonLoss(BradleyTerry.REGULAR, -0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("centring must be at least 0 and finite, got -0.1");
        ComparisonLoss loss = ComparisonLoss.of(BradleyTerry.SCALED);
        String message = "chosen, rejected and strengths must have one length above 0, got ";
        assertThatThrownBy(() -> loss.value(new double[2], new double[2], new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message + "2, 2 and 1");
        assertThatThrownBy(() -> loss.gradient(new double[0], new double[0], new double[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message + "0, 0 and 0");
    }
}
