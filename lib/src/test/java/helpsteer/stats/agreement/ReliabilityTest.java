package helpsteer.stats.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.stats.BenchGolden;
import helpsteer.stats.Golden;
import helpsteer.stats.Interval;
import helpsteer.stats.Wilson;
import helpsteer.stats.fit.LogisticFit;
import helpsteer.stats.fit.Temperature;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
    private static double[] sigmoids(double[] differences) {
        return Arrays.stream(differences).map(LogisticFit::sigmoid).toArray();
    }

    @Test
    void of_golden_equalsScikitLearn() {
        for (JsonNode row : BenchGolden.json("calibration").get("cases")) {
            double[] p = sigmoids(Golden.doubles(row.get("differences")));
            Reliability made = Reliability.of(p, Golden.doubles(row.get("outcomes")), 10);
            assertThat(made.bins()).hasSize(row.get("counts").size());
            for (int i = 0; i < made.bins().size(); i++) {
                Reliability.Bin bin = made.bins().get(i);
                assertThat(bin.count()).isEqualTo(row.get("counts").get(i).asInt());
                assertThat(bin.predicted())
                        .isCloseTo(row.get("predicted").get(i).asDouble(), within(1e-12));
                assertThat(bin.share()).isCloseTo(row.get("share").get(i).asDouble(), within(1e-12));
                assertThat(bin.interval().contains(bin.share())).isTrue();
            }
            assertThat(made.ece()).isCloseTo(row.get("ece").asDouble(), within(1e-12));
            assertThat(made.brier()).isCloseTo(row.get("brier").asDouble(), within(1e-12));
        }
    }

    @Test
    void temperature_golden_equalsScipy() {
        for (JsonNode row : BenchGolden.json("calibration").get("cases")) {
            Temperature fit =
                    Temperature.of(Golden.doubles(row.get("differences")), Golden.doubles(row.get("outcomes")));
            Golden.assertClose(
                    "temperature", fit.value(), row.get("temperature").asDouble(), 1e-6);
            assertThat(fit.logLoss()).isCloseTo(row.get("loss").asDouble(), within(1e-12));
            assertThat(fit.logLossBefore()).isCloseTo(row.get("loss_at_one").asDouble(), within(1e-12));
            assertThat(fit.logLoss()).isLessThanOrEqualTo(fit.logLossBefore());
        }
    }

    /** Three of four right at a difference of 2: sigmoid(2 / T) must be 3/4, so T = 2 / ln 3. */
    @Test
    void temperature_oneDifference_byHand() {
        Temperature fit = Temperature.of(new double[] {2, 2, 2, 2}, new double[] {1, 1, 0, 1});
        assertThat(fit.value()).isCloseTo(2 / Math.log(3), within(1e-9));
        assertThat(fit.probability(2)).isCloseTo(0.75, within(1e-9));
        assertThat(fit).hasToString("temperature 1.820, log-loss 0.6269 → 0.5623, n=4");
    }

    @Test
    void temperature_allRightOrBackwards_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Temperature.of(new double[] {1, 2}, new double[] {1, 1}))
                .withMessage("outcomes must overlap, got columns that tell every one of them; add a penalty or rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Temperature.of(new double[] {1, 1, 1}, new double[] {1, 0, 0}))
                .withMessageMatching("differences must point the right way on the whole, got a slope of -0\\.693\\d*;"
                        + " a temperature cannot mend that");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Temperature(0, 1, 1, 1))
                .withMessage("value must be above 0 and finite, got 0.0");
    }

    /** 0.2 and 0.4 happen never and once, 0.9 twice of two: |0.3 - 0.5| * 2/4 + |0.9 - 1| * 2/4. */
    @Test
    void of_twoBins_byHand() {
        Reliability made = Reliability.of(new double[] {0.9, 0.2, 0.9, 0.4}, new double[] {1, 0, 1, 1}, 2);
        assertThat(made.bins()).extracting(Reliability.Bin::count).containsExactly(2, 2);
        assertThat(made.ece()).isCloseTo(0.15, within(1e-12));
        assertThat(made.brier()).isCloseTo((0.01 + 0.04 + 0.01 + 0.36) / 4, within(1e-12));
        assertThat(made).hasToString("ECE 0.1500 in 2 bins, Brier score 0.1050, n=4");
    }

    @Test
    void of_equalProbabilities_stayInOneBin() {
        double[] half = new double[20];
        Arrays.fill(half, 0.5);
        double[] outcomes = IntStream.range(0, 20).mapToDouble(i -> i % 2).toArray();
        Reliability made = Reliability.of(half, outcomes, 10);
        assertThat(made.bins()).hasSize(1);
        assertThat(made.ece()).isZero();
    }

    @Test
    void of_tie_isBothByHalf() {
        Reliability made = Reliability.of(new double[] {0.5}, new double[] {0.5}, 10);
        assertThat(made.ece()).isZero();
        assertThat(made.brier()).isEqualTo(0.25);
    }

    @Test
    void of_calibrated_hasAnErrorThatShrinksWithRows() {
        double[] errors = new double[2];
        for (int i = 0; i < 2; i++) {
            int n = i == 0 ? 100 : 10_000;
            SplittableRandom random = new SplittableRandom(9);
            double[] p = random.doubles(n).toArray();
            double[] outcomes =
                    Arrays.stream(p).map(v -> random.nextDouble() < v ? 1 : 0).toArray();
            errors[i] = Reliability.of(p, outcomes, 10).ece();
        }
        assertThat(errors[1]).isLessThan(0.03).isLessThan(errors[0] / 3);
    }

    @Test
    void of_badNumbers_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reliability.of(new double[] {1.2}, new double[] {1}, 10))
                .withMessage("probabilities[0] must be in [0, 1], got 1.2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reliability.of(new double[] {1}, new double[] {2}, 10))
                .withMessage("outcomes[0] must be in [0, 1], got 2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reliability.of(new double[] {1}, new double[] {1}, 0))
                .withMessage("bins must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reliability.of(new double[] {1}, new double[] {1, 0}, 1))
                .withMessage("probabilities and outcomes must be of one length, got 1 and 2");
    }

    @Test
    void wilsonOfMean_wholeCounts_equalsWilson() {
        for (int successes = 0; successes <= 12; successes++) {
            Interval mean = Wilson.ofMean(successes / 12.0, 12, 0.95);
            Interval whole = Wilson.of(successes, 12);
            assertThat(mean.low()).isCloseTo(whole.low(), within(1e-15));
            assertThat(mean.high()).isCloseTo(whole.high(), within(1e-15));
        }
        Interval between = Wilson.ofMean(6.25 / 12, 12, 0.95);
        assertThat(between.low())
                .isBetween(Wilson.of(6, 12).low(), Wilson.of(7, 12).low());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wilson.ofMean(1.1, 12, 0.95))
                .withMessage("mean must be in [0, 1], got 1.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wilson.ofMean(1, 0, 0.95))
                .withMessage("total must be at least 1, got 0");
    }
}
