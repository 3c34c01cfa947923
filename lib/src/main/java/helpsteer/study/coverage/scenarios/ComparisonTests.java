package helpsteer.study.coverage.scenarios;

import helpsteer.data.LongerWins;
import helpsteer.stats.test.CrossedMean;
import helpsteer.stats.test.McNemar;
import helpsteer.stats.test.PValues;
import helpsteer.stats.test.PairedTest;
import helpsteer.study.coverage.Setting;
import helpsteer.study.coverage.TestScenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Tests of two models or measurements on the same items, and corrections for several tests.
 *
 * <p>{@code Agreement.test}, {@code PairedComparison.test} and {@code ExperimentResult.Difference} with folds are McNemar's as it
 * stands; {@code ScoredGenerations.against}, {@code ControllabilityCurve.slope}, {@code AttributeLogRatio.test} and
 * {@code TruthfulQaScores.against} are the paired t test.
 */
final class ComparisonTests {
    private static final String DISCRETE =
            "few p-values are possible and the exact test never exceeds its level (Fagerland, Lydersen and Laake 2013)";
    private static final String CORRECTED =
            "the correction for continuity follows the exact test (Fagerland, Lydersen and Laake 2013)";
    private static final String ALL_SIGNS =
            "only multiples of 1/2^n are possible p-values (Lehmann and Romano 2005, chapter 15)";

    private ComparisonTests() {}

    static List<TestScenario> all() {
        List<TestScenario> all = new ArrayList<>();
        for (int n : new int[] {100, 500}) {
            all.add(mcNemar("McNemar.exactPValue", n, McNemar::exactPValue, DISCRETE));
            all.add(mcNemar(
                    "McNemar.midPValue",
                    n,
                    McNemar::midPValue,
                    "half of the seen value's probability is kept, "
                            + "which at few discordant pairs is still cautious (Fagerland, Lydersen and Laake 2013)"));
            all.add(mcNemar("McNemar.chiSquarePValue", n, McNemar::chiSquarePValue, CORRECTED));
            all.add(longerWins(n));
        }
        all.addAll(paired());
        all.addAll(crossed());
        all.add(several("PValues.holm, any of ten", PValues::holm));
        all.add(several("PValues.benjaminiHochberg, any of ten", PValues::benjaminiHochberg));
        return all;
    }

    /** Two models that decide half of the pairs alike: both of accuracy 0.8, or the second of 0.7. */
    private static TestScenario mcNemar(String test, int n, ToDoubleFunction<McNemar> pValue, String conservative) {
        return new TestScenario(
                Setting.of(test, "accuracy 0.8 twice; 0.8 and 0.7", n).conservative(conservative),
                random -> pValue.applyAsDouble(judged(random, n, 0.8)),
                random -> pValue.applyAsDouble(judged(random, n, 0.7)));
    }

    private static McNemar judged(SplittableRandom random, int n, double second) {
        boolean[] one = new boolean[n];
        boolean[] other = new boolean[n];
        for (int i = 0; i < n; i++) {
            boolean alike = random.nextBoolean();
            double draw = random.nextDouble();
            one[i] = draw < 0.8;
            other[i] = (alike ? draw : random.nextDouble()) < second;
        }
        return McNemar.of(one, other);
    }

    private static TestScenario longerWins(int n) {
        return new TestScenario(
                Setting.of("LongerWins.pValue", "longer wins 50 %; 60 %", n).conservative(DISCRETE),
                random -> longer(random, n, 0.5),
                random -> longer(random, n, 0.6));
    }

    private static double longer(SplittableRandom random, int n, double share) {
        int wins = Samples.successes(random, n, share);
        return new LongerWins(wins, n - wins, 0).pValue();
    }

    private static List<TestScenario> paired() {
        List<TestScenario> all = new ArrayList<>();
        for (int n : new int[] {5, 37, 500}) {
            double shift = 2.5 / Math.sqrt(n);
            all.add(new TestScenario(
                    Setting.of("PairedTest.t", "normal differences; mean 2.5 standard errors", n),
                    random -> t(Samples.normal(random, n), 0),
                    random -> t(Samples.normal(random, n), shift)));
            all.add(new TestScenario(
                    Setting.of("PairedTest.t", "differences of two ratings; half a point", n),
                    random -> PairedTest.t(Samples.ratings(random, n), Samples.ratings(random, n))
                            .pValue(),
                    random -> t(differences(random, n), 0.5)));
        }
        all.add(new TestScenario(
                Setting.of("PairedTest.t", "shares of 16 comparisons of a prompt won; 0.6 of them", 37),
                random -> t(shares(random, 37, 0.5), -0.5),
                random -> t(shares(random, 37, 0.6), -0.5)));
        all.add(permutation(5));
        all.add(permutation(10));
        all.add(permutation(37));
        return all;
    }

    private static double t(double[] differences, double shift) {
        double[] shifted = Arrays.stream(differences).map(d -> d + shift).toArray();
        return PairedTest.t(shifted, new double[shifted.length]).pValue();
    }

    private static double[] differences(SplittableRandom random, int n) {
        double[] first = Samples.ratings(random, n);
        double[] second = Samples.ratings(random, n);
        return IntStream.range(0, n).mapToDouble(i -> first[i] - second[i]).toArray();
    }

    private static double[] shares(SplittableRandom random, int n, double p) {
        return IntStream.range(0, n)
                .mapToDouble(i -> Samples.successes(random, 16, p) / 16.0)
                .toArray();
    }

    private static TestScenario permutation(int n) {
        double shift = 2.5 / Math.sqrt(n);
        Setting setting = Setting.of("PairedTest.permutation", "normal differences; mean 2.5 standard errors", n)
                .slow(n > 10 ? 2 : 1);
        return new TestScenario(
                n > 10 ? setting : setting.conservative(ALL_SIGNS),
                random -> permuted(random, n, 0),
                random -> permuted(random, n, shift));
    }

    private static double permuted(SplittableRandom random, int n, double shift) {
        double[] values =
                Arrays.stream(Samples.normal(random, n)).map(z -> z + shift).toArray();
        return PairedTest.permutation(values, new double[n], 1999, random).pValue();
    }

    /** Two variants over pairs and seeds; each seed of each variant differs, as trained models do. */
    private static List<TestScenario> crossed() {
        List<TestScenario> all = new ArrayList<>();
        for (int seeds : new int[] {1, 3, 5, 20}) {
            double spread = seeds == 1 ? 0 : 0.1;
            CrossedWins first = new CrossedWins(0.7, spread);
            CrossedWins second = new CrossedWins(1, spread);
            all.add(new TestScenario(
                    Setting.of("CrossedMean.pValue", "one accuracy, " + seeds + " seeds; 0.69 and 0.76", 200),
                    random -> difference(random, first, first, seeds),
                    random -> difference(random, first, second, seeds)));
        }
        CrossedWins first = new CrossedWins(0.7, 0.3);
        CrossedWins second = new CrossedWins(1, 0.3);
        all.add(new TestScenario(
                Setting.of("CrossedMean.pValue", "one accuracy, 3 seeds of wide spread; 0.69 and 0.76", 200)
                        .limit(0.12, MeanScenarios.FEW_SEEDS),
                random -> difference(random, first, first, 3),
                random -> difference(random, first, second, 3)));
        return all;
    }

    private static double difference(SplittableRandom random, CrossedWins first, CrossedWins second, int seeds) {
        double[][] one = first.draw(random, 200, seeds);
        double[][] other = second.draw(random, 200, seeds);
        for (int s = 0; s < seeds; s++) {
            for (int i = 0; i < one[s].length; i++) {
                one[s][i] -= other[s][i];
            }
        }
        return CrossedMean.of(one).pValue();
    }

    /** Ten t tests: none with an effect, or one. The smallest corrected p-value says whether any alarm is raised. */
    private static TestScenario several(String name, Correction correction) {
        return new TestScenario(
                Setting.of(name, "ten tests without an effect; one with 0.6 standard deviations", 37),
                random -> smallest(random, 0, correction),
                random -> smallest(random, 0.6, correction));
    }

    /** Corrects p-values. */
    private interface Correction {
        double[] of(double... pValues);
    }

    private static double smallest(SplittableRandom random, double effect, Correction correction) {
        double[] p = IntStream.range(0, 10)
                .mapToDouble(test -> t(Samples.normal(random, 37), test == 0 ? effect : 0))
                .toArray();
        return Arrays.stream(correction.of(p)).min().orElseThrow();
    }
}
