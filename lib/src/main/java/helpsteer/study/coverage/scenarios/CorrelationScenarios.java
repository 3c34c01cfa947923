package helpsteer.study.coverage.scenarios;

import helpsteer.bench.PairScores;
import helpsteer.bench.PairScores.Scored;
import helpsteer.bench.panels.LengthBias;
import helpsteer.data.Pair;
import helpsteer.run.Seed;
import helpsteer.stats.Bootstrap;
import helpsteer.stats.Moments;
import helpsteer.stats.fit.Correlation;
import helpsteer.stats.test.FinitePopulation;
import helpsteer.stats.test.Replication;
import helpsteer.study.coverage.IntervalScenario;
import helpsteer.study.coverage.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Correlations by Fisher's z and by the bootstrap, and published figures beside ours. */
final class CorrelationScenarios {
    private static final double LEVEL = 0.95;

    private static final String NOT_NORMAL =
            "Fisher's z supposes normal columns: its variance is too small or too large for others (Bishara and Hittner 2017)";
    private static final String TAILS = "a heavy tail hides in most samples (Javadoc of ofSd)";

    private CorrelationScenarios() {}

    static List<IntervalScenario> intervals() {
        List<IntervalScenario> all = new ArrayList<>();
        for (int n : new int[] {37, 100, 500}) {
            for (double r : new double[] {0, 0.5, 0.9}) {
                all.add(IntervalScenario.of(
                        Setting.of("Correlation.pearson", "normal, r " + r, n),
                        r,
                        random -> pearson(Samples.pair(random, n, r)).interval(LEVEL)));
            }
            all.add(ratings(n));
            all.add(ratingAndLength(n));
            all.add(IntervalScenario.of(
                    Setting.of("Correlation.spearman", "normal, r 0.5", n),
                    6 / Math.PI * Math.asin(0.25),
                    random -> spearman(Samples.pair(random, n, 0.5)).interval(LEVEL)));
            all.add(spearmanOfRatings(n));
            all.add(partial(n));
        }
        all.add(lengthBias(100, false));
        all.add(lengthBias(100, true));
        all.add(lengthBias(500, false));
        all.add(lengthBias(500, true));
        all.addAll(replications());
        return all;
    }

    private static Correlation pearson(double[][] xy) {
        return Correlation.pearson(xy[0], xy[1]);
    }

    private static Correlation spearman(double[][] xy) {
        return Correlation.spearman(xy[0], xy[1]);
    }

    private static double[][] rated(double[][] xy) {
        return Arrays.stream(xy)
                .map(column -> Arrays.stream(column).map(Samples::rating).toArray())
                .toArray(double[][]::new);
    }

    /** Two attributes' ratings of latent correlation 0.7. */
    private static IntervalScenario ratings(int n) {
        return IntervalScenario.of(
                Setting.of("Correlation.pearson", "ratings of latent r 0.7", n).limit(0.9, NOT_NORMAL),
                ofRatings(r -> r),
                random -> pearson(rated(Samples.pair(random, n, 0.7))).interval(LEVEL));
    }

    private static IntervalScenario spearmanOfRatings(int n) {
        double[] ranks = new double[Samples.ratings()];
        double below = 0;
        for (int rating = 0; rating < ranks.length; rating++) {
            ranks[rating] = below + Samples.ratingShare(rating) / 2; // ties have their mean rank
            below += Samples.ratingShare(rating);
        }
        return IntervalScenario.of(
                Setting.of("Correlation.spearman", "ratings of latent r 0.7", n),
                ofRatings(r -> ranks[r]),
                random -> spearman(rated(Samples.pair(random, n, 0.7))).interval(LEVEL));
    }

    /** The correlation of a value of two ratings whose qualities correlate by 0.7. */
    private static double ofRatings(ToDoubleFunction<Integer> value) {
        double[][] together = new RaterModel(0.7).together();
        double mean = Samples.ratingExpectation(value);
        double variance =
                Samples.ratingExpectation(r -> (value.applyAsDouble(r) - mean) * (value.applyAsDouble(r) - mean));
        double covariance = 0;
        for (int a = 0; a < together.length; a++) {
            for (int b = 0; b < together.length; b++) {
                covariance += together[a][b] * (value.applyAsDouble(a) - mean) * (value.applyAsDouble(b) - mean);
            }
        }
        return covariance / variance;
    }

    /** A rating and a length in characters, of latent correlation 0.5: neither is normal, and the length is skewed. */
    private static IntervalScenario ratingAndLength(int n) {
        double r = 0.5;
        double s = Samples.LENGTH_SD;
        double product = 0;
        double mean = 0;
        for (int rating = 1; rating < Samples.ratings(); rating++) {
            product += Math.exp(s * s / 2) * (1 - Gauss.probabilityBelow(Samples.cut(rating) - s * r));
            mean += 1 - Gauss.probabilityBelow(Samples.cut(rating));
        }
        double middle = mean;
        double sd = Math.sqrt(Samples.ratingExpectation(x -> (x - middle) * (x - middle)));
        double lengthSd = Math.exp(s * s / 2) * Math.sqrt(Math.expm1(s * s));
        return IntervalScenario.of(
                Setting.of("Correlation.pearson", "rating and length, latent r 0.5", n)
                        .conservative(NOT_NORMAL),
                (product - mean * Math.exp(s * s / 2)) / (sd * lengthSd),
                random -> {
                    double[][] xy = Samples.pair(random, n, r);
                    return pearson(new double[][] {
                                Arrays.stream(xy[0]).map(Samples::rating).toArray(),
                                Arrays.stream(xy[1]).map(z -> Math.exp(s * z)).toArray()
                            })
                            .interval(LEVEL);
                });
    }

    private static IntervalScenario partial(int n) {
        double r = 0.5;
        return IntervalScenario.of(
                Setting.of("Correlation.partial", "normal, all three r 0.5", n), r / (1 + r), random -> {
                    double[][] columns = Samples.columns(random, 3, n, r);
                    return Correlation.partial(columns[0], columns[1], columns[2])
                            .interval(LEVEL);
                });
    }

    /** Scores that grow with the logarithm of the length, and with being the better response. */
    private static IntervalScenario lengthBias(int n, boolean partial) {
        double slope = 0.5 * Samples.LENGTH_SD;
        double gain = 0.5;
        double fromBetter = partial ? 0 : gain * gain / 4;
        Setting setting = Setting.of(
                        "LengthBias.of, " + (partial ? "partial" : "correlation"),
                        "lengths, slope on their logarithm",
                        n)
                .slow(n > 100 ? 10 : 4);
        return IntervalScenario.of(setting, slope / Math.sqrt(slope * slope + fromBetter + 1), random -> {
            List<Scored> pairs = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                double[] z = Samples.normal(random, 2);
                pairs.add(new Scored(
                        Integer.toString(i),
                        "s",
                        i,
                        new Pair<>(gain + slope * z[0] + random.nextGaussian(), slope * z[1] + random.nextGaussian()),
                        new Pair<>(characters(z[0]), characters(z[1]))));
            }
            LengthBias made = LengthBias.of(new PairScores("m", "b", pairs), new Seed(random.nextLong()));
            Bootstrap chosen = partial ? made.partial() : made.correlation();
            return chosen.interval();
        });
    }

    /** About 1,100 characters in the middle, so that rounding to whole ones changes nothing. */
    private static int characters(double z) {
        return (int) Math.round(Math.exp(7 + Samples.LENGTH_SD * z));
    }

    /** Our 700 of 2,000 published rows, or other 700. */
    private static List<IntervalScenario> replications() {
        int published = 2000;
        int n = 700;
        List<IntervalScenario> all = new ArrayList<>();
        for (boolean sub : new boolean[] {true, false}) {
            String relation = sub ? ", ours among the published" : ", ours beside the published";
            all.add(IntervalScenario.of(Setting.of("Replication.ofMean", "lengths" + relation, n), 0, random -> {
                double[][] both = samples(random, n, published, sub, Samples::lengths);
                return Replication.ofMean(mean(both[1]), both[0], relation(sub, published), LEVEL)
                        .difference();
            }));
            all.add(IntervalScenario.of(Setting.of("Replication.ofSd", "ratings" + relation, n), 0, random -> {
                double[][] both = samples(random, n, published, sub, Samples::ratings);
                return ofSd(both, relation(sub, published)).difference();
            }));
            all.add(IntervalScenario.of(
                    Setting.of("Replication.ofSd", "lengths" + relation, n).limit(0.88, TAILS), 0, random -> {
                        double[][] both = samples(random, n, published, sub, Samples::lengths);
                        return ofSd(both, relation(sub, published)).difference();
                    }));
        }
        all.add(replicatedPearson(n, published));
        return all;
    }

    private static FinitePopulation relation(boolean sub, int published) {
        return sub ? FinitePopulation.subsampleOf(published) : FinitePopulation.independentOf(published);
    }

    private static Replication ofSd(double[][] both, FinitePopulation sampling) {
        double published = Moments.of(both[1]).sampleSd();
        return Replication.ofSd(published, both[0], sampling, LEVEL);
    }

    /** Draws numbers. */
    interface Source {
        double[] draw(SplittableRandom random, int n);
    }

    /** Our rows and the published ones. */
    static double[][] samples(SplittableRandom random, int n, int published, boolean sub, Source source) {
        double[] theirs = source.draw(random, published);
        return new double[][] {sub ? Arrays.copyOf(theirs, n) : source.draw(random, n), theirs};
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Ratings of both responses to a prompt, which are alike. */
    private static IntervalScenario replicatedPearson(int n, int published) {
        int[] groups = Samples.groups(n / 2, 2);
        return IntervalScenario.of(
                Setting.of("Replication.ofPearson", "ratings, two of a prompt, ours among the published", n),
                0,
                random -> {
                    double[][] theirs = new double[2][published];
                    for (int i = 0; i < published; i += 2) {
                        double prompt = Math.sqrt(0.5) * random.nextGaussian();
                        for (int response = i; response < i + 2; response++) {
                            double quality = prompt + Math.sqrt(0.5) * random.nextGaussian();
                            theirs[0][response] = Samples.rating(quality);
                            theirs[1][response] =
                                    Samples.rating(0.7 * quality + Math.sqrt(0.51) * random.nextGaussian());
                        }
                    }
                    return Replication.ofPearson(
                                    pearson(theirs).r(),
                                    Arrays.copyOf(theirs[0], n),
                                    Arrays.copyOf(theirs[1], n),
                                    FinitePopulation.subsampleOf(published).inGroups(groups),
                                    LEVEL)
                            .difference();
                });
    }
}
