package helpsteer.reward.heads;

import helpsteer.data.Attribute;
import helpsteer.reward.frozen.RegularizationPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Cumulative logits of the five attributes on the same vectors, each with its own penalty. */
final class AttributeFits {
    private AttributeFits() {}

    /** What is fitted: vectors (n, D) and labels (A, n). */
    static final class Data {
        private final float[][] vectors;
        private final int[][] labels;

        Data(float[][] vectors, int[][] labels) {
            for (int[] row : labels) {
                if (row.length != vectors.length || row.length < 2) {
                    throw new IllegalArgumentException("vectors and labels must be at least 2 of one length, got "
                            + vectors.length + " and " + row.length);
                }
            }
            this.vectors = vectors;
            this.labels = labels;
        }

        private List<CumulativeLogit.Fitting> fittings(DesignMatrix design, int[] rows, double[] centre) {
            List<CumulativeLogit.Fitting> out = new ArrayList<>();
            for (Attribute a : Attribute.values()) {
                int[] some = IntStream.of(rows).map(i -> labels[a.index()][i]).toArray();
                out.add(named(a, () -> new CumulativeLogit.Fitting(design, centre, some)));
            }
            return out;
        }
    }

    private interface Making {
        CumulativeLogit.Fitting make();
    }

    private static CumulativeLogit.Fitting named(Attribute attribute, Making making) {
        try {
            return making.make();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("of " + attribute.key() + ", " + e.getMessage(), e);
        }
    }

    /** Fits all rows with one penalty. */
    static List<CumulativeLogit> of(Data data, double penalty) {
        RegularizationPath.check(penalty);
        int[] all = IntStream.range(0, data.vectors.length).toArray();
        double[] penalties = new double[Attribute.COUNT];
        Arrays.fill(penalties, penalty);
        return path(data, all, penalties);
    }

    /** Fits all rows, each attribute with the penalty of the lowest log loss where each fold is predicted from the others. */
    static List<CumulativeLogit> choosing(Data data, int[] folds) {
        double[] tried = RegularizationPath.tried();
        double[][] losses = new double[Attribute.COUNT][tried.length];
        int count = RegularizationPath.folds(folds, data.vectors.length);
        for (int fold = 0; fold < count; fold++) {
            int[] rest =
                    RegularizationPath.rows(folds, RegularizationPath.is(fold).negate());
            int[] held = RegularizationPath.rows(folds, RegularizationPath.is(fold));
            double[] centre = DesignMatrix.mean(data.vectors, rest);
            DesignMatrix design = DesignMatrix.centred(data.vectors, rest, centre);
            List<CumulativeLogit.Fitting> fittings = data.fittings(design, rest, centre);
            for (int p = 0; p < tried.length; p++) {
                List<CumulativeLogit> fits = atPenalty(design, fittings, tried[p]);
                for (int a = 0; a < losses.length; a++) {
                    for (int row : held) {
                        losses[a][p] += fits.get(a).loss(data.vectors[row], data.labels[a][row]);
                    }
                }
            }
        }
        double[] chosen = Arrays.stream(losses)
                .mapToDouble(l -> tried[RegularizationPath.best(l)])
                .toArray();
        return path(data, IntStream.range(0, data.vectors.length).toArray(), chosen);
    }

    /** Fits each attribute with its penalty. */
    private static List<CumulativeLogit> path(Data data, int[] rows, double[] penalties) {
        double[] centre = DesignMatrix.mean(data.vectors, rows);
        DesignMatrix design = DesignMatrix.centred(data.vectors, rows, centre);
        List<CumulativeLogit.Fitting> fittings = data.fittings(design, rows, centre);
        List<CumulativeLogit> out = new ArrayList<>();
        for (int a = 0; a < penalties.length; a++) {
            CumulativeLogit.Fitting fitting = fittings.get(a);
            out.add(fitting.at(penalties[a], design.inverse(fitting.curvature(), penalties[a])));
        }
        return out;
    }

    private static List<CumulativeLogit> atPenalty(
            DesignMatrix design, List<CumulativeLogit.Fitting> fittings, double penalty) {
        double curvature = fittings.stream()
                .mapToDouble(CumulativeLogit.Fitting::curvature)
                .max()
                .orElseThrow();
        Lbfgs.Inverse inverse = design.inverse(curvature, penalty);
        return fittings.stream().map(f -> f.at(penalty, inverse)).toList();
    }
}
