package helpsteer.study.coverage.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.stats.agreement.Alpha;
import helpsteer.stats.agreement.Kappa;
import helpsteer.stats.agreement.Kappa.Pooling;
import helpsteer.stats.agreement.Kappa.Weights;
import helpsteer.stats.agreement.ScoreLists;
import helpsteer.stats.fit.Correlation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The scenarios' truths, against textbook values and against large samples. */
class TruthsTest {
    private static final int MANY = 100_000;

    @Test
    void gauss_expectations_areTheTextbooks() {
        assertThat(Gauss.expectation(z -> z * z)).isCloseTo(1, within(1e-10));
        assertThat(Gauss.expectation(Math::exp)).isCloseTo(Math.exp(0.5), within(1e-10));
        assertThat(Gauss.expectedMaximum(2)).isCloseTo(1 / Math.sqrt(Math.PI), within(1e-9));
        assertThat(Gauss.expectedMaximum(4)).isCloseTo(1.0293753730, within(1e-9)); // Tippett's table
    }

    @Test
    void ratings_haveTheirShares() {
        double[] drawn = Samples.ratings(new SplittableRandom(3), MANY);
        for (int rating = 0; rating < Samples.ratings(); rating++) {
            int value = rating;
            double share = Arrays.stream(drawn).filter(r -> r == value).count() / (double) MANY;
            assertThat(share).isCloseTo(Samples.ratingShare(rating), within(0.006));
        }
        assertThat(Samples.ratingExpectation(r -> r))
                .isCloseTo(2.87, within(1e-12)); // as HelpSteer2's helpfulness, 2.87
    }

    @Test
    void columnsAndPair_haveTheirCorrelation() {
        double[][] columns = Samples.columns(new SplittableRandom(3), 2, MANY, 0.5);
        assertThat(Correlation.pearson(columns[0], columns[1]).r()).isCloseTo(0.5, within(0.01));
        double[][] pair = Samples.pair(new SplittableRandom(3), MANY, -0.7);
        assertThat(Correlation.pearson(pair[0], pair[1]).r()).isCloseTo(-0.7, within(0.01));
    }

    @Test
    void raters_ofManyItems_haveTheKappaAndAlphaThatIsComputed() {
        RaterModel raters = RaterModel.ofKappa(0.791);
        assertThat(raters.kappa(Weights.QUADRATIC)).isCloseTo(0.791, within(1e-9));
        ScoreLists lists = raters.draw(new SplittableRandom(3), 40_000, 0.5);
        for (Weights weights : Weights.values()) {
            assertThat(Kappa.pooled(lists, weights, Pooling.ALL_PAIRS_BOTH_ORDERS)
                            .value())
                    .as(weights.name())
                    .isCloseTo(raters.kappa(weights), within(0.012));
        }
        for (Alpha.Metric metric : Alpha.Metric.values()) {
            assertThat(Alpha.of(lists, metric).value())
                    .as(metric.name())
                    .isCloseTo(raters.alpha(metric), within(0.012));
        }
    }

    @Test
    void crossedWins_ofManyPairsAndSeeds_areWonAsOftenAsIsComputed() {
        CrossedWins wins = new CrossedWins(0.7, 0.1);
        double[][] drawn = wins.draw(new SplittableRandom(3), 500, 200);
        double share =
                Arrays.stream(drawn).flatMapToDouble(Arrays::stream).average().orElseThrow();
        assertThat(share).isCloseTo(wins.accuracy(), within(0.03)); // 500 pairs leave an error of 0.015
    }

    /** Every scenario is named once: its samples come from a stream of that name. */
    @Test
    void study_scenarios_allHaveNamesOfTheirOwn() {
        List<String> names = Stream.concat(
                        Stream.of(
                                        ProportionScenarios.intervals(),
                                        MeanScenarios.intervals(),
                                        BenchmarkScenarios.intervals(),
                                        AgreementScenarios.intervals(),
                                        CorrelationScenarios.intervals(),
                                        FitScenarios.intervals(),
                                        CalibrationScenarios.intervals(),
                                        SearchScenarios.intervals())
                                .flatMap(List::stream)
                                .map(s -> s.setting().toString()),
                        Stream.of(ComparisonTests.all(), AssociationTests.all())
                                .flatMap(List::stream)
                                .map(s -> s.setting().toString()))
                .toList();
        assertThat(names)
                .doesNotHaveDuplicates()
                .hasSize(LibraryScenarios.study().size());
    }
}
