package helpsteer.reward.goodness;

import helpsteer.data.Attribute;
import java.util.Arrays;

/** Tries every combination of some levels; of equally accurate ones it takes the smallest sum of magnitudes. */
public final class GridSearch extends WeightSearch {
    private static final int MOST = 2_000_000;

    private final double[] levels;

    /**
     * A search over the same levels for each attribute.
     *
     * @param levels at least 2, all different, such as -1, -0.5, 0, 0.5, 1
     */
    public GridSearch(double... levels) {
        double combinations = Math.pow(levels.length, Attribute.COUNT);
        if (levels.length < 2
                || combinations > MOST
                || Arrays.stream(levels).distinct().count() < levels.length
                || !Arrays.stream(levels).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("levels must be 2 to " + (int) Math.pow(MOST, 1.0 / Attribute.COUNT)
                    + " different finite numbers, got " + Arrays.toString(levels));
        }
        this.levels = levels.clone();
    }

    @Override
    public String name() {
        return "grid of " + levels.length + " levels";
    }

    @Override
    double[] best(ScoreDifferences rows) {
        Walk walk = new Walk(rows);
        walk.down(0);
        return walk.best;
    }

    /** Goes through the grid depth first: each depth keeps the sums of the attributes above, one array each. */
    private final class Walk {
        private final ScoreDifferences rows;
        private final double[][] sums;
        private final double[] current = new double[Attribute.COUNT];
        private double[] best = new double[Attribute.COUNT];
        private double most = -1;
        private double least = Double.POSITIVE_INFINITY;

        private Walk(ScoreDifferences rows) {
            this.rows = rows;
            this.sums = new double[Attribute.COUNT + 1][rows.size()];
        }

        private void down(int attribute) {
            if (attribute == Attribute.COUNT) {
                judge();
                return;
            }
            double[] above = sums[attribute];
            double[] below = sums[attribute + 1];
            double[] column = rows.column(attribute);
            for (double level : levels) {
                for (int i = 0; i < below.length; i++) {
                    below[i] = above[i] + level * column[i];
                }
                current[attribute] = level;
                down(attribute + 1);
            }
        }

        private void judge() {
            double[] goodness = sums[Attribute.COUNT];
            double won = 0;
            for (int i = 0; i < goodness.length; i++) {
                won += goodness[i] > 0 ? rows.weights()[i] : 0;
            }
            double size = Arrays.stream(current).map(Math::abs).sum();
            if (won > most || (won == most && size < least)) {
                most = won;
                least = size;
                best = current.clone();
            }
        }
    }
}
