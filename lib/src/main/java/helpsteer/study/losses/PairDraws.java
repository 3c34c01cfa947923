package helpsteer.study.losses;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The vectors of pairs and all random numbers that their labels are made of, so that two labellings of one world differ in
 * nothing else. The first pairs are the same however many are drawn.
 *
 * @param pairs in the order in which they were drawn
 */
record PairDraws(List<Drawn> pairs) {
    static final int RATERS = 3;

    PairDraws {
        pairs = List.copyOf(pairs);
    }

    /**
     * What is drawn for a pair.
     *
     * @param responses the first and the second, neither of them chosen yet
     * @param offset how severe the raters of the prompt are
     * @param chances what decides by chance
     */
    record Drawn(Pair<Response> responses, double offset, Chances chances) {}

    /**
     * Numbers in [0, 1).
     *
     * @param exchange decides whether the two labels are exchanged
     * @param tie decides who wins a tie
     */
    record Chances(double exchange, double tie) {}

    /** What is drawn for a response. Not a record: its arrays are read, never compared. */
    static final class Response {
        private final float[] vector;
        private final double lengthRest;
        private final double[] errors;

        private Response(float[] vector, double lengthRest, double[] errors) {
            this.vector = vector;
            this.lengthRest = lengthRest;
            this.errors = errors;
        }

        /** Shape (D). */
        float[] vector() {
            return vector;
        }

        /** The part of the length that the vector does not tell. */
        double lengthRest() {
            return lengthRest;
        }

        /** The error of one of the three raters of an attribute, in standard deviations. */
        double error(Attribute attribute, int rater) {
            return errors[attribute.index() * RATERS + rater];
        }
    }

    static PairDraws of(Covariances covariances, int pairs, SplittableRandom random) {
        List<Drawn> out = new ArrayList<>(pairs);
        for (int i = 0; i < pairs; i++) {
            double[] prompt = new double[covariances.width()];
            covariances.add(true, normal(prompt.length, random), prompt);
            Response first = response(covariances, prompt, random);
            Response second = response(covariances, prompt, random);
            out.add(new Drawn(
                    new Pair<>(first, second),
                    random.nextGaussian(),
                    new Chances(random.nextDouble(), random.nextDouble())));
        }
        return new PairDraws(out);
    }

    private static Response response(Covariances covariances, double[] prompt, SplittableRandom random) {
        double[] vector = prompt.clone();
        covariances.add(false, normal(vector.length, random), vector);
        return new Response(floats(vector), random.nextGaussian(), normal(Attribute.COUNT * RATERS, random));
    }

    private static double[] normal(int count, SplittableRandom random) {
        double[] out = new double[count];
        for (int d = 0; d < count; d++) {
            out[d] = random.nextGaussian();
        }
        return out;
    }

    private static float[] floats(double[] vector) {
        float[] out = new float[vector.length];
        for (int d = 0; d < out.length; d++) {
            out[d] = (float) vector[d];
        }
        return out;
    }
}
