package helpsteer.study.losses;

import helpsteer.data.Attribute;
import java.util.SplittableRandom;

/**
 * The vectors of pairs and all random numbers that their labels are made of, so that two labellings of one world differ in
 * nothing else. The first pairs are the same however many are drawn.
 */
final class PairDraws {
    static final int RATERS = 3;
    private static final int CHANCES = 3;

    /** Vectors, the two responses of a pair one after the other, shape (2N, D). */
    final float[][] vectors;

    /** The part of each response's length that its vector does not tell, shape (2N). */
    final double[] lengthRest;

    /** Errors of three raters of each attribute, shape (2N, 5 · 3). */
    final double[][] ratingErrors;

    /** Errors of three others, who compare, shape (2N, 3). */
    final double[][] comparingErrors;

    /** How severe the raters of a prompt are, shape (N). */
    final double[] offsets;

    /** Numbers in [0, 1) that decide whether ratings and preference are exchanged and who wins a tie, shape (N, 3). */
    final double[][] chances;

    private PairDraws(int pairs) {
        vectors = new float[2 * pairs][];
        lengthRest = new double[2 * pairs];
        ratingErrors = new double[2 * pairs][Attribute.COUNT * RATERS];
        comparingErrors = new double[2 * pairs][RATERS];
        offsets = new double[pairs];
        chances = new double[pairs][CHANCES];
    }

    static PairDraws of(Covariances covariances, int pairs, SplittableRandom random) {
        PairDraws out = new PairDraws(pairs);
        double[] normal = new double[covariances.width()];
        for (int i = 0; i < pairs; i++) {
            double[] prompt = new double[normal.length];
            fill(normal, random);
            covariances.add(true, normal, prompt);
            for (int row = 2 * i; row < 2 * i + 2; row++) {
                double[] vector = prompt.clone();
                fill(normal, random);
                covariances.add(false, normal, vector);
                out.vectors[row] = floats(vector);
                out.lengthRest[row] = random.nextGaussian();
                fill(out.ratingErrors[row], random);
                fill(out.comparingErrors[row], random);
            }
            out.offsets[i] = random.nextGaussian();
            for (int c = 0; c < CHANCES; c++) {
                out.chances[i][c] = random.nextDouble();
            }
        }
        return out;
    }

    private static void fill(double[] to, SplittableRandom random) {
        for (int d = 0; d < to.length; d++) {
            to[d] = random.nextGaussian();
        }
    }

    private static float[] floats(double[] vector) {
        float[] out = new float[vector.length];
        for (int d = 0; d < out.length; d++) {
            out[d] = (float) vector[d];
        }
        return out;
    }

    int pairs() {
        return offsets.length;
    }
}
