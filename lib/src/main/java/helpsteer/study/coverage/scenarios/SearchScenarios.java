package helpsteer.study.coverage.scenarios;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.goodness.CoordinateSearch;
import helpsteer.reward.goodness.FittedWeights;
import helpsteer.reward.goodness.LogisticSearch;
import helpsteer.reward.goodness.ScoreDifferences;
import helpsteer.reward.goodness.SearchOptimism;
import helpsteer.reward.goodness.WeightSearch;
import helpsteer.run.Seed;
import helpsteer.stats.Moments;
import helpsteer.study.coverage.IntervalScenario;
import helpsteer.study.coverage.IntervalTrial;
import helpsteer.study.coverage.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a search of attribute weights is worth. The five score differences are normal, so that the accuracy of any weights on
 * new pairs is known. Held out, the truth of a sample is that accuracy of the weights found on all of it; the truth of the
 * optimism is by how much, on average over samples, the accuracy on the sample itself is higher.
 */
final class SearchScenarios {
    private static final double[] MEANS = {0.6, 0.3, 0.2, 0, -0.1};
    private static final double CORRELATION = 0.3;
    private static final int FOLDS = 5;

    private SearchScenarios() {}

    static List<IntervalScenario> intervals() {
        List<IntervalScenario> all = new ArrayList<>();
        for (boolean optimism : new boolean[] {false, true}) {
            for (int n : new int[] {100, 500}) {
                all.add(search("logistic", new LogisticSearch(), n, optimism));
            }
            all.add(search("coordinate ascent", new CoordinateSearch(), 100, optimism));
        }
        return all;
    }

    private static IntervalScenario search(String name, WeightSearch search, int n, boolean optimism) {
        Setting setting = Setting.of(
                        "SearchOptimism." + (optimism ? "optimism" : "nested"), name + " over five attributes", n)
                .slow(8);
        return optimism
                ? new IntervalScenario(setting, () -> new Optimism(search, n))
                : IntervalScenario.of(setting, random -> {
                    SearchOptimism made = measured(random, search, n);
                    return new IntervalTrial.Draw(
                            made.nested().interval(), accuracy(made.apparent().weights()));
                });
    }

    private static SearchOptimism measured(SplittableRandom random, WeightSearch search, int n) {
        return SearchOptimism.of(differences(random, n), List.of(search), FOLDS, new Seed(random.nextLong()));
    }

    /** Optimism, whose truth is its mean over very many samples. */
    private static final class Optimism implements IntervalTrial {
        private static final int MANY = 1000;

        private final WeightSearch search;
        private final int n;
        private final Moments truth;

        private Optimism(WeightSearch search, int n) {
            this.search = search;
            this.n = n;
            SplittableRandom random = new SplittableRandom(1); // the truth does not hang on the study's seed
            double[] gains = new double[MANY];
            for (int i = 0; i < MANY; i++) {
                FittedWeights found = search.onBenchmarkItself(differences(random, n));
                gains[i] = found.accuracy() - accuracy(found.weights());
            }
            this.truth = Moments.of(gains);
        }

        @Override
        public Draw draw(SplittableRandom random) {
            return new Draw(measured(random, search, n).optimism().interval(), truth.mean());
        }

        @Override
        public double truthError() {
            return truth.standardError();
        }
    }

    private static ScoreDifferences differences(SplittableRandom random, int n) {
        double[][] columns = Samples.columns(random, Attribute.COUNT, n, CORRELATION);
        List<Pair<AttributeScores>> scores = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int row = i;
            scores.add(new Pair<>(
                    AttributeScores.of((Attribute a) -> MEANS[a.index()] + columns[a.index()][row]),
                    AttributeScores.of((Attribute a) -> 0.0)));
        }
        int[] prompts = IntStream.range(0, n).toArray();
        return ScoreDifferences.benchmark("simulated", scores, ScoreDifferences.Layout.alike(prompts));
    }

    /** The share of new pairs that these weights rank right. */
    private static double accuracy(AttributeWeights weights) {
        double mean = 0;
        double sum = 0;
        double squares = 0;
        for (Attribute attribute : Attribute.values()) {
            double weight = weights.of(attribute);
            mean += weight * MEANS[attribute.index()];
            sum += weight;
            squares += weight * weight;
        }
        return Gauss.probabilityBelow(mean / Math.sqrt(CORRELATION * sum * sum + (1 - CORRELATION) * squares));
    }
}
