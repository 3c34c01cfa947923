package helpsteer.study.coverage.scenarios;

import helpsteer.stats.Moments;
import helpsteer.stats.fit.Correlation;
import helpsteer.stats.fit.LinearFit;
import helpsteer.stats.test.FinitePopulation;
import helpsteer.stats.test.Replication;
import helpsteer.study.coverage.Setting;
import helpsteer.study.coverage.TestScenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Tests of correlations, of coefficients, and of published figures. */
final class AssociationTests {
    private static final int PUBLISHED = 2000;
    private static final int OURS = 700;

    private AssociationTests() {}

    static List<TestScenario> all() {
        List<TestScenario> all = new ArrayList<>();
        for (int n : new int[] {10, 37, 500}) {
            double r = Math.min(0.6, 2.5 / Math.sqrt(n));
            all.add(correlation("Correlation.pearson, p", "normal", n, r, xy -> Correlation.pearson(xy[0], xy[1])));
            all.add(correlation("Correlation.spearman, p", "normal", n, r, xy -> Correlation.spearman(xy[0], xy[1])));
        }
        for (int n : new int[] {37, 500}) {
            double r = Math.min(0.6, 2.5 / Math.sqrt(n));
            all.add(correlation(
                    "Correlation.pearson, p",
                    "rating and length",
                    n,
                    r,
                    xy -> Correlation.pearson(rated(xy[0]), lengths(xy[1]))));
            all.add(correlation(
                    "Correlation.spearman, p",
                    "two ratings",
                    n,
                    r,
                    xy -> Correlation.spearman(rated(xy[0]), rated(xy[1]))));
            all.add(partial(n));
            all.add(fit("LinearFit.Coefficient.pValue", n, fit -> fit.coefficients()
                    .get(1)
                    .pValue()));
            all.add(fit("LinearFit.fPValue", n, LinearFit::fPValue));
        }
        all.add(replication("Replication.ofMean, p", "lengths; mean 3 % higher", true, 1.03));
        all.add(replication("Replication.ofMean, p", "lengths; mean 10 % higher", false, 1.1));
        all.add(spread());
        return all;
    }

    private static double[] rated(double[] z) {
        return Arrays.stream(z).map(Samples::rating).toArray();
    }

    private static double[] lengths(double[] z) {
        return Arrays.stream(z).map(v -> Math.exp(Samples.LENGTH_SD * v)).toArray();
    }

    private static TestScenario correlation(
            String test, String data, int n, double r, Function<double[][], Correlation> of) {
        return new TestScenario(
                Setting.of(test, data + ", r 0; latent r " + String.format(Locale.ROOT, "%.2f", r), n),
                random -> of.apply(Samples.pair(random, n, 0)).pValue(),
                random -> of.apply(Samples.pair(random, n, r)).pValue());
    }

    /** Two columns that are alike only by a third; or by themselves too. */
    private static TestScenario partial(int n) {
        double r = Math.min(0.6, 2.5 / Math.sqrt(n));
        return new TestScenario(
                Setting.of("Correlation.partial, p", "normal, alike by the control only; by themselves too", n),
                random -> partial(random, n, 0),
                random -> partial(random, n, r));
    }

    private static double partial(SplittableRandom random, int n, double r) {
        double[] control = Samples.normal(random, n);
        double[][] xy = Samples.pair(random, n, r);
        for (double[] column : xy) {
            for (int i = 0; i < n; i++) {
                column[i] += control[i];
            }
        }
        return Correlation.partial(xy[0], xy[1], control).pValue();
    }

    private static TestScenario fit(String test, int n, Function<LinearFit, Double> pValue) {
        double slope = 2.5 / Math.sqrt(n);
        return new TestScenario(
                Setting.of(test, "two columns without effect; the first with 2.5 standard errors", n),
                random -> pValue.apply(fitted(random, n, 0)),
                random -> pValue.apply(fitted(random, n, slope)));
    }

    private static LinearFit fitted(SplittableRandom random, int n, double slope) {
        double[][] columns = Samples.columns(random, 2, n, 0.3);
        double[][] rows = new double[n][];
        double[] y = Samples.normal(random, n);
        for (int i = 0; i < n; i++) {
            rows[i] = new double[] {columns[0][i], columns[1][i]};
            y[i] += slope * columns[0][i];
        }
        return LinearFit.of(rows, y);
    }

    /** Published lengths and ours; or ours by a factor longer. */
    private static TestScenario replication(String test, String data, boolean sub, double factor) {
        return new TestScenario(
                Setting.of(test, data + (sub ? ", among the published" : ", beside the published"), OURS),
                random -> replicated(random, sub, 1),
                random -> replicated(random, sub, factor));
    }

    private static double replicated(SplittableRandom random, boolean sub, double factor) {
        double[][] both = CorrelationScenarios.samples(random, OURS, PUBLISHED, sub, Samples::lengths);
        double[] ours = Arrays.stream(both[0]).map(v -> factor * v).toArray();
        return Replication.ofMean(CorrelationScenarios.mean(both[1]), ours, relation(sub), 0.95)
                .pValue();
    }

    private static FinitePopulation relation(boolean sub) {
        return sub ? FinitePopulation.subsampleOf(PUBLISHED) : FinitePopulation.independentOf(PUBLISHED);
    }

    private static TestScenario spread() {
        return new TestScenario(
                Setting.of("Replication.ofSd, p", "ratings; spread 10 % wider, among the published", OURS),
                random -> spread(random, 1),
                random -> spread(random, 1.1));
    }

    private static double spread(SplittableRandom random, double factor) {
        double[][] both = CorrelationScenarios.samples(random, OURS, PUBLISHED, true, Samples::ratings);
        double[] ours = Arrays.stream(both[0]).map(v -> factor * v).toArray();
        double published = Moments.of(both[1]).sampleSd();
        return Replication.ofSd(published, ours, relation(true), 0.95).pValue();
    }
}
