package helpsteer.study.coverage.scenarios;

import helpsteer.bench.PairScores;
import helpsteer.bench.PairScores.Scored;
import helpsteer.bench.panels.Agreement;
import helpsteer.run.Seed;
import helpsteer.stats.Bootstrap;
import helpsteer.stats.agreement.Alpha;
import helpsteer.stats.agreement.Kappa;
import helpsteer.stats.agreement.Kappa.Pooling;
import helpsteer.stats.agreement.Kappa.Weights;
import helpsteer.stats.agreement.ScoreLists;
import helpsteer.study.coverage.IntervalScenario;
import helpsteer.study.coverage.IntervalTrial;
import helpsteer.study.coverage.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Kappa and alpha with the bootstrap's interval over items, and the agreement of two models. */
final class AgreementScenarios {
    private AgreementScenarios() {}

    static List<IntervalScenario> intervals() {
        List<IntervalScenario> all = new ArrayList<>();
        for (double kappa : new double[] {0.791, 0.428}) { // helpfulness and coherence in the paper's Table 1
            for (int n : new int[] {37, 100, 500}) {
                all.add(kappa(kappa, Weights.QUADRATIC, Pooling.ALL_PAIRS_BOTH_ORDERS, n));
            }
        }
        all.add(kappa(0.548, Weights.LINEAR, Pooling.ALL_PAIRS_ONE_ORDER, 100));
        all.add(kappa(0.548, Weights.UNWEIGHTED, Pooling.EACH_ITEM_ONCE, 100));
        all.add(byPrompt(100));
        all.add(alpha(0.791, Alpha.Metric.INTERVAL, 37));
        all.add(alpha(0.791, Alpha.Metric.INTERVAL, 100));
        all.add(alpha(0.428, Alpha.Metric.ORDINAL, 100));
        all.add(alpha(0.428, Alpha.Metric.NOMINAL, 100));
        all.add(models(100, 0.8));
        all.add(models(500, 0.8));
        all.add(models(100, 0.95));
        return all;
    }

    private static String raters(double kappa) {
        return "3 to 5 raters of quadratic kappa " + kappa + ", some missing";
    }

    private static IntervalScenario kappa(double kappa, Weights weights, Pooling pooling, int n) {
        String name = "Kappa.statistic, " + lower(weights) + ", " + lower(pooling) + ", by Bootstrap.of";
        Setting setting = MeanScenarios.ofFew(Setting.of(name, raters(kappa), n).slow(n > 100 ? 4 : 1), 0.89);
        return new IntervalScenario(setting, () -> {
            RaterModel raters = RaterModel.ofKappa(kappa);
            double truth = raters.kappa(weights);
            return random -> {
                ScoreLists lists = raters.draw(random, n, 0);
                Bootstrap made = Bootstrap.of(
                        n, Kappa.statistic(lists, weights, pooling), MeanScenarios.RESAMPLES, 0.95, random);
                return new IntervalTrial.Draw(made.interval(), truth);
            };
        });
    }

    /** Both responses to a prompt are of like quality; prompts are resampled whole. */
    private static IntervalScenario byPrompt(int prompts) {
        Setting setting = Setting.of(
                "Kappa.statistic, quadratic, by Bootstrap.ofGroups",
                raters(0.791) + ", two items of a prompt",
                2 * prompts);
        return new IntervalScenario(setting, () -> {
            RaterModel raters = RaterModel.ofKappa(0.791);
            return random -> {
                ScoreLists lists = raters.draw(random, 2 * prompts, 0.5);
                Bootstrap made = Bootstrap.ofGroups(
                        Samples.groups(prompts, 2),
                        Kappa.statistic(lists, Weights.QUADRATIC, Pooling.ALL_PAIRS_BOTH_ORDERS),
                        MeanScenarios.RESAMPLES,
                        0.95,
                        random);
                return new IntervalTrial.Draw(made.interval(), 0.791);
            };
        });
    }

    private static IntervalScenario alpha(double kappa, Alpha.Metric metric, int n) {
        Setting setting = MeanScenarios.ofFew(
                Setting.of("Alpha.statistic, " + lower(metric) + ", by Bootstrap.of", raters(kappa), n), 0.89);
        return new IntervalScenario(setting, () -> {
            RaterModel raters = RaterModel.ofKappa(kappa);
            double truth = raters.alpha(metric);
            return random -> {
                ScoreLists lists = raters.draw(random, n, 0);
                Bootstrap made = Bootstrap.of(n, Alpha.statistic(lists, metric), MeanScenarios.RESAMPLES, 0.95, random);
                return new IntervalTrial.Draw(made.interval(), truth);
            };
        });
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Two models of one accuracy whose mistakes coincide more often than by chance: half of the pairs both decide alike. */
    private static IntervalScenario models(int n, double accuracy) {
        double both = 0.5 + 0.5 * (accuracy * accuracy + (1 - accuracy) * (1 - accuracy));
        double chance = accuracy * accuracy + (1 - accuracy) * (1 - accuracy);
        Setting setting = Setting.of("Agreement.of", "two models of accuracy " + accuracy + ", kappa 0.5", n)
                .slow(n > 100 ? 4 : 1);
        return IntervalScenario.of(
                accuracy > 0.9 ? setting.limit(0.87, "few mistakes make the kappa (its Javadoc)") : setting,
                (both - chance) / (1 - chance),
                random -> {
                    List<Scored> first = new ArrayList<>();
                    List<Scored> second = new ArrayList<>();
                    for (int i = 0; i < n; i++) {
                        boolean copy = random.nextDouble() < 0.5;
                        double one = random.nextDouble() < accuracy ? 1 : -1;
                        double other = copy ? one : random.nextDouble() < accuracy ? 1 : -1;
                        first.add(BenchmarkScenarios.scored(i, i, one));
                        second.add(BenchmarkScenarios.scored(i, i, other));
                    }
                    return Agreement.of(
                                    new PairScores("a", "b", first),
                                    new PairScores("c", "b", second),
                                    new Seed(random.nextLong()))
                            .kappa()
                            .interval();
                });
    }
}
