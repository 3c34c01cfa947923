package helpsteer.reward.frozen;

import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Split;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.InputConfig;
import helpsteer.reward.LinearHead;
import helpsteer.reward.PretrainedModel;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;

/**
 * Ridge regression of the five attributes on fixed vectors.
 *
 * <p>Minimises the sum of squared errors plus {@code alpha} times the squared weights, the intercept left free, as
 * scikit-learn's {@code Ridge} does.
 *
 * @param head the fitted head
 * @param alpha the penalty, above 0
 */
public record Ridge(LinearHead head, double alpha) {
    /**
     * Fits with a given penalty.
     *
     * @param vectors shape (B, D), B at least 2
     * @param ratings one for each vector
     */
    public static Ridge of(float[][] vectors, List<Ratings> ratings, double alpha) {
        if (!(alpha > 0)) {
            throw new IllegalArgumentException("alpha must be above 0, got " + alpha);
        }
        int[] all = IntStream.range(0, vectors.length).toArray();
        return new Moments(vectors, ratings, all, true).solve(alpha);
    }

    /**
     * Fits with the penalty that has the lowest mean squared error when each fold is predicted from the others.
     *
     * @param folds the fold of each vector, counted from 0; rows of one prompt must share a fold
     */
    public static Ridge choosing(float[][] vectors, List<Ratings> ratings, int[] folds) {
        return choosing(vectors, ratings, folds, true);
    }

    /** The same with all intercepts 0, for heads that have none. */
    public static Ridge choosingWithoutIntercept(float[][] vectors, List<Ratings> ratings, int[] folds) {
        return choosing(vectors, ratings, folds, false);
    }

    private static Ridge choosing(float[][] vectors, List<Ratings> ratings, int[] folds, boolean intercept) {
        double[] tried = RegularizationPath.tried();
        double[] errors = new double[tried.length];
        int count = RegularizationPath.folds(folds, vectors.length);
        for (int fold = 0; fold < count; fold++) {
            int[] held = RegularizationPath.rows(folds, RegularizationPath.is(fold));
            int[] others =
                    RegularizationPath.rows(folds, RegularizationPath.is(fold).negate());
            Moments rest = new Moments(vectors, ratings, others, intercept);
            for (int i = 0; i < tried.length; i++) {
                LinearHead head = rest.solve(tried[i]).head;
                for (int row : held) {
                    errors[i] += squaredError(head.apply(vectors[row]), ratings.get(row));
                }
            }
        }
        int[] all = IntStream.range(0, vectors.length).toArray();
        return new Moments(vectors, ratings, all, intercept).solve(tried[RegularizationPath.best(errors)]);
    }

    /**
     * The same of rows on the vectors of a frozen model, in {@value FrozenHead#FOLDS} folds grouped by prompt; with intercepts
     * where its heads have some.
     */
    public static Ridge choosing(PretrainedModel pretrained, InputConfig input, List<RatedResponse> rows) {
        float[][] vectors = Vectors.of(pretrained, input)
                .of(rows.stream().map(PromptResponse::of).toList());
        List<Ratings> ratings = rows.stream().map(RatedResponse::ratings).toList();
        return choosing(vectors, ratings, folds(rows, FrozenHead.FOLDS), pretrained.hasIntercept());
    }

    /** The fold of each row for {@link #choosing}, rows of one prompt together; the same rows give the same folds. */
    public static int[] folds(List<RatedResponse> rows, int count) {
        return Split.foldOf(rows, RatedResponse::prompt, count, new Seed(0));
    }

    private static double squaredError(AttributeScores scores, Ratings ratings) {
        double sum = 0;
        for (Attribute a : Attribute.values()) {
            double error = scores.of(a) - ratings.of(a);
            sum += error * error;
        }
        return sum;
    }

    /** Second moments of some rows, centred where there is an intercept. */
    private static final class Moments {
        private final int width;
        private final double[] vectorMean;
        private final double[] labelMean;
        private final GramMatrix gram;
        private final double[][] cross;

        Moments(float[][] vectors, List<Ratings> ratings, int[] rows, boolean intercept) {
            if (vectors.length != ratings.size() || rows.length < 2) {
                throw new IllegalArgumentException("vectors and ratings must be at least 2 of one length, got "
                        + vectors.length + " and " + ratings.size() + ", " + rows.length + " of them used");
            }
            width = vectors[0].length;
            int attributes = Attribute.COUNT;
            vectorMean = new double[width];
            labelMean = new double[attributes];
            for (int row : intercept ? rows : new int[0]) {
                for (int d = 0; d < width; d++) {
                    vectorMean[d] += (double) vectors[row][d] / rows.length;
                }
                for (Attribute a : Attribute.values()) {
                    labelMean[a.index()] += (double) ratings.get(row).of(a) / rows.length;
                }
            }
            gram = new GramMatrix(width);
            cross = new double[width][attributes];
            double[] centred = new double[width];
            for (int row : rows) {
                for (int d = 0; d < width; d++) {
                    centred[d] = vectors[row][d] - vectorMean[d];
                }
                gram.add(centred, 1);
                for (int d = 0; d < width; d++) {
                    for (Attribute a : Attribute.values()) {
                        cross[d][a.index()] += centred[d] * (ratings.get(row).of(a) - labelMean[a.index()]);
                    }
                }
            }
        }

        Ridge solve(double alpha) {
            RealMatrix solution = gram.solver(1, alpha).solve(new Array2DRowRealMatrix(cross, false));
            List<double[]> weights = new ArrayList<>();
            double[] intercepts = new double[labelMean.length];
            for (int a = 0; a < labelMean.length; a++) {
                double[] row = solution.getColumn(a);
                weights.add(row);
                intercepts[a] = labelMean[a];
                for (int d = 0; d < width; d++) {
                    intercepts[a] -= row[d] * vectorMean[d];
                }
            }
            return new Ridge(new LinearHead(weights.toArray(double[][]::new), intercepts), alpha);
        }
    }
}
