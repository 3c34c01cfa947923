package helpsteer.study.paper;

import helpsteer.data.paper.TableTwo.Statistic;
import helpsteer.stats.Estimate;
import helpsteer.stats.Values;
import helpsteer.stats.test.FinitePopulation;
import helpsteer.stats.test.Replication;

/**
 * A statistic of Table 2 by one reading of its column.
 *
 * @param name which reading; empty where only one is known
 * @param ours with its interval where one is known; NaN where the statistic is undefined
 * @param other ours with n below the sum of squares in place of n - 1; ours where that makes no difference
 * @param error standard error of the difference from the print, above 0; NaN where none can be told
 * @param groups how many groups of rows were drawn, such as prompts with their responses
 */
record CellReading(String name, Estimate ours, double other, double error, int groups) {
    private static final double LEVEL = 0.95;
    private static final int FEWEST = 3;

    /**
     * Computes the statistic, which is turned round where {@code sign} is -1.
     *
     * @param helpfulness what a correlation is with, of the same rows
     */
    static CellReading of(
            ColumnReading column, Statistic statistic, double[] helpfulness, FinitePopulation sampling, int sign) {
        double[] values = column.values();
        int groups = (int) sampling.groups().stream().distinct().count();
        boolean constant = Values.isConstant(values);
        boolean undefined = statistic == Statistic.PEARSON && (constant || Values.isConstant(helpfulness));
        if (undefined || groups < FEWEST || (constant && statistic == Statistic.SD)) {
            double plain = undefined ? Double.NaN : plain(statistic, values, helpfulness);
            return new CellReading(column.name(), Estimate.of(sign * plain), sign * plain, Double.NaN, groups);
        }
        Replication found =
                switch (statistic) { // what is published plays no part in the error
                    case MEAN -> Replication.ofMean(0, values, sampling, LEVEL);
                    case SD -> Replication.ofSd(0, values, sampling, LEVEL);
                    case PEARSON -> Replication.ofPearson(0, values, helpfulness, sampling, LEVEL);
                };
        double low = found.difference().low();
        double high = found.difference().high();
        Estimate ours = sign > 0
                ? new Estimate(found.ours(), low, high, LEVEL)
                : new Estimate(-found.ours(), -high, -low, LEVEL);
        double rows = values.length;
        double other = statistic == Statistic.SD ? ours.value() * Math.sqrt((rows - 1) / rows) : ours.value();
        return new CellReading(column.name(), ours, other, found.standardError(), groups);
    }

    /** Of rows too few or too alike for an error. */
    private static double plain(Statistic statistic, double[] values, double[] helpfulness) {
        return switch (statistic) {
            case MEAN -> Values.mean(values);
            case SD -> values.length < 2 ? Double.NaN : Values.sampleSd(values);
            case PEARSON -> {
                double[] x = Values.deviations(values);
                double[] y = Values.deviations(helpfulness);
                yield Values.product(x, y) / Math.sqrt(Values.product(x, x) * Values.product(y, y));
            }
        };
    }

    /** Two-sided p-value of the difference beyond the rounding of the print. */
    double pValue(PrintedNumber number) {
        return SamplingTest.pValue(Math.abs(ours.value() - number.value()) - number.rounding(), error, groups - 1.0);
    }

    /** Whether ours rounds to the print, with n or n - 1 below the sum of squares. */
    boolean agrees(PrintedNumber number) {
        return number.agrees(ours.value()) || number.agrees(other);
    }

    /** Ours without its interval, by the divisor that gives the print. */
    double matching(PrintedNumber number) {
        return number.agrees(ours.value()) || !number.agrees(other) ? ours.value() : other;
    }

    /** Whether every row has the same value, as far as an undefined or missing error tells. */
    boolean isUndefined() {
        return Double.isNaN(ours.value());
    }
}
