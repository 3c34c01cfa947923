package helpsteer.simulation.raters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.Preferred;
import helpsteer.data.RatedPair;
import helpsteer.data.Ratings;
import helpsteer.data.sets.RaterScores;
import helpsteer.run.Seed;
import helpsteer.simulation.FakeSource;
import helpsteer.simulation.SimulatedResponse;
import helpsteer.stats.agreement.Kappa;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RaterPoolTest {
    private static final Seed SEED = new Seed(7);
    private static final FakeSource SOURCE = new FakeSource(SEED);

    /** Table 1 of arXiv 2406.08673: initial collection, after improvements, after post-processing. */
    private static final double[][] TABLE_1 = {
        {0.465, 0.706, 0.791},
        {0.472, 0.715, 0.793},
        {0.169, 0.387, 0.428},
        {0.293, 0.416, 0.427},
        {0.342, 0.536, 0.548}
    };

    private static List<AnnotatedPair> annotated(Raters raters, int pairs) {
        RaterPool pool = new RaterPool(raters, SEED);
        return LongStream.range(0, pairs)
                .parallel()
                .mapToObj(i -> pool.annotate(SOURCE.pair(i)))
                .toList();
    }

    private static List<RaterScores> scores(List<AnnotatedPair> pairs, Function<AnnotatedResponse, RaterScores> stage) {
        return pairs.stream()
                .flatMap(pair -> pair.responses().stream())
                .map(stage)
                .toList();
    }

    private static double kappa(List<RaterScores> rows, Attribute attribute) {
        return Kappa.pooled(
                        RaterScores.ofAttribute(rows, attribute),
                        Kappa.Weights.QUADRATIC,
                        Kappa.Pooling.ALL_PAIRS_BOTH_ORDERS)
                .value();
    }

    /** Share of the pairs of unequal helpfulness in which a property holds for the preferred response. */
    private static double shareOfPreferred(List<RatedPair> pairs, Function<RatedPair, Preferred> property) {
        return pairs.stream()
                .filter(pair -> pair.preferred(Attribute.HELPFULNESS) != Preferred.TIE)
                .mapToInt(pair -> pair.preferred(Attribute.HELPFULNESS) == property.apply(pair) ? 1 : 0)
                .average()
                .orElseThrow();
    }

    @Test
    void annotate_defaults_agreeAsInTableOneAtAllItsStages() {
        List<AnnotatedPair> pairs = annotated(Raters.defaults(), 4_000);
        List<RaterScores> initial = scores(pairs, AnnotatedResponse::initialScores);
        List<RaterScores> improved = scores(pairs, r -> r.scores().mostAgreeing());
        Filtered<RaterScores> last = RaterScores.agreeing(improved);
        for (Attribute attribute : Attribute.values()) {
            double[] expected = TABLE_1[attribute.index()];
            assertThat(kappa(initial, attribute)).as("initial " + attribute).isCloseTo(expected[0], within(0.05));
            assertThat(kappa(improved, attribute)).as("improved " + attribute).isCloseTo(expected[1], within(0.05));
            assertThat(kappa(last.items(), attribute)).as("last " + attribute).isCloseTo(expected[2], within(0.04));
        }
        assertThat(1 - last.items().size() / 8_000.0).as("removed").isCloseTo(0.10, within(0.03));
        assertThat(scores(pairs, AnnotatedResponse::scores).stream()
                        .mapToInt(RaterScores::count)
                        .average()
                        .orElseThrow())
                .as("annotations of a response")
                .isCloseTo(3.41, within(0.25));
    }

    @Test
    void agrees_pair_isTheFilterOfTheLibrary() {
        List<AnnotatedPair> pairs = annotated(Raters.defaults(), 400);
        List<RaterScores> kept = RaterScores.agreeing(
                        scores(pairs, r -> r.scores().mostAgreeing()))
                .items();
        assertThat(scores(pairs.stream().filter(AnnotatedPair::agrees).toList(), r -> r.scores()
                        .mostAgreeing()))
                .isEqualTo(kept);
    }

    @Test
    void annotate_perfectRaters_sayTheGoldRatingRounded() {
        for (AnnotatedPair pair : annotated(Raters.none(), 300)) {
            assertThat(pair.agrees()).isTrue();
            assertThat(pair.released().first().ratings())
                    .isEqualTo(rounded(pair.pair().first()));
            assertThat(pair.released().second().ratings())
                    .isEqualTo(rounded(pair.pair().second()));
            assertThat(pair.first().initial()).isEqualTo(pair.first().kept());
        }
    }

    private static Ratings rounded(SimulatedResponse response) {
        return Ratings.of(attribute -> (int) Math.floor(response.gold().of(attribute) + 0.5));
    }

    @Test
    void annotate_lengthBias_makesTheLongerResponseWin() {
        Raters raters = Raters.defaults();
        double without = shareOfPreferred(released(annotated(raters, 1_500)), RatedPair::longer);
        double with = shareOfPreferred(released(annotated(raters.withLengthBias(1.5), 1_500)), RatedPair::longer);
        assertThat(without).isCloseTo(0.5, within(0.05));
        assertThat(with).isGreaterThan(0.7);
    }

    private static List<RatedPair> released(List<AnnotatedPair> pairs) {
        return pairs.stream().map(AnnotatedPair::released).toList();
    }

    @Test
    void annotate_positionBias_movesPreferencesToTheSecondAndNoRatings() {
        Raters raters = Raters.defaults().withPositionBias(0);
        List<AnnotatedPair> without = annotated(raters, 1_500);
        List<AnnotatedPair> with = annotated(raters.withPositionBias(1), 1_500);
        assertThat(released(with)).isEqualTo(released(without));
        assertThat(meanStrength(without)).isCloseTo(0, within(0.12));
        assertThat(meanStrength(with)).isGreaterThan(0.6);
    }

    private static double meanStrength(List<AnnotatedPair> pairs) {
        return pairs.stream()
                .mapToInt(pair -> pair.verdict().overall().strength())
                .average()
                .orElseThrow();
    }

    @Test
    void annotate_noiseAndCarelessness_lowerAgreement() {
        double usual = kappaOfHelpfulness(Raters.defaults());
        assertThat(kappaOfHelpfulness(Raters.defaults().withNoise(2))).isLessThan(usual - 0.1);
        assertThat(kappaOfHelpfulness(Raters.defaults().withCareless(0.8))).isLessThan(usual - 0.1);
        assertThat(kappaOfHelpfulness(Raters.none())).isEqualTo(1);
    }

    private static double kappaOfHelpfulness(Raters raters) {
        return kappa(scores(annotated(raters, 500), AnnotatedResponse::scores), Attribute.HELPFULNESS);
    }

    @Test
    void annotate_verdicts_areTiesAndStrengthsAndNowAndThenNotValid() {
        List<AnnotatedPair> pairs = annotated(Raters.defaults(), 2_000);
        int[] counts = new int[7];
        pairs.forEach(pair -> counts[pair.verdict().overall().strength() + 3]++);
        assertThat(IntStream.of(counts).min().orElseThrow()).isGreaterThan(20);
        assertThat(pairs.stream().map(AnnotatedPair::verdict)).allSatisfy(verdict -> {
            assertThat(verdict.raw()).hasSizeBetween(3, 5);
            assertThat(verdict.nearest()).hasSizeBetween(2, 3);
        });
        assertThat(pairs.stream()
                        .filter(pair -> pair.verdict().raw().stream()
                                .anyMatch(raw -> raw.strength() == AggregatedPreference.NOT_VALID))
                        .count())
                .isBetween(5L, 200L);
    }

    @Test
    void annotate_samePosition_isTheSameWhateverWasBefore() {
        RaterPool pool = new RaterPool(Raters.defaults(), SEED);
        AnnotatedPair alone = new RaterPool(Raters.defaults(), SEED).annotate(SOURCE.pair(9));
        pool.annotate(SOURCE.pair(3));
        assertThat(pool.annotate(SOURCE.pair(9))).isEqualTo(alone);
        assertThat(pool.annotate(SOURCE.pair(9), 1)).isNotEqualTo(alone);
        assertThat(new RaterPool(Raters.defaults(), new Seed(8)).annotate(SOURCE.pair(9)))
                .isNotEqualTo(alone);
    }

    @Test
    void raters_outOfRange_areRefused() {
        Raters usual = Raters.defaults();
        refused(() -> usual.withCount(3), "raters must be 20 to 100,000, got 3");
        refused(() -> usual.withNoise(-1), "noise must be a number in 0.0..10.0, got -1.0");
        refused(() -> usual.withNoise(Double.NaN), "noise must be a number in 0.0..10.0, got NaN");
        refused(() -> usual.withCareless(0.95), "careless share must be a number in 0.0..0.9, got 0.95");
        refused(() -> usual.withLengthBias(5), "length bias must be a number in -4.0..4.0, got 5.0");
        refused(() -> usual.withPositionBias(-9), "position bias must be a number in -4.0..4.0, got -9.0");
    }

    private static void refused(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
