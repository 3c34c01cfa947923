package helpsteer.study.coverage.scenarios;

import helpsteer.bench.ArenaHardScore;
import helpsteer.bench.BestOfNCurve;
import helpsteer.bench.MtBenchScores;
import helpsteer.bench.PairScores;
import helpsteer.bench.PairScores.Scored;
import helpsteer.bench.rewardbench.Domain;
import helpsteer.bench.rewardbench.RewardBench2Result;
import helpsteer.data.Pair;
import helpsteer.run.Seed;
import helpsteer.stats.Interval;
import helpsteer.stats.Moments;
import helpsteer.study.coverage.IntervalScenario;
import helpsteer.study.coverage.IntervalTrial;
import helpsteer.study.coverage.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Scores of benchmarks whose questions or prompts are drawn anew. */
final class BenchmarkScenarios {
    /** Prompts of RewardBench 2's Ties, each with two rows. */
    private static final int TIES_PROMPTS = 51;

    private static final int MT_BENCH_QUESTIONS = 80;
    private static final int ARENA_HARD_QUESTIONS = 500;

    private BenchmarkScenarios() {}

    static List<IntervalScenario> intervals() {
        List<IntervalScenario> all = new ArrayList<>();
        for (double p : new double[] {0.6, 0.9, 0.98}) {
            for (int prompts : new int[] {37, 100, 500}) {
                all.add(byPrompt(prompts, p, 0.5));
            }
            all.add(byPrompt(100, p, 0));
        }
        for (int prompts : new int[] {37, 100}) {
            all.add(bestOf(prompts, 1));
            all.add(bestOf(prompts, 4));
        }
        all.add(mtBench());
        all.add(arenaHard());
        all.add(ties());
        all.add(rewardBench2());
        return all;
    }

    /** Two pairs of each prompt, won together more often than apart. */
    private static IntervalScenario byPrompt(int prompts, double p, double alike) {
        double cut = Gauss.quantile(p);
        return IntervalScenario.of(
                Setting.of(
                                "PairScores.accuracyByPrompt",
                                "share " + p + ", two pairs of a prompt of latent correlation " + alike,
                                2 * prompts)
                        .slow(prompts > 100 ? 2 : 1),
                p,
                random -> {
                    double[][] latent = Samples.columns(random, 2, prompts, alike);
                    List<Scored> pairs = new ArrayList<>();
                    for (int i = 0; i < 2 * prompts; i++) {
                        pairs.add(scored(i, i / 2, latent[i % 2][i / 2] < cut ? 1 : -1));
                    }
                    return new PairScores("m", "b", pairs).accuracyByPrompt().interval();
                });
    }

    /** A pair with this margin. */
    static Scored scored(int number, int prompt, double margin) {
        return new Scored(Integer.toString(number), "s", prompt, new Pair<>(margin, 0.0), new Pair<>(1, 1));
    }

    /** Rewards that correlate 0.6 with gold among the responses to a prompt; prompts differ too. */
    private static IntervalScenario bestOf(int prompts, int n) {
        double correlation = 0.6;
        return IntervalScenario.of(
                Setting.of("BestOfNCurve.of", "best of " + n + " of 8 responses", prompts),
                correlation * Gauss.expectedMaximum(n),
                random -> {
                    List<BestOfNCurve.Responses> all = new ArrayList<>();
                    for (int i = 0; i < prompts; i++) {
                        double prompt = random.nextGaussian();
                        double[][] both = Samples.pair(random, 8, correlation);
                        all.add(new BestOfNCurve.Responses(
                                IntStream.range(0, 8).mapToObj(r -> both[0][r]).toList(),
                                IntStream.range(0, 8)
                                        .mapToObj(r -> prompt + both[1][r])
                                        .toList()));
                    }
                    return BestOfNCurve.of(all, new int[] {n}, new Seed(random.nextLong()))
                            .points()
                            .get(0)
                            .chosen()
                            .interval();
                });
    }

    /** Grades 1 to 10 of two turns that share a question's difficulty. */
    private static IntervalScenario mtBench() {
        double truth = 1;
        for (int grade = 2; grade <= 10; grade++) {
            truth += 1 - Gauss.probabilityBelow((grade - 0.5 - 7.5) / 1.5);
        }
        return IntervalScenario.of(
                Setting.of("MtBenchScores.overall", "grades of two turns", MT_BENCH_QUESTIONS)
                        .slow(4),
                truth,
                random -> {
                    double[][] latent = Samples.columns(random, 2, MT_BENCH_QUESTIONS, 0.6);
                    Map<String, List<MtBenchScores.Grade>> grades = new LinkedHashMap<>();
                    for (int q = 0; q < MT_BENCH_QUESTIONS; q++) {
                        grades.put(
                                Integer.toString(q),
                                List.of(
                                        new MtBenchScores.Grade(1, grade(latent[0][q])),
                                        new MtBenchScores.Grade(2, grade(latent[1][q]))));
                    }
                    return new MtBenchScores("m", grades, List.of())
                            .overall(new Seed(random.nextLong()))
                            .interval();
                });
    }

    private static double grade(double latent) {
        return Math.max(1, Math.min(10, Math.round(7.5 + 1.5 * latent)));
    }

    /** Verdicts of five strengths on two games of each question, strong ones counted three times. */
    private static IntervalScenario arenaHard() {
        double[] won = {0, 0, 0.5, 1, 3};
        double[] played = {3, 1, 1, 1, 3};
        double truth = 100
                * Samples.ratingExpectation(verdict -> won[verdict])
                / Samples.ratingExpectation(verdict -> played[verdict]);
        return IntervalScenario.of(
                Setting.of("ArenaHardScore.overall", "verdicts of two games", ARENA_HARD_QUESTIONS)
                        .slow(8),
                truth,
                random -> {
                    double[][] latent = Samples.columns(random, 2, ARENA_HARD_QUESTIONS, 0.5);
                    List<ArenaHardScore.Games> games = new ArrayList<>();
                    for (int q = 0; q < ARENA_HARD_QUESTIONS; q++) {
                        int first = Samples.rating(latent[0][q]);
                        int second = Samples.rating(latent[1][q]);
                        games.add(new ArenaHardScore.Games(won[first] + won[second], played[first] + played[second]));
                    }
                    return new ArenaHardScore("m", games, List.of())
                            .overall(new Seed(random.nextLong()))
                            .interval();
                });
    }

    private static IntervalScenario ties() {
        Setting setting = Setting.of("TiesScore.estimate", "one and three right answers of six", TIES_PROMPTS)
                .slow(4);
        return new IntervalScenario(
                setting,
                () -> new Ties((random, truth) -> new IntervalTrial.Draw(
                        new RewardBench2Result("m", tiesRows(random, TIES_PROMPTS))
                                .domain(Domain.TIES, new Seed(random.nextLong()))
                                .interval(),
                        truth)));
    }

    /** All six domains, of the sizes of RewardBench 2. */
    private static IntervalScenario rewardBench2() {
        Map<Domain, Integer> sizes = Map.of(
                Domain.FACTUALITY,
                475,
                Domain.PRECISE_IF,
                160,
                Domain.MATH,
                183,
                Domain.SAFETY,
                450,
                Domain.FOCUS,
                495);
        Map<Domain, Double> accuracies = Map.of(
                Domain.FACTUALITY,
                0.7,
                Domain.PRECISE_IF,
                0.4,
                Domain.MATH,
                0.6,
                Domain.SAFETY,
                0.9,
                Domain.FOCUS,
                0.95);
        double five = 0;
        for (Domain domain : Domain.values()) { // a map's own order is another in every process
            five += accuracies.getOrDefault(domain, 0.0);
        }
        double ofFive = five;
        Setting setting = Setting.of("RewardBench2Result.overall (MOVER)", "five domains and Ties", 1865)
                .slow(4);
        return new IntervalScenario(
                setting,
                () -> new Ties((random, ties) -> {
                    List<RewardBench2Result.Scored> rows = tiesRows(random, TIES_PROMPTS);
                    for (Domain domain : Domain.values()) {
                        for (int i = 0; i < sizes.getOrDefault(domain, 0); i++) {
                            double right = random.nextDouble() < accuracies.getOrDefault(domain, 0.0) ? 1 : -1;
                            rows.add(new RewardBench2Result.Scored(
                                    Integer.toString(i), domain, 1, List.of(right, 0.0, 0.0, 0.0)));
                        }
                    }
                    Interval made = new RewardBench2Result("m", rows)
                            .overall(new Seed(random.nextLong()))
                            .interval();
                    return new IntervalTrial.Draw(made, (ofFive + ties) / Domain.values().length);
                }));
    }

    private static List<RewardBench2Result.Scored> tiesRows(SplittableRandom random, int prompts) {
        List<RewardBench2Result.Scored> rows = new ArrayList<>();
        for (int k = 0; k < prompts; k++) {
            double quality = 2 + random.nextGaussian(); // how far right answers lie above wrong ones, in both rows
            rows.add(new RewardBench2Result.Scored("ref:" + k, Domain.TIES, 1, answers(random, 1, quality)));
            rows.add(new RewardBench2Result.Scored("tied:" + k, Domain.TIES, 3, answers(random, 3, quality)));
        }
        return rows;
    }

    private static List<Double> answers(SplittableRandom random, int right, double quality) {
        return IntStream.range(0, right + 3)
                .mapToObj(i -> 0.5 * random.nextGaussian() + (i < right ? quality : 0))
                .toList();
    }

    /** A trial with the Ties score's expectation, which is found from very many prompts. */
    private static final class Ties implements IntervalTrial {
        private static final int BATCHES = 200;
        private static final int PROMPTS = 2000;

        private final Moments truth;
        private final Trial trial;

        /** A trial that is told the expectation. */
        private interface Trial {
            Draw draw(SplittableRandom random, double truth);
        }

        private Ties(Trial trial) {
            this.trial = trial;
            SplittableRandom random = new SplittableRandom(1); // the truth does not hang on the study's seed
            double[] values = new double[BATCHES];
            for (int i = 0; i < BATCHES; i++) {
                values[i] = new RewardBench2Result("m", tiesRows(random, PROMPTS))
                        .ties()
                        .value();
            }
            this.truth = Moments.of(values);
        }

        @Override
        public Draw draw(SplittableRandom random) {
            return trial.draw(random, truth.mean());
        }

        @Override
        public double truthError() {
            return truth.standardError();
        }
    }
}
