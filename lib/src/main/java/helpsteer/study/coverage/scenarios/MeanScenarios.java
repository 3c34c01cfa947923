package helpsteer.study.coverage.scenarios;

import helpsteer.stats.Bootstrap;
import helpsteer.stats.Interval;
import helpsteer.stats.Moments;
import helpsteer.stats.Summary;
import helpsteer.stats.test.CrossedMean;
import helpsteer.study.coverage.IntervalScenario;
import helpsteer.study.coverage.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Means, medians and spreads: Student's interval, the bootstrap, and means over pairs and seeds.
 *
 * <p>{@code PairedTest.interval}, {@code ScoredGenerations.mean}, {@code ControllabilityCurve.slope},
 * {@code AttributeLogRatio.test} and {@code TruthfulQaScores.mc2} are Student's as they stand.
 */
final class MeanScenarios {
    static final double LEVEL = 0.95;

    /** Half of the resamples that tables are made with: the ends of the intervals wobble a little more. */
    static final int RESAMPLES = 1000;

    static final String FEW_SEEDS = "few seeds of wide spread tell little of that spread (Javadoc of CrossedMean)";
    private static final String FEW =
            "percentiles are too narrow by the root of (n - 1) / n and know no Student's t (Hesterberg 2015; its Javadoc)";
    private static final String SKEWED =
            "few skewed values seldom hold the long tail that makes the mean (Johnson 1978; its Javadoc)";

    private static final double RATING_MEAN = Samples.ratingExpectation(r -> r);
    private static final double LENGTH_MEAN = Math.exp(Samples.LENGTH_SD * Samples.LENGTH_SD / 2);

    private MeanScenarios() {}

    static List<IntervalScenario> intervals() {
        List<IntervalScenario> all = new ArrayList<>(student());
        all.addAll(bootstrap());
        all.addAll(crossed());
        return all;
    }

    private static List<IntervalScenario> student() {
        List<IntervalScenario> all = new ArrayList<>();
        for (int n : new int[] {5, 37, 500}) {
            all.add(IntervalScenario.of(
                    Setting.of("Moments.meanInterval", "normal", n), 0, random -> Moments.of(Samples.normal(random, n))
                            .meanInterval(LEVEL)));
        }
        for (int n : new int[] {37, 100, 500}) {
            all.add(IntervalScenario.of(
                    Setting.of("Moments.meanInterval", "ratings", n),
                    RATING_MEAN,
                    random -> Moments.of(Samples.ratings(random, n)).meanInterval(LEVEL)));
            all.add(IntervalScenario.of(
                    skewed(Setting.of("Moments.meanInterval", "lengths", n), n < 500, 0.92),
                    LENGTH_MEAN,
                    random -> Moments.of(Samples.lengths(random, n)).meanInterval(LEVEL)));
        }
        for (int n : new int[] {5, 37, 500}) {
            all.add(IntervalScenario.of(
                    Setting.of("Moments.sdInterval", "normal", n), 1, random -> Moments.of(Samples.normal(random, n))
                            .sdInterval(LEVEL)));
        }
        return all;
    }

    private static List<IntervalScenario> bootstrap() {
        List<IntervalScenario> all = new ArrayList<>();
        for (int n : new int[] {20, 37, 100, 500}) {
            all.add(IntervalScenario.of(
                    ofFew(Setting.of("Bootstrap.of", "mean of ratings", n).slow(n > 100 ? 2 : 1), 0.92),
                    RATING_MEAN,
                    random -> mean(random, Samples.ratings(random, n))));
            all.add(IntervalScenario.of(
                    Setting.of("Bootstrap.of", "median of lengths", n).slow(n > 100 ? 10 : 2), 1, random -> {
                        double[] values = Samples.lengths(random, n);
                        return Bootstrap.of(n, rows -> median(values, rows), RESAMPLES, LEVEL, random)
                                .interval();
                    }));
            all.add(IntervalScenario.of(
                    skewed(Setting.of("Bootstrap.bca", "mean of lengths", n).slow(n > 100 ? 2 : 1), n < 50, 0.89),
                    LENGTH_MEAN,
                    random -> {
                        double[] values = Samples.lengths(random, n);
                        return Bootstrap.bca(n, meanOf(values), RESAMPLES, LEVEL, random)
                                .interval();
                    }));
        }
        for (int groups : new int[] {37, 100}) {
            all.add(grouped(groups, "Bootstrap.ofGroups", false));
            all.add(grouped(groups, "Bootstrap.bcaOfGroups", true));
        }
        return all;
    }

    private static Setting skewed(Setting setting, boolean few, double documented) {
        return few ? setting.limit(documented, SKEWED) : setting;
    }

    /** The percentile bootstrap's, whose documentation speaks of fewer than 50 rows. */
    static Setting ofFew(Setting setting, double documented) {
        return setting.n() < 50 ? setting.limit(documented, FEW) : setting;
    }

    private static Interval mean(SplittableRandom random, double[] values) {
        return Bootstrap.of(values.length, meanOf(values), RESAMPLES, LEVEL, random)
                .interval();
    }

    private static ToDoubleFunction<int[]> meanOf(double[] values) {
        return rows -> Samples.mean(values, rows);
    }

    private static double median(double[] values, int[] rows) {
        return Summary.quantile(Samples.taken(values, rows), 0.5);
    }

    /** The two responses to a prompt share half of their quality. */
    private static IntervalScenario grouped(int groups, String estimator, boolean accelerated) {
        int[] prompts = Samples.groups(groups, 2);
        return IntervalScenario.of(
                Setting.of(estimator, "mean of ratings, two of each prompt", groups), RATING_MEAN, random -> {
                    double[][] qualities = Samples.columns(random, 2, groups, 0.5);
                    double[] values = IntStream.range(0, prompts.length)
                            .mapToDouble(i -> Samples.rating(qualities[i % 2][prompts[i]]))
                            .toArray();
                    Bootstrap made = accelerated
                            ? Bootstrap.bcaOfGroups(prompts, meanOf(values), RESAMPLES, LEVEL, random)
                            : Bootstrap.ofGroups(prompts, meanOf(values), RESAMPLES, LEVEL, random);
                    return made.interval();
                });
    }

    private static List<IntervalScenario> crossed() {
        List<IntervalScenario> all = new ArrayList<>();
        for (int pairs : new int[] {37, 100, 500}) {
            for (int seeds : new int[] {3, 5, 20}) {
                all.add(wins(pairs, seeds, 0.1));
            }
        }
        all.add(wins(100, 3, 0.5));
        all.add(wins(100, 20, 0.5));
        all.add(oneSeed());
        all.add(strata());
        return all;
    }

    /** A pair is won where its own part, the seed's and a rest lie above 0. */
    private static IntervalScenario wins(int pairs, int seeds, double seedSd) {
        CrossedWins model = new CrossedWins(0.7, seedSd);
        Setting setting = Setting.of("CrossedMean.of", "wins, " + seeds + " seeds of spread " + seedSd, pairs);
        return IntervalScenario.of(
                seeds == 3 && seedSd > 0.1 ? setting.limit(0.88, FEW_SEEDS) : setting,
                model.accuracy(),
                random -> CrossedMean.of(model.draw(random, pairs, seeds)).interval(LEVEL));
    }

    /** One seed: an interval for other pairs, not for other seeds. */
    private static IntervalScenario oneSeed() {
        CrossedWins model = new CrossedWins(0.7, 0);
        return IntervalScenario.of(
                Setting.of("CrossedMean.of", "wins, one seed", 100),
                model.accuracy(),
                random -> CrossedMean.of(model.draw(random, 100, 1)).interval(LEVEL));
    }

    /** Three subsets of unlike accuracies and sizes with fixed weights, as RewardBench's. */
    private static IntervalScenario strata() {
        int[] sizes = {37, 100, 200};
        CrossedWins[] models = {new CrossedWins(0.1, 0.1), new CrossedWins(0.7, 0.1), new CrossedWins(2, 0.1)};
        double[] weights = {0.5, 0.3, 0.2};
        int[] strata = IntStream.range(0, sizes.length)
                .flatMap(s -> IntStream.range(0, sizes[s]).map(i -> s))
                .toArray();
        double truth = IntStream.range(0, sizes.length)
                .mapToDouble(s -> weights[s] * models[s].accuracy())
                .sum();
        return IntervalScenario.of(
                Setting.of("CrossedMean.of", "wins in three weighted subsets, 5 seeds", strata.length),
                truth,
                random -> {
                    double[] effects = CrossedWins.effects(random, 5, 0.1);
                    double[][] values = new double[5][strata.length];
                    int from = 0;
                    for (int s = 0; s < sizes.length; s++) {
                        models[s].fill(random, values, effects, from, from + sizes[s]);
                        from += sizes[s];
                    }
                    return CrossedMean.of(values, strata, weights).interval(LEVEL);
                });
    }
}
