package helpsteer.study.coverage.scenarios;

import helpsteer.bench.PairScores;
import helpsteer.bench.PairScores.Scored;
import helpsteer.bench.panels.Calibration;
import helpsteer.run.Seed;
import helpsteer.stats.agreement.Reliability;
import helpsteer.stats.fit.LogisticFit;
import helpsteer.study.coverage.IntervalScenario;
import helpsteer.study.coverage.IntervalTrial;
import helpsteer.study.coverage.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Calibration errors of models whose margins are the log-odds of being right times a stretch. The truth is the error of
 * infinitely many pairs: a stretch makes all probabilities too high or all too low, so that no bin hides any of it.
 */
final class CalibrationScenarios {
    private static final double LOG_ODDS_SD = 1.5;

    private CalibrationScenarios() {}

    static List<IntervalScenario> intervals() {
        List<IntervalScenario> all = new ArrayList<>();
        for (int n : new int[] {100, 500}) {
            all.add(ece(n, 1, "calibrated"));
            all.add(ece(n, 1.2, "margins 1.2 times too sure"));
            all.add(ece(n, 2, "margins twice too sure"));
            all.add(ece(n, 0.5, "margins half as sure as right"));
            all.add(bin(n));
        }
        all.add(transferred(100));
        all.add(transferred(500));
        return all;
    }

    /** The calibration error of margins stretched like this, of infinitely many pairs. */
    private static double error(double stretch) {
        return Gauss.expectation(z -> {
            double logOdds = LOG_ODDS_SD * Math.abs(z);
            return Math.abs(LogisticFit.sigmoid(stretch * logOdds) - LogisticFit.sigmoid(logOdds));
        });
    }

    private static PairScores pairs(SplittableRandom random, int n, double stretch) {
        List<Scored> pairs = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double logOdds = LOG_ODDS_SD * Math.abs(random.nextGaussian());
            boolean right = random.nextDouble() < LogisticFit.sigmoid(logOdds);
            pairs.add(BenchmarkScenarios.scored(i, i, (right ? 1 : -1) * stretch * logOdds));
        }
        return new PairScores("m", "b", pairs);
    }

    private static IntervalScenario ece(int n, double stretch, String data) {
        return IntervalScenario.of(
                Setting.of("Calibration.ece", data, n).slow(n > 100 ? 4 : 2), error(stretch), random -> Calibration.of(
                                pairs(random, n, stretch), new Seed(random.nextLong()))
                        .ece()
                        .interval());
    }

    /** A temperature fitted on other 200 pairs; the truth is the error that is left at it. */
    private static IntervalScenario transferred(int n) {
        return IntervalScenario.of(
                Setting.of("Calibration.ece", "at a temperature fitted on 200 other pairs", n)
                        .slow(n > 100 ? 4 : 2),
                random -> {
                    double temperature =
                            Calibration.temperature(pairs(random, 200, 2)).value();
                    Calibration made = Calibration.of(pairs(random, n, 2), temperature, new Seed(random.nextLong()));
                    return new IntervalTrial.Draw(made.ece().interval(), error(2 / temperature));
                });
    }

    /** The fifth bin's share of a calibrated model, which is to hold the bin's mean probability. */
    private static IntervalScenario bin(int n) {
        return IntervalScenario.of(
                Setting.of("Reliability.Bin.interval", "calibrated, fifth of ten bins", n), random -> {
                    double[] probabilities = new double[n];
                    double[] outcomes = new double[n];
                    for (int i = 0; i < n; i++) {
                        probabilities[i] = LogisticFit.sigmoid(LOG_ODDS_SD * Math.abs(random.nextGaussian()));
                        outcomes[i] = random.nextDouble() < probabilities[i] ? 1 : 0;
                    }
                    Reliability.Bin bin = Reliability.of(probabilities, outcomes, Calibration.BINS)
                            .bins()
                            .get(4);
                    return new IntervalTrial.Draw(bin.interval(), bin.predicted());
                });
    }
}
