package helpsteer.study.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.stats.Moments;
import helpsteer.stats.fit.Correlation;
import helpsteer.stats.fit.LinearFit;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The closed forms of the world against what its draws come to. */
class LinearWorldTest {
    private static final int PAIRS = 40_000;
    private static final Covariances ISOTROPIC = Covariances.isotropic(8);
    private static final Covariances CORRELATED = correlated();

    /** Covariances of vectors that are far from independent, in which a length is partly told. */
    private static Covariances correlated() {
        SplittableRandom random = new SplittableRandom(9);
        double[][] mixing = new double[10][10];
        for (double[] row : mixing) {
            Arrays.setAll(row, d -> random.nextGaussian());
        }
        float[][] vectors = new float[4000][10];
        double[] lengths = new double[4000];
        for (int i = 0; i < 4000; i += 2) {
            double[] prompt = random.doubles(10, -1, 1).toArray();
            for (int row = i; row < i + 2; row++) {
                double[] own = IntStream.range(0, 10)
                        .mapToDouble(d -> prompt[d] + random.nextGaussian())
                        .toArray();
                for (int d = 0; d < 10; d++) {
                    int to = d;
                    vectors[row][d] = (float) IntStream.range(0, 10)
                            .mapToDouble(e -> mixing[to][e] * own[e])
                            .sum();
                }
                lengths[row] = 5 + 2 * own[3] + 2 * random.nextGaussian();
            }
        }
        return Covariances.of("a test", vectors, lengths, 10);
    }

    private static PairDraws draws(Covariances covariances) {
        return PairDraws.of(covariances, PAIRS, new SplittableRandom(5));
    }

    private static double[] values(PairDraws draws, ToDoubleFunction<float[]> number) {
        return Arrays.stream(draws.vectors).mapToDouble(number).toArray();
    }

    private static double[] apart(double[] values) {
        return IntStream.range(0, values.length / 2)
                .mapToDouble(i -> values[2 * i + 1] - values[2 * i])
                .toArray();
    }

    @Test
    void gold_anyCovariances_hasTheMomentsOfHelpSteer2() {
        double[] correlations = {1, 0.9430, 0.4979, 0.1805, 0.0600};
        double[] sds = {1.2703, 1.2689, 0.6491, 0.6986, 0.7571};
        double[] means = {2.8655, 2.9644, 3.6393, 1.7048, 1.9999};
        for (Covariances covariances : new Covariances[] {ISOTROPIC, CORRELATED}) {
            LinearWorld world = LinearWorld.of(covariances, new SplittableRandom(2));
            PairDraws draws = draws(covariances);
            double[] helpfulness = values(draws, v -> world.gold(v, Attribute.HELPFULNESS));
            for (Attribute a : Attribute.values()) {
                double[] gold = values(draws, v -> world.gold(v, a));
                Moments moments = Moments.of(gold);
                assertThat(moments.mean()).isCloseTo(means[a.index()], within(0.03));
                assertThat(moments.sampleSd()).isCloseTo(sds[a.index()], within(0.02));
                assertThat(Correlation.pearson(helpfulness, gold).r()).isCloseTo(correlations[a.index()], within(0.02));
            }
        }
    }

    @Test
    void length_anyCovariances_isStandardAndUncorrelatedWithHelpfulness() {
        assertThat(CORRELATED.lengthShare())
                .isCloseTo(16.0 / 3 / (16.0 / 3 + 4), within(0.05)); // variances 4 · 4/3 and 4
        for (Covariances covariances : new Covariances[] {ISOTROPIC, CORRELATED}) {
            LinearWorld world = LinearWorld.of(covariances, new SplittableRandom(2));
            PairDraws draws = draws(covariances);
            double[] gold = values(draws, v -> world.gold(v, Attribute.HELPFULNESS));
            double[] lengths = IntStream.range(0, 2 * PAIRS)
                    .mapToDouble(i -> world.length(draws.vectors[i], draws.lengthRest[i]))
                    .toArray();
            assertThat(Moments.of(lengths).sampleSd()).isCloseTo(1, within(0.02));
            assertThat(Correlation.pearson(gold, lengths).r()).isCloseTo(0, within(0.015));
            assertThat(Correlation.pearson(apart(gold), apart(lengths)).r()).isCloseTo(0, within(0.015));
            double[] told = values(draws, v -> world.length(v, 0));
            assertThat(Math.pow(Correlation.pearson(told, lengths).r(), 2))
                    .isCloseTo(covariances.lengthShare(), within(0.01));
            double[] verbosity = values(draws, v -> world.gold(v, Attribute.VERBOSITY));
            assertThat(Correlation.pearson(told, verbosity).r()).isGreaterThan(0.99);
        }
    }

    /** A score of all that a head can be wrong about: too much for length, and something that is neither. */
    private static double[] wrong(LinearWorld world, double bias) {
        double[] best = world.bestGuess(Labelling.of(0).withLengthBias(bias));
        double[] other = new double[best.length];
        other[1] = 0.3;
        return LinearWorld.sum(2, best, 1, other);
    }

    @Test
    void closedForms_scoreWithErrors_areThoseOfDraws() {
        for (Covariances covariances : new Covariances[] {ISOTROPIC, CORRELATED}) {
            LinearWorld world = LinearWorld.of(covariances, new SplittableRandom(2));
            PairDraws draws = draws(covariances);
            double[] direction = wrong(world, 0.6);
            double[] scores = apart(values(draws, v -> LinearWorld.score(direction, v)));
            double[] gold = apart(values(draws, v -> world.gold(v, Attribute.HELPFULNESS)));
            double[] told = apart(values(draws, v -> world.length(v, 0)));
            double[] lengths = apart(IntStream.range(0, 2 * PAIRS)
                    .mapToDouble(i -> world.length(draws.vectors[i], draws.lengthRest[i]))
                    .toArray());

            assertThat(world.cosine(direction))
                    .isCloseTo(Correlation.pearson(scores, gold).r(), within(0.01));

            double[][] rows = IntStream.range(0, PAIRS)
                    .mapToObj(i -> new double[] {gold[i], told[i]})
                    .toArray(double[][]::new);
            LinearFit fit = LinearFit.of(rows, scores);
            double share = Math.sqrt(covariances.lengthShare());
            double weight = share
                    * fit.coefficients().get(2).value()
                    / fit.coefficients().get(1).value();
            assertThat(world.lengthWeight(direction)).isCloseTo(weight, within(0.02));

            double[] rest = LinearFit.of(
                            Arrays.stream(gold).mapToObj(g -> new double[] {g}).toArray(double[][]::new), scores)
                    .residuals(
                            Arrays.stream(gold).mapToObj(g -> new double[] {g}).toArray(double[][]::new), scores);
            double wins = IntStream.range(0, PAIRS)
                            .filter(i -> rest[i] * lengths[i] > 0)
                            .count()
                    / (double) PAIRS;
            assertThat(world.longerWins(direction)).isCloseTo(wins, within(0.01));
        }
    }

    @Test
    void bestGuess_lengthBias_isWhatRatersGive() {
        LinearWorld world = LinearWorld.of(ISOTROPIC, new SplittableRandom(2));
        Labelling biased = Labelling.of(0.5).withLengthBias(0.5);
        assertThat(world.plantedWeight(biased)).isCloseTo(0.5 * 0.8, within(1e-12));
        assertThat(world.lengthWeight(world.bestGuess(biased))).isCloseTo(0.4, within(1e-9));
        assertThat(world.longerWins(world.bestGuess(Labelling.of(0.5)))).isCloseTo(0.5, within(1e-6));
        assertThat(world.cosine(world.bestGuess(Labelling.of(0.5)))).isCloseTo(1, within(1e-12));
        assertThat(world.cosine(new double[8])).isZero();
    }

    @Test
    void draws_moreOfThem_beginAlike() {
        PairDraws few = PairDraws.of(ISOTROPIC, 10, new SplittableRandom(5));
        PairDraws many = PairDraws.of(ISOTROPIC, 20, new SplittableRandom(5));
        assertThat(Arrays.copyOf(many.vectors, 20)).isDeepEqualTo(few.vectors);
        assertThat(Arrays.copyOf(many.chances, 10)).isDeepEqualTo(few.chances);
        assertThat(few.pairs()).isEqualTo(10);
    }

    @Test
    void covariances_badSizes_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Covariances.isotropic(5))
                .withMessage("width must be at least 6, got 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Covariances.of("x", new float[6][3], new double[5], 6))
                .withMessage("vectors and lengths must be two for each pair, got 6 and 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Covariances.of("x", new float[8][9], new double[8], 7))
                .withMessage("components must be at least 6, at most 9 and fewer than the pairs, got 7 for 4 pairs");
        assertThat(CORRELATED).hasToString("10 principal components (100 % of the variance) of a test");
    }
}
