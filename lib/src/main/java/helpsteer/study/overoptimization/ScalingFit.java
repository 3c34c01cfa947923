package helpsteer.study.overoptimization;

import helpsteer.stats.Estimate;
import helpsteer.study.overoptimization.ScalingForm.Coefficients;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One of the paper's forms fitted to the mean gold reward of a curve.
 *
 * @param alpha with Student's interval: least squares are linear in gold, so that the fit to the mean curve is the mean of the fits to
 *     the curves of each repetition and, where there are several, each prompt
 * @param beta likewise
 * @param seedError root mean squared error on a repetition that the fit did not see, each left out in turn
 * @param farError root mean squared error on the farther half of the distances of a fit to the nearer half
 */
public record ScalingFit(ScalingForm form, Estimate alpha, Estimate beta, double seedError, double farError) {
    /** Of a curve. */
    static ScalingFit of(ScalingForm form, RewardCurve curve) {
        double[] distances = curve.distances();
        return new ScalingFit(
                form,
                curve.mean(gold -> form.fit(distances, gold).alpha()),
                curve.mean(gold -> form.fit(distances, gold).beta()),
                seedError(form, curve),
                farError(form, curve));
    }

    /** The fitted gold reward at a distance of at least 0. */
    public double gold(double distance) {
        return form.gold(new Coefficients(alpha.value(), beta.value()), distance);
    }

    private static int[] all(RewardCurve curve) {
        return IntStream.range(0, curve.repetitions()).toArray();
    }

    private static double seedError(ScalingForm form, RewardCurve curve) {
        double[] distances = curve.distances();
        double squares = 0;
        for (int left : all(curve)) {
            int[] others = Arrays.stream(all(curve)).filter(i -> i != left).toArray();
            squares += squares(
                    form, form.fit(distances, curve.meanGold(others)), distances, curve.meanGold(new int[] {left}));
        }
        return Math.sqrt(squares / curve.repetitions() / curve.points());
    }

    private static double farError(ScalingForm form, RewardCurve curve) {
        double[] distances = curve.distances();
        double[] gold = curve.meanGold(all(curve));
        double middle = distances[distances.length - 1] / 2;
        int near = (int) Arrays.stream(distances).filter(d -> d <= middle).count();
        int from = Math.max(2, Math.min(near, distances.length - 1)); // two points for a fit, one to judge it
        Coefficients fitted = form.fit(Arrays.copyOf(distances, from), Arrays.copyOf(gold, from));
        double[] farther = Arrays.copyOfRange(distances, from, distances.length);
        return Math.sqrt(squares(form, fitted, farther, Arrays.copyOfRange(gold, from, gold.length)) / farther.length);
    }

    private static double squares(ScalingForm form, Coefficients fitted, double[] distances, double[] gold) {
        double sum = 0;
        for (int i = 0; i < gold.length; i++) {
            double error = form.gold(fitted, distances[i]) - gold[i];
            sum += error * error;
        }
        return sum;
    }
}
