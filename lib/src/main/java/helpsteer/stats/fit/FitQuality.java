package helpsteer.stats.fit;

import helpsteer.stats.Values;
import java.util.Locale;

/**
 * How well predictions meet their targets.
 *
 * @param count number of rows, at least 1
 * @param mse mean squared error, in squared units of the target
 * @param mae mean absolute error, in units of the target
 * @param rSquared one minus the squared error over that of always predicting the mean of these targets; below 0 for
 *     predictions worse than that; NaN for a constant target, where there is nothing to explain
 * @param pearson Pearson's r, blind to scale and offset; NaN where predictions or targets are constant
 */
public record FitQuality(int count, double mse, double mae, double rSquared, double pearson) {

    /**
     * Compares predictions with their targets.
     *
     * @throws IllegalArgumentException if the two differ in length, are empty, or hold NaN or an infinity
     */
    public static FitQuality of(double[] predicted, double[] actual) {
        Values.checkOneLength("predicted", predicted.length, "actual", actual.length);
        Values.check("predicted", predicted, 1);
        Values.check("actual", actual, 1);
        double[] errors = Values.differences(predicted, actual);
        double squared = Values.product(errors, errors);
        double absolute = 0;
        for (double error : errors) {
            absolute += Math.abs(error);
        }
        double[] deviations = Values.deviations(actual);
        boolean constant = Values.isConstant(actual);
        double rSquared = constant ? Double.NaN : 1 - squared / Values.product(deviations, deviations);
        double pearson =
                constant || Values.isConstant(predicted) ? Double.NaN : Correlation.coefficient(predicted, actual);
        return new FitQuality(errors.length, squared / errors.length, absolute / errors.length, rSquared, pearson);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "MSE %.4f, MAE %.4f, R² %.4f, r %.4f, n=%d", mse, mae, rSquared, pearson, count);
    }
}
