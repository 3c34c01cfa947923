package helpsteer.reward.goodness;

import helpsteer.data.Attribute;
import helpsteer.stats.fit.LogisticFit;
import java.util.Arrays;

/** Fits weights by logistic regression of the differences, without intercept: the likeliest, not the most accurate. */
public final class LogisticSearch extends WeightSearch {
    private final double penalty;

    /** A search with scikit-learn's usual penalty, 1. */
    public LogisticSearch() {
        this(1);
    }

    /**
     * A search with a penalty on the squared weights.
     *
     * @param penalty at least 0; pairs count 1 on average beside it
     */
    public LogisticSearch(double penalty) {
        if (!(penalty >= 0) || Double.isInfinite(penalty)) {
            throw new IllegalArgumentException("penalty must be at least 0 and finite, got " + penalty);
        }
        this.penalty = penalty;
    }

    @Override
    public String name() {
        return "logistic fit";
    }

    @Override
    double[] best(ScoreDifferences rows) {
        int n = rows.size();
        double[][] x = new double[n][Attribute.COUNT];
        double[] outcomes = new double[n];
        double[] weights = new double[n];
        double mean = Arrays.stream(rows.weights()).average().orElseThrow();
        for (int i = 0; i < n; i++) {
            for (int a = 0; a < Attribute.COUNT; a++) {
                x[i][a] = rows.column(a)[i];
            }
            outcomes[i] = 1;
            weights[i] = rows.weights()[i] / mean;
        }
        LogisticFit fit = LogisticFit.of(new LogisticFit.Rows(x, outcomes, weights), penalty);
        return fit.coefficients().stream().mapToDouble(Double::doubleValue).toArray();
    }
}
