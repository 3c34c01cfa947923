package helpsteer.reward.heads;

import helpsteer.data.Attribute;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.LinearHead;
import helpsteer.reward.frozen.RegularizationPath;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A linear goodness, fitted to which of two responses is better.
 *
 * <p>Minimises the sum of the Bradley-Terry losses plus half the penalty times the squared weights, or their squared distance
 * from weights to start from. There is no intercept: it would cancel in every comparison.
 *
 * @param weights of the vector, shape (D)
 * @param loss which of the three losses
 * @param penalty above 0; for the regular loss scikit-learn's {@code 1 / C}
 */
public record BradleyTerryHead(List<Double> weights, BradleyTerry loss, double penalty) {
    /** The largest curvature of -log sig. */
    private static final double CURVATURE = 0.25;

    public BradleyTerryHead {
        weights = List.copyOf(weights);
    }

    /** Fits with a given penalty. */
    public static BradleyTerryHead of(PairVectors pairs, BradleyTerry loss, double penalty) {
        return of(pairs, loss, penalty, new double[pairs.width()]);
    }

    private static BradleyTerryHead of(PairVectors pairs, BradleyTerry loss, double penalty, double[] start) {
        RegularizationPath.check(penalty);
        int[] all = IntStream.range(0, pairs.size()).toArray();
        return new Fitting(pairs, all, loss, start).at(penalty);
    }

    /**
     * Fits with the penalty of the lowest loss where each fold is predicted from the others.
     *
     * @param folds the fold of each pair, counted from 0; pairs of one prompt must share a fold
     */
    public static BradleyTerryHead choosing(PairVectors pairs, BradleyTerry loss, int[] folds) {
        return choosing(pairs, loss, folds, new double[pairs.width()]);
    }

    /**
     * The same, held near the number for helpfulness of another head: for a head that is linear, what going on from a
     * regression is for a model that is trained by steps (arXiv 2410.01257).
     *
     * @param start fitted without the pairs that a fold predicts, or its numbers look better than they are
     */
    public static BradleyTerryHead choosing(PairVectors pairs, BradleyTerry loss, int[] folds, LinearHead start) {
        if (start.width() != pairs.width()) {
            throw new IllegalArgumentException(
                    "start must be of width " + pairs.width() + ", got " + start.width() + "; fit it to these vectors");
        }
        return choosing(pairs, loss, folds, start.weights(Attribute.HELPFULNESS));
    }

    private static BradleyTerryHead choosing(PairVectors pairs, BradleyTerry loss, int[] folds, double[] start) {
        double[] tried = RegularizationPath.tried();
        double[] losses = new double[tried.length];
        int count = RegularizationPath.folds(folds, pairs.size());
        for (int fold = 0; fold < count; fold++) {
            Fitting rest = new Fitting(
                    pairs,
                    RegularizationPath.rows(folds, RegularizationPath.is(fold).negate()),
                    loss,
                    start);
            for (int p = 0; p < tried.length; p++) {
                double[] weights = rest.weightsAt(tried[p]);
                for (int pair : RegularizationPath.rows(folds, RegularizationPath.is(fold))) {
                    double apart = Lbfgs.product(weights, pairs.difference(pair));
                    losses[p] += loss.value(apart, pairs.strength(pair));
                }
            }
        }
        return of(pairs, loss, tried[RegularizationPath.best(losses)], start);
    }

    /** The goodness of one vector of length D; only differences mean anything. */
    public double reward(float[] vector) {
        if (vector.length != weights.size()) {
            throw new IllegalArgumentException("vector must have length " + weights.size() + ", got " + vector.length);
        }
        double sum = 0;
        for (int d = 0; d < vector.length; d++) {
            sum += weights.get(d) * vector[d];
        }
        return sum;
    }

    /** A head whose number for helpfulness is the goodness, the others 0, as NeMo-Aligner's and {@link helpsteer.reward.training.BradleyTerryTraining}'s. */
    public LinearHead head() {
        double[][] rows = new double[Attribute.COUNT][weights.size()];
        rows[Attribute.HELPFULNESS.index()] =
                weights.stream().mapToDouble(Double::doubleValue).toArray();
        return new LinearHead(rows, new double[Attribute.COUNT]);
    }

    /** Fits some pairs at falling penalties, each from where the last one ended. */
    private static final class Fitting {
        private final BradleyTerry loss;
        private final DesignMatrix design;
        private final double[] strengths;
        private final double[] start;
        private double[] at;

        Fitting(PairVectors pairs, int[] chosen, BradleyTerry loss, double[] start) {
            this.loss = loss;
            this.start = start;
            strengths = Arrays.stream(chosen).mapToDouble(pairs::strength).toArray();
            double[] factors = Arrays.stream(strengths)
                    .map(s -> loss == BradleyTerry.SCALED ? s : 1)
                    .toArray();
            design = new DesignMatrix(
                    Arrays.stream(chosen).mapToObj(pairs::difference).toArray(double[][]::new), factors);
            at = start.clone();
        }

        BradleyTerryHead at(double penalty) {
            return new BradleyTerryHead(
                    Arrays.stream(weightsAt(penalty)).boxed().toList(), loss, penalty);
        }

        double[] weightsAt(double penalty) {
            at = Lbfgs.of((w, gradient) -> objective(w, gradient, penalty), design.inverse(CURVATURE, penalty), at);
            return at;
        }

        private double objective(double[] weights, double[] gradient, double penalty) {
            double[] apart = design.products(weights);
            double[] away = new double[weights.length];
            for (int d = 0; d < away.length; d++) {
                away[d] = weights[d] - start[d];
                gradient[d] = penalty * away[d];
            }
            double sum = penalty / 2 * Lbfgs.product(away, away);
            double[] slopes = new double[apart.length];
            for (int i = 0; i < apart.length; i++) {
                sum += loss.value(apart[i], strengths[i]);
                slopes[i] = loss.derivative(apart[i], strengths[i]);
            }
            design.addRows(slopes, gradient);
            return sum;
        }
    }
}
