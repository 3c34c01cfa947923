package helpsteer.bench.panels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.bench.PairScores;
import helpsteer.bench.PairScores.Scored;
import helpsteer.data.Pair;
import helpsteer.run.Seed;
import helpsteer.stats.Accuracy;
import helpsteer.stats.fit.Correlation;
import helpsteer.stats.fit.LogisticFit;
import helpsteer.stats.fit.Temperature;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PanelsTest {
    private static final Seed SEED = new Seed(1);

    private static PairScores scores(String model, Scored... pairs) {
        return new PairScores(model, "bench", List.of(pairs));
    }

    private static Scored pair(String key, double chosen, double rejected, int chosenLength, int rejectedLength) {
        return new Scored(
                key, "s", key.hashCode(), new Pair<>(chosen, rejected), new Pair<>(chosenLength, rejectedLength));
    }

    /** Pairs won with the sigmoid of their difference as probability, differences then stretched. */
    private static PairScores calibrated(int count, double stretch) {
        SplittableRandom random = new SplittableRandom(3);
        List<Scored> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double sure = 3 * random.nextDouble();
            boolean right = random.nextDouble() < LogisticFit.sigmoid(sure);
            pairs.add(pair("" + i, right ? sure * stretch : 0, right ? 0 : sure * stretch, 10, 10));
        }
        return new PairScores("calibrated", "bench", pairs);
    }

    @Test
    void calibration_stretchedScores_areMendedByTheirTemperature() {
        PairScores stretched = calibrated(4000, 5);
        Temperature temperature = Calibration.temperature(stretched);
        assertThat(temperature.value()).isBetween(4.5, 5.5);
        Calibration before = Calibration.of(stretched, SEED);
        Calibration after = Calibration.of(stretched, temperature.value(), SEED);
        assertThat(before.ece().estimate()).isGreaterThan(0.1);
        assertThat(after.ece().estimate()).isLessThan(0.04);
        assertThat(after.ece().estimate()).isLessThan(3 * after.floor());
        assertThat(after.reliability().brier()).isLessThan(before.reliability().brier());
        assertThat(after.ece().estimate()).isCloseTo(after.reliability().ece(), within(1e-12));
        assertThat(before.floor()).isBetween(0.001, 0.03);
    }

    /** Chance keeps a calibrated model's error above 0; the interval must allow for that. */
    @Test
    void calibration_calibratedModel_hasZeroInItsInterval() {
        Calibration made = Calibration.of(calibrated(500, 1), SEED);
        assertThat(made.ece().estimate()).isGreaterThan(0.01);
        assertThat(made.ece().interval().low()).isZero();
        assertThat(made.ece().interval().contains(made.ece().estimate())).isTrue();
        Calibration stretched = Calibration.of(calibrated(500, 5), SEED);
        assertThat(stretched.ece().interval().low()).isGreaterThan(0.05);
    }

    @Test
    void calibration_equalScores_areHalfRight() {
        Calibration made =
                Calibration.of(scores("m", pair("a", 1, 1, 1, 1), pair("b", 2, 2, 1, 1), pair("c", 0, 0, 1, 1)), SEED);
        assertThat(made.reliability().ece()).isZero();
        assertThat(made.reliability().bins()).hasSize(1);
        assertThat(made.reliability().brier()).isEqualTo(0.25);
    }

    @Test
    void calibration_badTemperatureOrAllRight_isRefused() {
        PairScores right = scores("m", pair("a", 2, 1, 1, 1), pair("b", 3, 2, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calibration.of(right, 0, SEED))
                .withMessage("temperature must be above 0 and finite, got 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calibration.temperature(right))
                .withMessage("outcomes must overlap, got columns that tell every one of them; add a penalty or rows");
    }

    private static PairScores random(int count, double lengthWeight) {
        SplittableRandom random = new SplittableRandom(5);
        List<Scored> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int a = 10 + random.nextInt(1000);
            int b = 10 + random.nextInt(1000);
            double chosen = 0.5 + random.nextDouble() + lengthWeight * Math.log1p(a);
            double rejected = random.nextDouble() + lengthWeight * Math.log1p(b);
            pairs.add(new Scored("" + i, "s", i / 2, new Pair<>(chosen, rejected), new Pair<>(a, b)));
        }
        return new PairScores("m", "bench", pairs);
    }

    @Test
    void length_partialCorrelation_equalsThatOfResiduals() {
        PairScores scores = random(60, 0.3);
        double[] score = new double[120];
        double[] length = new double[120];
        double[] better = new double[120];
        for (int i = 0; i < 60; i++) {
            Scored pair = scores.pairs().get(i);
            score[2 * i] = pair.scores().chosen();
            score[2 * i + 1] = pair.scores().rejected();
            length[2 * i] = Math.log1p(pair.lengths().chosen());
            length[2 * i + 1] = Math.log1p(pair.lengths().rejected());
            better[2 * i] = 1;
        }
        LengthBias panel = LengthBias.of(scores, SEED);
        assertThat(panel.correlation().estimate())
                .isCloseTo(Correlation.pearson(score, length).r(), within(1e-12));
        assertThat(panel.partial().estimate())
                .isCloseTo(Correlation.partial(score, length, better).r(), within(1e-10));
        assertThat(panel.partial().interval().contains(panel.partial().estimate()))
                .isTrue();
    }

    @Test
    void length_scorerOfLength_isCaught() {
        LengthBias blind = LengthBias.of(random(400, 0), SEED);
        LengthBias biased = LengthBias.of(random(400, 10), SEED);
        assertThat(blind.partial().interval().contains(0)).isTrue();
        assertThat(biased.partial().interval().low()).isGreaterThan(0.9);
        assertThat(biased.longerPreferred().strict()).isGreaterThan(0.9);
        assertThat(biased.longerBetter()).isEqualTo(blind.longerBetter());
        assertThat(biased.tertiles().get(0).accuracy().strict()).isLessThan(0.1);
        assertThat(biased.tertiles().get(2).accuracy().strict()).isGreaterThan(0.9);
        assertThat(biased.tertiles()).extracting(g -> g.accuracy().total()).allMatch(n -> n >= 132 && n <= 135);
    }

    /** Lengths 100 and 95 are within 10 %; 100 and 80 within 25 %; 100 and 50 in neither. */
    @Test
    void matched_shareOfTheLonger_byHand() {
        PairScores scores = scores(
                "m",
                pair("a", 2, 1, 100, 95),
                pair("b", 1, 2, 80, 100),
                pair("c", 2, 1, 50, 100),
                pair("d", 1, 1, 90, 100));
        assertThat(LengthBias.matched(scores, 0.1)).contains(new Accuracy(1, 0, 1));
        assertThat(LengthBias.matched(scores, 0.25)).contains(new Accuracy(1, 1, 1));
        assertThat(LengthBias.matched(scores, 0)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LengthBias.matched(scores, 10))
                .withMessage("share must be in [0, 1], got 10.0");
    }

    @Test
    void longerPreferred_byHand() {
        PairScores scores = scores(
                "m",
                pair("a", 2, 1, 10, 5), // prefers the longer, which is better
                pair("b", 1, 2, 10, 5), // prefers the shorter
                pair("c", 1, 2, 5, 10), // prefers the longer, which is worse
                pair("d", 1, 1, 5, 10), // a tie
                pair("e", 3, 1, 7, 7)); // of one length: says nothing
        LengthBias panel = LengthBias.of(scores, SEED);
        assertThat(panel.longerPreferred()).isEqualTo(new Accuracy(2, 1, 1));
        assertThat(panel.longerBetter()).isEqualTo(new Accuracy(2, 2, 0));
    }

    /** Table 3 1 / 1 2 of 7, one tie of the second among the wrong: kappa of (+,+)3 (+,-)1 (-,+)1 (-,-)1 (-,0)1. */
    @Test
    void agreement_byHand() {
        PairScores a = scores(
                "a",
                pair("1", 1, 0, 1, 1),
                pair("2", 1, 0, 1, 1),
                pair("3", 1, 0, 1, 1),
                pair("4", 1, 0, 1, 1),
                pair("5", 0, 1, 1, 1),
                pair("6", 0, 1, 1, 1),
                pair("7", 0, 1, 1, 1));
        PairScores b = scores(
                "b",
                pair("7", 1, 1, 1, 1),
                pair("6", 0, 1, 1, 1),
                pair("5", 1, 0, 1, 1),
                pair("4", 0, 1, 1, 1),
                pair("3", 1, 0, 1, 1),
                pair("2", 1, 0, 1, 1),
                pair("1", 1, 0, 1, 1)); // another order
        Agreement made = Agreement.of(a, b, SEED);
        assertThat(List.of(made.bothRight(), made.onlyFirst(), made.onlySecond(), made.bothWrong()))
                .containsExactly(3, 1, 1, 2);
        double chance = (4 * 4 + 3 * 2) / 49.0;
        assertThat(made.kappa().estimate()).isCloseTo((4 / 7.0 - chance) / (1 - chance), within(1e-12));
        assertThat(made.test().exactPValue()).isEqualTo(1);
        assertThat(made.total()).isEqualTo(7);
        assertThat(made.cells())
                .extracting(e -> e.getKey() + " " + e.getValue())
                .containsExactly("both right 3", "only a 1", "only b 1", "both wrong 2");
    }

    @Test
    void agreement_otherPairs_isRefused() {
        PairScores a = scores("a", pair("1", 1, 0, 1, 1), pair("2", 1, 0, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Agreement.of(a, scores("b", pair("1", 1, 0, 1, 1)), SEED))
                .withMessage("both models must have scored the same pairs, got 2 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Agreement.of(a, scores("b", pair("1", 1, 0, 1, 1), pair("3", 1, 0, 1, 1)), SEED))
                .withMessage("both models must have scored the same pairs, got 2 from one only");
    }

    @Test
    void mistakes_worstFirst_withoutTiesAndWins() {
        PairScores scores = scores(
                "m",
                pair("a", 0, 1, 1, 1),
                pair("b", 0, 3, 1, 1),
                pair("c", 2, 1, 1, 1),
                pair("d", 1, 1, 1, 1),
                pair("e", 1, 2, 1, 1));
        Mistakes two = Mistakes.of(scores, 2);
        assertThat(two.pairs()).extracting(Scored::key).containsExactly("b", "a");
        assertThat(two.total()).isEqualTo(3);
        assertThat(Mistakes.of(scores, 10).pairs()).hasSize(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mistakes.of(scores, 0))
                .withMessage("most must be at least 1, got 0");
    }
}
