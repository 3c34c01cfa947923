package helpsteer.reward.goodness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.goodness.ScoreDifferences.Layout;
import helpsteer.run.Seed;
import helpsteer.stats.BenchGolden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightSearchTest {
    private static final double[] LEVELS = {-1, -0.5, 0, 0.5, 1};
    private static final AttributeScores ZERO = new AttributeScores(0, 0, 0, 0, 0);
    private static final List<WeightSearch> ALL =
            List.of(new GridSearch(LEVELS), new LogisticSearch(), new CoordinateSearch());

    /** Pairs whose difference is given; two pairs a prompt. */
    private static ScoreDifferences rows(double[]... differences) {
        List<Pair<AttributeScores>> scores = new ArrayList<>();
        for (double[] d : differences) {
            scores.add(new Pair<>(new AttributeScores(d[0], d[1], d[2], d[3], d[4]), ZERO));
        }
        int[] prompts = new int[differences.length];
        double[] ones = new double[differences.length];
        for (int i = 0; i < prompts.length; i++) {
            prompts[i] = i / 2;
            ones[i] = 1;
        }
        return ScoreDifferences.benchmark("made up", scores, new Layout(prompts, ones));
    }

    /** Pairs that weights decide but for noise; with weights of 0 the noise is all there is. */
    private static ScoreDifferences noisy(SplittableRandom random, int count, double noise, double... weights) {
        double[][] differences = new double[count][5];
        for (double[] row : differences) {
            double goodness = noise * (random.nextDouble() - 0.5);
            for (int a = 0; a < row.length; a++) {
                row[a] = random.nextDouble() - 0.5;
                goodness += weights[a] * row[a];
            }
            if (goodness < 0) {
                for (int a = 0; a < row.length; a++) {
                    row[a] = -row[a];
                }
            }
        }
        return rows(differences);
    }

    @Test
    void logistic_golden_hasScikitLearnsDirection() {
        for (JsonNode golden : BenchGolden.json("logistic").get("cases")) {
            double penalty = golden.get("penalty").asDouble();
            double[] weights = BenchGolden.doubles(golden.get("weights"));
            double mean = Arrays.stream(weights).average().orElseThrow();
            List<Pair<AttributeScores>> scores = new ArrayList<>();
            for (int i = 0; i < weights.length; i++) {
                double[] x = BenchGolden.doubles(golden.get("x").get(i));
                AttributeScores own = new AttributeScores(x[0], x[1], x[2], x[3], x[4]);
                boolean won = golden.get("y").get(i).asInt() == 1;
                scores.add(won ? new Pair<>(own, ZERO) : new Pair<>(ZERO, own)); // a lost pair is turned round
            }
            ScoreDifferences rows =
                    ScoreDifferences.benchmark("golden", scores, new Layout(new int[weights.length], weights));
            double[] found = new LogisticSearch(penalty / mean).best(rows);
            double[] expected = BenchGolden.doubles(golden.get("coefficients"));
            for (int a = 0; a < 5; a++) {
                assertThat(found[a]).isCloseTo(expected[a], within(1e-8));
            }
        }
    }

    @Test
    void everySearch_clearPairs_findsTheWeights() {
        ScoreDifferences rows = noisy(new SplittableRandom(1), 400, 0, 1, 0.5, 0, 0, -0.5);
        for (WeightSearch search : ALL) {
            FittedWeights found = search.onBenchmarkItself(rows);
            assertThat(found.accuracy()).as(search.name()).isGreaterThan(0.97);
            assertThat(found.weights().helpfulness()).as(search.name()).isCloseTo(1, within(1e-12));
            assertThat(found.weights().verbosity()).as(search.name()).isCloseTo(-0.5, within(0.1));
            assertThat(found.accuracy()).isEqualTo(rows.accuracy(found.weights()));
        }
        assertThat(new GridSearch(LEVELS).onBenchmarkItself(rows).weights())
                .isEqualTo(new AttributeWeights(1, 0.5, 0, 0, -0.5));
    }

    @Test
    void grid_smallGrid_equalsTryingEveryCombination() {
        for (long seed = 0; seed < 20; seed++) {
            ScoreDifferences rows = noisy(new SplittableRandom(seed), 30, 1, 1, 1, 0, 0, -1);
            double best = 0;
            double[] levels = {-1, 0, 1};
            for (int code = 0; code < 243; code++) {
                int c = code;
                double[] w = new double[5];
                for (int a = 0; a < 5; a++, c /= 3) {
                    w[a] = levels[c % 3];
                }
                best = Math.max(best, rows.accuracy(new AttributeWeights(w[0], w[1], w[2], w[3], w[4])));
            }
            assertThat(new GridSearch(levels).onBenchmarkItself(rows).accuracy())
                    .as("seed " + seed)
                    .isEqualTo(best);
        }
    }

    /** An exact step is at least as good as any value of a fine scale. */
    @Test
    void coordinate_afterClimbing_noSingleWeightHelps() {
        for (long seed = 0; seed < 20; seed++) {
            ScoreDifferences rows = noisy(new SplittableRandom(seed), 40, 2, 1, 0.3, 0, 0.2, -1);
            double[] found = new CoordinateSearch().best(rows);
            double reached = accuracy(rows, found);
            for (int a = 0; a < 5; a++) {
                for (double value = -1; value <= 1; value += 0.01) {
                    double[] other = found.clone();
                    other[a] = value;
                    assertThat(accuracy(rows, other)).as("seed " + seed).isLessThanOrEqualTo(reached + 1e-12);
                }
            }
            assertThat(reached).isGreaterThanOrEqualTo(accuracy(rows, new double[] {1, 1, 1, 1, 1}));
        }
    }

    private static double accuracy(ScoreDifferences rows, double[] w) {
        return rows.accuracy(new AttributeWeights(w[0], w[1], w[2], w[3], w[4]));
    }

    @Test
    void weightedPairs_countByTheirWeights() {
        List<Pair<AttributeScores>> scores = List.of(
                new Pair<>(new AttributeScores(1, 0, 0, 0, 0), ZERO),
                new Pair<>(new AttributeScores(-1, 0, 0, 0, 0), ZERO));
        ScoreDifferences rows =
                ScoreDifferences.benchmark("b", scores, new Layout(new int[] {0, 1}, new double[] {1, 3}));
        assertThat(rows.accuracy(AttributeWeights.HELPFULNESS_ONLY)).isEqualTo(0.25);
        FittedWeights found = new GridSearch(-1, 0, 1).onBenchmarkItself(rows);
        assertThat(found.weights()).isEqualTo(new AttributeWeights(-1, 0, 0, 0, 0));
        assertThat(found.accuracy()).isEqualTo(0.75);
    }

    @Test
    void label_benchmark_saysSo() {
        ScoreDifferences bench = noisy(new SplittableRandom(1), 40, 0, 1, 0, 0, 0, 0);
        assertThat(new GridSearch(0, 1).onBenchmarkItself(bench).label())
                .isEqualTo("grid of 2 levels, searched on the benchmark itself (made up)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GridSearch(0, 1).on(bench))
                .withMessage("weights must be chosen on a tuning split, got the benchmark made up; onBenchmarkItself"
                        + " does it and says so in its label");
        ScoreDifferences split = ScoreDifferences.tuning(
                "validation", List.of(pair(4, 1), pair(2, 2), pair(0, 3)), ratings(), Attribute.HELPFULNESS);
        assertThat(split.size()).isEqualTo(2);
        assertThat(new GridSearch(0, 1).on(split).label()).isEqualTo("grid of 2 levels, searched on validation");
        assertThat(split.accuracy(AttributeWeights.HELPFULNESS_ONLY)).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CoordinateSearch().onBenchmarkItself(split))
                .withMessage("rows must be a benchmark, got the tuning split validation; use on");
    }

    private static RatedPair pair(int first, int second) {
        Prompt prompt = Prompt.ofUser("p" + first + second);
        return new RatedPair(
                new RatedResponse(prompt, "a", Ratings.of(a -> first)),
                new RatedResponse(prompt, "b", Ratings.of(a -> second)));
    }

    private static List<AttributeScores> ratings() {
        return List.of(pair(4, 1), pair(2, 2), pair(0, 3)).stream()
                .flatMap(p -> List.of(p.first(), p.second()).stream())
                .map(s -> AttributeScores.of(s.ratings()))
                .toList();
    }

    /** Pure noise: what a search finds there is pretence, and held-out accuracy is chance. */
    @Test
    void optimism_noise_isAllThereIs() {
        ScoreDifferences rows = noisy(new SplittableRandom(7), 60, 1, 0, 0, 0, 0, 0);
        SearchOptimism made = SearchOptimism.of(rows, ALL, 5, new Seed(1));
        assertThat(made.apparent().accuracy()).isGreaterThan(0.62);
        assertThat(made.nested().interval().contains(0.5)).isTrue();
        assertThat(made.optimism().interval().low()).isGreaterThan(0);
        assertThat(made.optimism().estimate())
                .isCloseTo(made.apparent().accuracy() - made.nested().estimate(), within(1e-12));
        assertThat(made.chosen().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(5);
        assertThat(made.apparent().onBenchmark()).isTrue();
        assertThat(SearchOptimism.of(rows, ALL, 5, new Seed(1))).isEqualTo(made);
    }

    @Test
    void optimism_clearPairs_isSmall() {
        ScoreDifferences rows = noisy(new SplittableRandom(7), 600, 0.2, 1, 0.5, 0, 0, -0.5);
        SearchOptimism made = SearchOptimism.of(rows, List.of(new LogisticSearch()), 5, new Seed(1));
        assertThat(made.optimism().estimate()).isBetween(-0.02, 0.02);
        assertThat(made.nested().estimate()).isGreaterThan(0.9);
        assertThat(made.chosen()).containsExactly(java.util.Map.entry("logistic fit", 5));
    }

    @Test
    void search_badInput_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GridSearch(1))
                .withMessage("levels must be 2 to 18 different finite numbers, got [1.0]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogisticSearch(Double.NaN))
                .withMessage("penalty must be at least 0 and finite, got NaN");
        ScoreDifferences same = rows(new double[5], new double[5]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogisticSearch().onBenchmarkItself(same))
                .withMessage("pairs of made up must tell some weights from others, got [0.0, 0.0, 0.0, 0.0, 0.0]"
                        + " by logistic fit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SearchOptimism.of(same, ALL, 5, new Seed(1)))
                .withMessage("folds must be in 2..1, the number of prompts, got 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SearchOptimism.of(same, List.of(), 5, new Seed(1)))
                .withMessage("candidates must not be empty, got none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Layout(new int[1], new double[] {0}))
                .withMessage("weights[0] must be above 0 and finite, got 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScoreDifferences.benchmark("b", List.of(), new Layout(new int[1], new double[] {1})))
                .withMessage("scores must be one pair for each prompt's number, got 0 for 1");
    }
}
