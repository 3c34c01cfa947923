package helpsteer.study.coverage.scenarios;

import helpsteer.stats.Bootstrap;
import helpsteer.stats.Interval;
import helpsteer.stats.fit.FitQuality;
import helpsteer.stats.fit.LinearFit;
import helpsteer.stats.fit.LogisticFit;
import helpsteer.stats.fit.Temperature;
import helpsteer.study.coverage.IntervalScenario;
import helpsteer.study.coverage.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Coefficients by Student's t; R², temperatures and logistic coefficients by the bootstrap, as they have no interval. */
final class FitScenarios {
    private static final double LEVEL = 0.95;
    private static final int FEW_RESAMPLES = 500;

    private FitScenarios() {}

    static List<IntervalScenario> intervals() {
        List<IntervalScenario> all = new ArrayList<>();
        for (int n : new int[] {37, 500}) {
            all.add(coefficient(n, false));
            all.add(coefficient(n, true));
        }
        for (int n : new int[] {37, 100, 500}) {
            all.add(fitQuality(n));
        }
        for (int n : new int[] {100, 500}) {
            all.add(rSquared(n));
            all.add(temperature(n));
            all.add(logistic(n));
        }
        return all;
    }

    /** Columns of correlation 0.3 make the variance of the coefficient 1 + 1 - 0.3² times what one spread would: 1.42 errors. */
    private static final String GROWING =
            "its Javadoc: for residuals of one variance; else bootstrap the rows (84 % by its large-sample variance)";

    /** y on two columns; the errors have one spread, or one that grows with the first column. */
    private static IntervalScenario coefficient(int n, boolean growing) {
        Setting setting = Setting.of(
                "LinearFit.Coefficient.interval", growing ? "errors that grow with the column" : "normal errors", n);
        return IntervalScenario.of(growing ? setting.limit(0.84, GROWING) : setting, 0.5, random -> {
            double[][] x = Samples.columns(random, 3, n, 0.3);
            double[] y = new double[n];
            double[][] rows = new double[n][];
            for (int i = 0; i < n; i++) {
                double spread = growing ? Math.exp(0.5 * x[0][i]) : 1;
                y[i] = 0.5 * x[0][i] - x[1][i] + spread * random.nextGaussian();
                rows[i] = new double[] {x[0][i], x[1][i]};
            }
            return LinearFit.of(rows, y).coefficients().get(1).interval(LEVEL);
        });
    }

    private static Interval bootstrap(
            SplittableRandom random, int n, int resamples, ToDoubleFunction<int[]> statistic) {
        return Bootstrap.of(n, statistic, resamples, LEVEL, random).interval();
    }

    /** Predictions that were made beforehand and explain 64 % of the variance. */
    private static IntervalScenario fitQuality(int n) {
        return IntervalScenario.of(
                Setting.of("FitQuality.rSquared, by Bootstrap.of", "predictions made beforehand, R² 0.64", n)
                        .slow(n > 100 ? 4 : 1),
                0.64,
                random -> {
                    double[] predicted = Samples.normal(random, n);
                    double[] actual = Samples.normal(random, n);
                    for (int i = 0; i < n; i++) {
                        predicted[i] *= 0.8;
                        actual[i] = predicted[i] + 0.6 * actual[i];
                    }
                    return bootstrap(random, n, MeanScenarios.RESAMPLES, rows -> FitQuality.of(
                                    Samples.taken(predicted, rows), Samples.taken(actual, rows))
                            .rSquared());
                });
    }

    /** A fit on four columns, as helpfulness on the other attributes; each resample is fitted anew. */
    private static IntervalScenario rSquared(int n) {
        double correlation = 0.5;
        double truth = 0.6;
        double slope = Math.sqrt(truth / (1 - truth) / (4 + 12 * correlation));
        return IntervalScenario.of(
                Setting.of("LinearFit.rSquared, by Bootstrap.of", "four columns, R² 0.6", n)
                        .slow(n > 100 ? 20 : 4),
                truth,
                random -> {
                    double[][] columns = Samples.columns(random, 4, n, correlation);
                    double[][] x = new double[n][4];
                    double[] y = Samples.normal(random, n);
                    for (int i = 0; i < n; i++) {
                        for (int c = 0; c < 4; c++) {
                            x[i][c] = columns[c][i];
                            y[i] += slope * x[i][c];
                        }
                    }
                    return bootstrap(random, n, FEW_RESAMPLES, rows -> LinearFit.of(
                                    Arrays.stream(rows).mapToObj(row -> x[row]).toArray(double[][]::new),
                                    Samples.taken(y, rows))
                            .rSquared());
                });
    }

    /** Differences twice as sure as they should be. */
    private static IntervalScenario temperature(int n) {
        return IntervalScenario.of(
                Setting.of("Temperature.of, by Bootstrap.of", "true temperature 2", n)
                        .slow(n > 100 ? 20 : 4),
                2,
                random -> {
                    double[] differences = Samples.normal(random, n);
                    double[] outcomes = new double[n];
                    for (int i = 0; i < n; i++) {
                        double logit = 1.5 * differences[i];
                        outcomes[i] = random.nextDouble() < LogisticFit.sigmoid(logit) ? 1 : 0;
                        differences[i] = 2 * logit;
                    }
                    return bootstrap(random, n, FEW_RESAMPLES, rows -> Temperature.of(
                                    Samples.taken(differences, rows), Samples.taken(outcomes, rows))
                            .value());
                });
    }

    private static IntervalScenario logistic(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return IntervalScenario.of(
                Setting.of("LogisticFit.of, by Bootstrap.of", "two columns, first coefficient 1", n)
                        .slow(n > 100 ? 20 : 4),
                1,
                random -> {
                    double[][] columns = Samples.columns(random, 2, n, 0.3);
                    double[][] x = new double[n][];
                    double[] outcomes = new double[n];
                    for (int i = 0; i < n; i++) {
                        x[i] = new double[] {columns[0][i], columns[1][i]};
                        outcomes[i] = random.nextDouble() < LogisticFit.sigmoid(x[i][0] - 0.5 * x[i][1]) ? 1 : 0;
                    }
                    return bootstrap(random, n, FEW_RESAMPLES, rows -> LogisticFit.of(
                                    new LogisticFit.Rows(
                                            Arrays.stream(rows)
                                                    .mapToObj(row -> x[row])
                                                    .toArray(double[][]::new),
                                            Samples.taken(outcomes, rows),
                                            ones),
                                    0)
                            .coefficients()
                            .get(0));
                });
    }
}
