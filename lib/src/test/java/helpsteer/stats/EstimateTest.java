package helpsteer.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.stats.fit.Correlation;
import helpsteer.stats.test.PairedTest;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static final Interval INTERVAL = new Interval(0.571, 0.6518, 0.9);

    @Test
    void text_valueWithInterval_hasThreeDecimalsOrAsManyAsAsked() {
        assertThat(Estimate.of(0.6124, INTERVAL)).hasToString("0.612 [0.571, 0.652]");
        assertThat(Estimate.of(0.6124, INTERVAL).text(1)).isEqualTo("0.6 [0.6, 0.7]");
    }

    @Test
    void text_noInterval_isTheValueOrADash() {
        assertThat(Estimate.of(8.284).text(2)).isEqualTo("8.28");
        assertThat(Estimate.of(Double.NaN)).hasToString("–");
    }

    @Test
    void text_largeAndNegativeZero_isGroupedWithoutSign() {
        assertThat(new Estimate(1234.5, -0.0004, 2000, 0.95)).hasToString("1,234.500 [0.000, 2,000.000]");
    }

    @Test
    void interval_known_keepsItsLevel() {
        assertThat(Estimate.of(0.6124, INTERVAL).interval()).isEqualTo(INTERVAL);
        assertThat(Estimate.of(0.6124).hasInterval()).isFalse();
        assertThatThrownBy(() -> Estimate.of(0.6124).interval())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("estimate must have an interval, got only 0.6124");
    }

    @Test
    void new_endsThatCannotBe_areRefused() {
        assertThatThrownBy(() -> new Estimate(0.5, 0.6, 0.4, 0.95))
                .hasMessage("low must be at most high, or both NaN, got 0.6 and 0.4 for 0.5");
        assertThatThrownBy(() -> new Estimate(0.5, Double.NaN, 0.4, 0.95))
                .hasMessageContaining("got NaN and 0.4 for 0.5");
        assertThatThrownBy(() -> new Estimate(0.5, 0.4, 0.6, 1)).hasMessage("level must be in (0, 1), got 1.0");
    }

    @Test
    void toEstimate_everyStatistic_isItsValueAndInterval() {
        Accuracy accuracy = new Accuracy(7, 2, 1);
        assertThat(accuracy.toEstimate()).isEqualTo(Estimate.of(0.7, Wilson.of(7, 10)));
        double[] x = {1, 2, 3, 4, 6};
        double[] y = {2, 1, 4, 3, 7};
        PairedTest test = PairedTest.t(x, y);
        assertThat(test.toEstimate()).isEqualTo(Estimate.of(test.differences().mean(), test.interval(0.95)));
        Correlation r = new Correlation(0.5, 30, Correlation.Kind.PEARSON, 0);
        assertThat(r.toEstimate()).isEqualTo(Estimate.of(0.5, r.interval(0.95)));
    }
}
