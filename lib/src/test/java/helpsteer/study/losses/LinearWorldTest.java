package helpsteer.study.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.stats.Moments;
import helpsteer.stats.fit.Correlation;
import helpsteer.stats.fit.LinearFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;

/** The closed forms of the world against what its draws come to. */
class LinearWorldTest {
    private static final int PAIRS = 40_000;
    private static final Covariances ISOTROPIC = Covariances.isotropic(8);
    private static final Covariances CORRELATED = correlated();
    private static final Covariances CONTRARY = contrary();

    /** Covariances of vectors that are far from independent, in which a length is partly told. */
    private static Covariances correlated() {
        SplittableRandom random = new SplittableRandom(9);
        double[][] mixing = new double[10][10];
        for (double[] row : mixing) {
            Arrays.setAll(row, d -> random.nextGaussian());
        }
        List<float[]> vectors = new ArrayList<>();
        List<Double> lengths = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            double[] prompt = random.doubles(10, -1, 1).toArray();
            for (int response = 0; response < 2; response++) {
                double[] own = IntStream.range(0, 10)
                        .mapToDouble(d -> prompt[d] + random.nextGaussian())
                        .toArray();
                float[] vector = new float[10];
                for (int d = 0; d < 10; d++) {
                    int to = d;
                    vector[d] = (float) IntStream.range(0, 10)
                            .mapToDouble(e -> mixing[to][e] * own[e])
                            .sum();
                }
                vectors.add(vector);
                lengths.add(5 + 2 * own[3] + 2 * random.nextGaussian());
            }
        }
        return Covariances.of("a test", Pair.apart(2000, vectors), Pair.apart(2000, lengths), 10);
    }

    /** Responses to a prompt that differ more than those to different prompts: no covariance between prompts is like that. */
    private static Covariances contrary() {
        SplittableRandom random = new SplittableRandom(10);
        List<float[]> vectors = new ArrayList<>();
        List<Double> lengths = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            float[] first = new float[8];
            float[] second = new float[8];
            for (int d = 0; d < 8; d++) {
                first[d] = (float) random.nextGaussian();
                second[d] = d < 3 ? -first[d] : (float) random.nextGaussian();
            }
            vectors.add(first);
            vectors.add(second);
            lengths.add(first[0] + random.nextGaussian());
            lengths.add(second[0] + random.nextGaussian());
        }
        return Covariances.of("a contrary test", Pair.apart(300, vectors), Pair.apart(300, lengths), 8);
    }

    /** Exactly: the covariance of a linear map of independent normal numbers is the map times itself transposed. */
    @Test
    void withinAndTotal_anyCovariances_areExactlyThoseOfTheDraws() {
        for (Covariances covariances : new Covariances[] {ISOTROPIC, CORRELATED, CONTRARY}) {
            RealMatrix within = square(covariances, false);
            RealMatrix total = square(covariances, true).add(within);
            double rounding = 1e-12 * total.getNorm1();
            assertThat(covariances.within().subtract(within).getNorm1()).isLessThan(rounding);
            assertThat(covariances.total().subtract(total).getNorm1()).isLessThan(rounding);
        }
    }

    private static RealMatrix square(Covariances covariances, boolean ofPrompt) {
        int width = covariances.width();
        RealMatrix root = new Array2DRowRealMatrix(width, width);
        for (int d = 0; d < width; d++) {
            double[] unit = new double[width];
            unit[d] = 1;
            double[] column = new double[width];
            covariances.add(ofPrompt, unit, column);
            root.setColumn(d, column);
        }
        return root.multiplyTransposed(root);
    }

    @Test
    void withinAndTotal_anyCovariances_areThoseOfALargeSample() {
        for (Covariances covariances : new Covariances[] {ISOTROPIC, CORRELATED, CONTRARY}) {
            List<Pair<float[]>> drawn = vectors(draws(covariances));
            RealMatrix total = covariances.total();
            RealMatrix within = covariances.within();
            double largest = 0;
            for (int a = 0; a < covariances.width(); a++) {
                for (int b = 0; b < covariances.width(); b++) {
                    double size = Math.sqrt(total.getEntry(a, a) * total.getEntry(b, b));
                    double both = 0;
                    double apart = 0;
                    for (Pair<float[]> pair : drawn) {
                        both += (double) pair.chosen()[a] * pair.chosen()[b] / PAIRS;
                        apart += ((double) pair.chosen()[a] - pair.rejected()[a])
                                * (pair.chosen()[b] - pair.rejected()[b])
                                / (2 * PAIRS);
                    }
                    largest = Math.max(largest, Math.abs(both - total.getEntry(a, b)) / size);
                    largest = Math.max(largest, Math.abs(apart - within.getEntry(a, b)) / size);
                }
            }
            assertThat(largest).as("%s", covariances).isLessThan(0.03); // five standard errors
        }
    }

    private static PairDraws draws(Covariances covariances) {
        return PairDraws.of(covariances, PAIRS, new SplittableRandom(5));
    }

    private static double[] values(PairDraws draws, ToDoubleFunction<float[]> number) {
        return Pair.flat(vectors(draws)).stream().mapToDouble(number).toArray();
    }

    private static List<Pair<float[]>> vectors(PairDraws draws) {
        return draws.pairs().stream()
                .map(drawn -> drawn.responses().map(PairDraws.Response::vector))
                .toList();
    }

    private static double[] lengths(LinearWorld world, PairDraws draws) {
        return Pair.flat(draws.pairs().stream().map(PairDraws.Drawn::responses).toList()).stream()
                .mapToDouble(response -> world.length(response.vector(), response.lengthRest()))
                .toArray();
    }

    private static double[] apart(double[] values) {
        return Pair.places(values.length / 2).stream()
                .mapToDouble(places -> values[places.rejected()] - values[places.chosen()])
                .toArray();
    }

    @Test
    void gold_anyCovariances_hasTheMomentsOfHelpSteer2() {
        double[] correlations = {1, 0.9430, 0.4979, 0.1805, 0.0600};
        double[] sds = {1.2703, 1.2689, 0.6491, 0.6986, 0.7571};
        double[] means = {2.8655, 2.9644, 3.6393, 1.7048, 1.9999};
        for (Covariances covariances : new Covariances[] {ISOTROPIC, CORRELATED, CONTRARY}) {
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
        for (Covariances covariances : new Covariances[] {ISOTROPIC, CORRELATED, CONTRARY}) {
            LinearWorld world = LinearWorld.of(covariances, new SplittableRandom(2));
            PairDraws draws = draws(covariances);
            double[] gold = values(draws, v -> world.gold(v, Attribute.HELPFULNESS));
            double[] lengths = lengths(world, draws);
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
        for (Covariances covariances : new Covariances[] {ISOTROPIC, CORRELATED, CONTRARY}) {
            LinearWorld world = LinearWorld.of(covariances, new SplittableRandom(2));
            PairDraws draws = draws(covariances);
            double[] direction = wrong(world, 0.6);
            double[] scores = apart(values(draws, v -> LinearWorld.score(direction, v)));
            double[] gold = apart(values(draws, v -> world.gold(v, Attribute.HELPFULNESS)));
            double[] told = apart(values(draws, v -> world.length(v, 0)));
            double[] lengths = apart(lengths(world, draws));

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
        assertThat(few.pairs()).hasSize(10);
        for (int i = 0; i < 10; i++) {
            PairDraws.Drawn one = few.pairs().get(i);
            PairDraws.Drawn same = many.pairs().get(i);
            assertThat(same.chances()).isEqualTo(one.chances());
            assertThat(same.responses().rejected().vector())
                    .isEqualTo(one.responses().rejected().vector());
        }
    }

    private static List<Pair<float[]>> zeros(int pairs) {
        return Collections.nCopies(pairs, new Pair<>(new float[9], new float[9]));
    }

    private static List<Pair<Double>> lengths(int pairs) {
        return Collections.nCopies(pairs, new Pair<>(1.0, 2.0));
    }

    @Test
    void covariances_badSizes_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Covariances.isotropic(5))
                .withMessage("width must be at least 6, got 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Covariances.of("x", zeros(3), lengths(2), 6))
                .withMessage("vectors and lengths must be of one number of pairs above 0, got 3 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Covariances.of("x", zeros(4), lengths(4), 7))
                .withMessage("components must be at least 6, at most 9 and fewer than the pairs, got 7 for 4 pairs");
        assertThat(CORRELATED).hasToString("10 principal components (100 % of the variance) of a test");
    }
}
