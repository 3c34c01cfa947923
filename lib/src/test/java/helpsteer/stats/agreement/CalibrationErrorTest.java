package helpsteer.stats.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.stats.Bootstrap;
import helpsteer.stats.Golden;
import helpsteer.stats.Interval;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationErrorTest {
    private static final int RESAMPLES = 400;

    /** Probabilities and outcomes that happen with the probability less a gap. */
    private record Sample(double[] probabilities, double[] outcomes) {
        static Sample drawn(SplittableRandom random, int n, double gap) {
            double[] p = random.doubles(n, 0.5, 1).toArray();
            return new Sample(
                    p,
                    Arrays.stream(p)
                            .map(v -> random.nextDouble() < v - gap ? 1 : 0)
                            .toArray());
        }

        Bootstrap interval(SplittableRandom random) {
            return CalibrationError.of(probabilities, outcomes, 10)
                    .interval(IntStream.range(0, outcomes.length).toArray(), RESAMPLES, 0.95, random);
        }
    }

    private static int covered(int n, double gap) {
        int[] covered = {0};
        Golden.forAll(random -> covered[0] +=
                Sample.drawn(random, n, gap).interval(random).interval().contains(gap) ? 1 : 0);
        return covered[0];
    }

    /** Percentiles of resampled errors hold the 0 of a calibrated model in none of these samples. */
    @Test
    void interval_ofCalibratedModels_holdsZeroAsOftenAsItSays() {
        assertThat(covered(200, 0)).isGreaterThan(88); // of 100; 95 expected, sd 2.2
    }

    @Test
    void interval_ofModelsTooSure_holdsTheGap() {
        assertThat(covered(200, 0.05)).isGreaterThan(86);
        assertThat(covered(200, 0.2)).isGreaterThan(86);
    }

    @Test
    void interval_clearGap_doesNotHoldZeroAndIsAboutTheBootstrapsWidth() {
        Sample sample = Sample.drawn(new SplittableRandom(3), 400, 0.3);
        Bootstrap made = sample.interval(new SplittableRandom(3));
        assertThat(made.estimate())
                .isEqualTo(Reliability.of(sample.probabilities(), sample.outcomes(), 10)
                        .ece());
        assertThat(made.interval().low()).isGreaterThan(0.2);
        assertThat(made.interval().contains(made.estimate())).isTrue();
        // far from 0 the error is one mean: 1.96 standard errors to both sides
        double width = made.interval().high() - made.interval().low();
        assertThat(width).isCloseTo(2 * 1.96 * made.standardError(), within(0.02));
        assertThat(made.standardError()).isCloseTo(Math.sqrt(0.25 / 400), within(0.004));
    }

    @Test
    void interval_rowsOfAGroupAlike_isWider() {
        Sample one = Sample.drawn(new SplittableRandom(5), 100, 0.3);
        double[] p = new double[400];
        double[] outcomes = new double[400];
        for (int i = 0; i < 400; i++) {
            p[i] = one.probabilities()[i / 4];
            outcomes[i] = one.outcomes()[i / 4];
        }
        CalibrationError error = CalibrationError.of(p, outcomes, 10);
        double rows = error.interval(IntStream.range(0, 400).toArray(), RESAMPLES, 0.95, new SplittableRandom(1))
                .standardError();
        double groups = error.interval(
                        IntStream.range(0, 400).map(i -> i / 4).toArray(), RESAMPLES, 0.95, new SplittableRandom(1))
                .standardError();
        assertThat(groups / rows).isBetween(1.7, 2.3); // √4
    }

    @Test
    void interval_noDeviation_isAPoint() {
        CalibrationError ties = CalibrationError.of(new double[] {0.5, 0.5, 0.5}, new double[] {0.5, 0.5, 0.5}, 10);
        assertThat(ties.interval(new int[] {0, 1, 2}, 100, 0.95, new SplittableRandom(1))
                        .interval())
                .isEqualTo(new Interval(0, 0, 0.95));
    }

    /** One bin whose two deviations cancel: the error is 0, yet a resample of one row twice has 0.5. */
    @Test
    void interval_deviationsThatCancel_hasAnUpperEnd() {
        CalibrationError cancel = CalibrationError.of(new double[] {0.5, 0.5}, new double[] {1, 0}, 1);
        Bootstrap made = cancel.interval(new int[] {0, 1}, 100, 0.95, new SplittableRandom(1));
        assertThat(made.estimate()).isZero();
        assertThat(made.interval()).isEqualTo(new Interval(0, 0.5, 0.95));
    }

    @Test
    void interval_badInput_isRefused() {
        CalibrationError error = CalibrationError.of(new double[] {0.5, 0.9}, new double[] {1, 0}, 2);
        SplittableRandom random = new SplittableRandom(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> error.interval(new int[] {1, 1}, 100, 0.95, random))
                .withMessage("groups must name at least 2 groups, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> error.interval(new int[] {1, 2}, 99, 0.95, random))
                .withMessage("resamples must be at least 100, got 99");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> error.interval(new int[] {1}, 100, 0.95, random))
                .withMessage("groups and probabilities must be of one length, got 1 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CalibrationError.of(new double[] {1.5}, new double[] {1}, 2))
                .withMessage("probabilities[0] must be in [0, 1], got 1.5");
    }
}
