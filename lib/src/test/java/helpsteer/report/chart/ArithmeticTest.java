package helpsteer.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.stats.Estimate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The small arithmetic behind charts. */
class ArithmeticTest {
    @Test
    void ticks_unitRange_haveRoundSteps() {
        Ticks ticks = Ticks.covering(0.13, 0.87, 6);

        assertThat(ticks.step()).isEqualTo(0.2);
        assertThat(ticks.values()).hasSize(6);
        assertThat(ticks.values().stream().map(ticks::label)).containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
    }

    @Test
    void ticks_oneValueOrNone_stillMakeAnAxis() {
        assertThat(Ticks.covering(3, 3, 5).values()).hasSizeGreaterThan(2);
        assertThat(Ticks.covering(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 5)
                        .values())
                .hasSizeGreaterThan(2);
    }

    @Test
    void ticks_negativeAndLarge_coverTheRange() {
        assertThat(Ticks.covering(-0.3, 0.2, 5).values().get(0)).isLessThanOrEqualTo(-0.3);
        assertThat(Ticks.covering(0, 12_345, 5).label(5000)).isEqualTo("5,000");
    }

    @Test
    void place_middleOfTheAxis_isTheMiddleOfThePage() {
        assertThat(new Ticks(0, 10, 2).place(5, 400, 100)).isEqualTo(250);
    }

    @Test
    void fit_threePoints_isTheLineByHand() {
        // by hand: mean (1, 2); Sxx 2, Sxy 3, Syy 14/3 ... points (0, 1), (1, 1), (2, 4)
        Curves.Fit fit = Curves.fit(new double[] {0, 1, 2}, new double[] {1, 1, 4});

        assertThat(fit.slope()).isCloseTo(1.5, within(1e-12));
        assertThat(fit.intercept()).isCloseTo(0.5, within(1e-12));
        assertThat(fit.rSquared()).isCloseTo(0.75, within(1e-12));
        assertThat(fit.at(3)).isCloseTo(5, within(1e-12));
    }

    @Test
    void fit_xThatDoesNotVary_isFlatAtTheMean() {
        Curves.Fit fit = Curves.fit(new double[] {2, 2}, new double[] {1, 3});

        assertThat(fit.at(7)).isEqualTo(2);
        assertThat(fit.rSquared()).isNaN();
    }

    @Test
    void movingMean_endsOfTheLine_useTheNeighboursThereAre() {
        assertThat(Curves.movingMean(new double[] {1, 2, 6, 10}, 3)).containsExactly(1.5, 3, 6, 8);
        assertThat(Curves.movingMean(new double[] {1, 2, 6}, 1)).containsExactly(1, 2, 6);
    }

    @Test
    void thin_manyValues_keepsFirstAndLast() {
        double[] many = new double[10_001];
        many[0] = 1;
        many[10_000] = 2;
        double[] thin = Curves.thin(many);

        assertThat(thin).hasSizeLessThanOrEqualTo(2_000).startsWith(1).endsWith(2);
        assertThat(Curves.thin(new double[] {5, 6})).containsExactly(5, 6);
        assertThat(Curves.thin(new double[0])).isEmpty();
    }

    @Test
    void lowest_nanAmongThem_isPassedOver() {
        assertThat(Curves.lowest(new double[] {Double.NaN, 2, 1, 3})).isEqualTo(2);
        assertThat(Curves.lowest(new double[] {Double.NaN})).isEqualTo(-1);
    }

    @Test
    void mean_threeValuesOfALevel_hasStudentsIntervalByHand() {
        // by hand: 1, 2, 6 have mean 3, sample variance 7, standard error sqrt(7/3); t of 2 degrees at 97.5 % is
        // 4.302653
        Line.Point point = XyCharts.mean(4, new double[] {4, 0, 4, 4}, new double[] {1, 99, 2, 6});

        assertThat(point.y()).isCloseTo(3, within(1e-12));
        assertThat(point.high()).isCloseTo(3 + 4.302653 * Math.sqrt(7.0 / 3), within(1e-5));
        assertThat(point.low()).isCloseTo(3 - 4.302653 * Math.sqrt(7.0 / 3), within(1e-5));
    }

    @Test
    void mean_oneValueOfALevel_hasNoInterval() {
        assertThat(XyCharts.mean(1, new double[] {1}, new double[] {2})).isEqualTo(new Line.Point(1, 2, 2, 2));
    }

    @Test
    void range_estimatesWithAndWithoutIntervals_leavesOutWhatIsNotANumber() {
        Estimates series = new Estimates(
                "s", Map.of("a", new Estimate(2, 1, 5, 0.95), "b", Estimate.of(7), "c", Estimate.of(Double.NaN)));

        assertThat(Estimates.range(List.of(series), 0)).containsExactly(0, 7);
    }
}
