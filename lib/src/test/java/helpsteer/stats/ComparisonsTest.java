package helpsteer.stats;

import static helpsteer.stats.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.stats.test.PValues;
import helpsteer.stats.test.PairedTest;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Paired tests and corrections for several tests. */
class ComparisonsTest {
    @Test
    void pairedTest_golden_equalsSciPy() {
        for (JsonNode row : Golden.rows("paired")) {
            double[] a = Golden.doubles(row.get("a"));
            double[] b = Golden.doubles(row.get("b"));
            PairedTest t = PairedTest.t(a, b);
            assertClose("p", t.pValue(), row.get("p").asDouble(), 1e-9);
            JsonNode ends = row.get("interval");
            assertClose(
                    "interval",
                    t.interval(0.9),
                    ends.get(0).asDouble(),
                    ends.get(1).asDouble(),
                    1e-9);
            PairedTest signs = PairedTest.permutation(a, b, 100_000, new SplittableRandom(3));
            double expected = row.get("permutation").asDouble();
            if (a.length <= 16) {
                assertThat(signs.method()).isEqualTo(PairedTest.Method.ALL_SIGNS);
                assertClose("every sign", signs.pValue(), expected, 1e-14);
            } else {
                assertThat(signs.method()).isEqualTo(PairedTest.Method.RANDOM_SIGNS);
                double error = Math.sqrt(expected * (1 - expected) / 100_000);
                assertThat(signs.pValue()).isCloseTo(expected, within(5 * error + 2e-5));
            }
        }
    }

    @Test
    void permutation_handMade_isByHand() {
        // Differences 1, 2, 3: of the eight sums only 6 and -6 are as far from 0.
        PairedTest test =
                PairedTest.permutation(new double[] {2, 4, 6}, new double[] {1, 2, 3}, 100, new SplittableRandom(1));
        assertThat(test.pValue()).isEqualTo(0.25);
        assertThat(test).hasToString("difference 2.0000 [-0.4841, 4.4841], p = 0.25 (all signs), n=3");
    }

    @Test
    void permutation_clearDifferenceAtRandom_isNeverZero() {
        double[] a = new double[40];
        double[] b = new double[40];
        Arrays.fill(a, 1);
        assertThat(PairedTest.permutation(a, b, 999, new SplittableRandom(1)).pValue())
                .isEqualTo(0.001);
    }

    @Test
    void pairedTest_noDifference_isOne() {
        double[] a = {1, 5, 2};
        assertThat(PairedTest.t(a, a).pValue()).isEqualTo(1);
        assertThat(PairedTest.permutation(a, a, 100, new SplittableRandom(1)).pValue())
                .isEqualTo(1);
    }

    @Test
    void pairedTest_oneDifferenceThroughout_isCertainByT() {
        PairedTest test = PairedTest.t(new double[] {2, 3, 4}, new double[] {1, 2, 3});
        assertThat(test.pValue()).isZero();
        assertThat(test.interval(0.95)).isEqualTo(new Interval(1, 1, 0.95));
    }

    @Test
    void pairedTest_twoHundredSamplesWithoutDifference_alarmsAsOftenAsItSays() {
        int[] alarms = new int[2];
        Golden.forAll(random -> {
            double[] a = Golden.normal(random, 12);
            double[] b = Golden.normal(random, 12);
            alarms[0] += PairedTest.t(a, b).pValue() < 0.2 ? 1 : 0;
            alarms[1] += PairedTest.permutation(a, b, 500, random).pValue() < 0.2 ? 1 : 0;
        });
        assertThat(alarms[0]).isBetween(8, 33); // 20 expected, sd 4
        assertThat(alarms[1]).isBetween(8, 33);
    }

    @Test
    void pairedTest_badInput_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedTest.t(new double[] {1}, new double[] {2}))
                .withMessage("first must hold at least 2 values, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedTest.t(new double[] {1, 2}, new double[] {2}))
                .withMessage("first and second must be of one length, got 2 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PairedTest.permutation(new double[] {1, 2}, new double[] {2, 3}, 10, new SplittableRandom(1)))
                .withMessage("permutations must be at least 100, got 10");
    }

    @Test
    void pValues_golden_equalStatsmodels() {
        for (JsonNode row : Golden.rows("p-values")) {
            double[] p = Golden.doubles(row.get("p"));
            assertThat(PValues.holm(p)).containsExactly(Golden.doubles(row.get("holm")), within(1e-15));
            assertThat(PValues.benjaminiHochberg(p))
                    .containsExactly(Golden.doubles(row.get("benjaminiHochberg")), within(1e-15));
        }
    }

    @Test
    void pValues_handMade_areByHand() {
        assertThat(PValues.holm(0.01, 0.04, 0.03)).containsExactly(new double[] {0.03, 0.06, 0.06}, within(1e-15));
        assertThat(PValues.benjaminiHochberg(0.01, 0.04, 0.03))
                .containsExactly(new double[] {0.03, 0.04, 0.04}, within(1e-15));
        assertThat(PValues.holm()).isEmpty();
    }

    @Test
    void pValues_corrected_areNeverSmallerAndHolmNeverBelowBenjaminiHochberg() {
        Golden.forAll(random -> {
            double[] p = random.doubles(random.nextInt(1, 12)).toArray();
            double[] holm = PValues.holm(p);
            double[] falseShare = PValues.benjaminiHochberg(p);
            for (int i = 0; i < p.length; i++) {
                assertThat(falseShare[i]).isGreaterThanOrEqualTo(p[i] - 1e-15);
                assertThat(holm[i]).isBetween(falseShare[i] - 1e-15, 1.0);
            }
        });
    }

    @Test
    void pValues_outsideZeroToOne_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PValues.holm(0.5, Double.NaN))
                .withMessage("pValues[1] must be in 0..1, got NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PValues.benjaminiHochberg(1.5))
                .withMessage("pValues[0] must be in 0..1, got 1.5");
    }

    /** 2^7 sign patterns: as many permutations as that enumerate them, one less draws. */
    @Test
    void permutation_asManyAsThereArePatterns_triesEachOnce() {
        double[] a = {3, 1, 4, 1, 5, 9, 2};
        double[] b = {2, 7, 1, 8, 2, 8, 1};
        assertThat(PairedTest.permutation(a, b, 128, new SplittableRandom(1)).method())
                .isEqualTo(PairedTest.Method.ALL_SIGNS);
        assertThat(PairedTest.permutation(a, b, 127, new SplittableRandom(1)).method())
                .isEqualTo(PairedTest.Method.RANDOM_SIGNS);
    }

    /** The 4,096 patterns of twelve differences: a sample of nearly as many must come within five standard errors. */
    @Test
    void permutation_drawn_agreesWithAllPatterns() {
        Golden.forAll(random -> {
            double[] a = Golden.normal(random, 12);
            double[] b = Golden.normal(random, 12);
            double exact = PairedTest.permutation(a, b, 4096, random).pValue();
            double drawn = PairedTest.permutation(a, b, 4095, random).pValue();
            assertThat(drawn).isCloseTo(exact, within(5 * Math.sqrt(exact * (1 - exact) / 4095) + 1e-3));
        });
    }

    @Test
    void permutation_notFinite_isRefused() {
        double[] good = {1, 2};
        double[] bad = {1, Double.NaN};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedTest.permutation(good, bad, 100, new SplittableRandom(1)))
                .withMessage("second[1] must be finite, got NaN; drop it and say how many were dropped");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedTest.permutation(bad, good, 100, new SplittableRandom(1)))
                .withMessage("first[1] must be finite, got NaN; drop it and say how many were dropped");
    }
}
