package helpsteer.reward.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.stats.Golden;
import java.util.Arrays;
import java.util.Collections;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReferenceScoresTest {
    @Test
    void percentile_goldenRows_equalNumpy() {
        for (JsonNode row : Golden.rows("percentile")) {
            ReferenceScores reference = ReferenceScores.of(Golden.doubles(row.get("x")));
            double[] at = Golden.doubles(row.get("at"));
            for (int i = 0; i < at.length; i++) {
                assertThat(reference.percentile(at[i]))
                        .isCloseTo(row.get("percentiles").get(i).asDouble(), within(1e-9));
            }
        }
    }

    /** Rewards of the kind that the reference holds are spread evenly over the percentiles (Kolmogorov and Smirnov, 1 %). */
    @Test
    void percentile_ofRewardsLikeTheReference_isUniform() {
        SplittableRandom random = new SplittableRandom(8);
        ReferenceScores reference = ReferenceScores.of(Golden.normal(random, 2000));
        double[] percentiles = Arrays.stream(Golden.normal(random, 1000))
                .map(reference::percentile)
                .sorted()
                .toArray();
        double farthest = IntStream.range(0, 1000)
                .mapToDouble(i -> Math.abs(percentiles[i] / 100 - (i + 0.5) / 1000))
                .max()
                .orElseThrow();
        assertThat(farthest).isLessThan(1.63 * Math.sqrt(1.0 / 1000 + 1.0 / 2000));
    }

    @Test
    void percentile_equalRewards_isTheirMiddle() {
        assertThat(ReferenceScores.of(new double[] {2, 2, 2}).percentile(2)).isEqualTo(50);
        double[] halves =
                IntStream.range(0, 100).mapToDouble(i -> i < 50 ? 1 : 3).toArray();
        ReferenceScores reference = ReferenceScores.of(halves);
        assertThat(reference.percentile(1)).isCloseTo(24.5, within(0.6));
        assertThat(reference.percentile(2)).isCloseTo(50, within(0.6));
        assertThat(reference.percentile(3)).isCloseTo(75.5, within(0.6));
    }

    @Test
    void percentile_beyondTheReference_isNoneOrAll() {
        ReferenceScores reference = ReferenceScores.of(new double[] {1, 2, 3});
        assertThat(reference.percentile(0.9)).isZero();
        assertThat(reference.percentile(1)).isZero();
        assertThat(reference.percentile(2)).isEqualTo(50);
        assertThat(reference.percentile(3)).isEqualTo(100);
        assertThat(reference.percentile(3.1)).isEqualTo(100);
        assertThat(ReferenceScores.of(new double[] {4}).count()).isEqualTo(1);
    }

    @Test
    void of_badInput_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReferenceScores.of(new double[0]))
                .withMessage("rewards must hold at least 1 value, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReferenceScores(Collections.nCopies(100, 1.0), 3))
                .withMessage("quantiles must be 101 of at least 1 response, got 100 of 3 responses");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReferenceScores(
                        IntStream.rangeClosed(0, 100).mapToObj(i -> -1.0 * i).toList(), 3))
                .withMessage("quantiles must be finite and rise, got -1.0 at 1 per cent");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReferenceScores.of(new double[] {1, 2}).percentile(Double.NaN))
                .withMessage("reward must be finite, got NaN");
    }
}
