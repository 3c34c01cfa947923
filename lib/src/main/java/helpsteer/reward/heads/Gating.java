package helpsteer.reward.heads;

import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.LinearHead;
import helpsteer.reward.frozen.Ridge;
import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A goodness whose attribute weights depend on the prompt, in the manner of ArmoRM (arXiv 2406.12845).
 *
 * <p>First a ridge head gives each attribute's score and {@link Debiasing} takes verbosity out of the others. Then, with all
 * that held fixed, a gate learns from pairs how much each attribute counts for a prompt. What the gate learns from are
 * scores of rows that the ridge head did not see, as those that it did are better than any new text's will be; so are the
 * reference rows of the debiasing.
 */
public final class Gating {
    private final LinearHead ridge;
    private final Debiasing debiasing;
    private final double[] units;
    private final Standard standard;
    private final GateTraining.Result training;

    private Gating(LinearHead ridge, Objectives objectives, Standard standard, GateTraining.Result training) {
        this.ridge = ridge;
        debiasing = objectives.debiasing;
        units = objectives.units;
        this.standard = standard;
        this.training = training;
    }

    /**
     * What a gating learns from. Not a record: its arrays are read, never compared.
     */
    public static final class Data {
        private final float[][] vectors;
        private final float[][] prompts;
        private final List<RatedResponse> rows;

        /**
         * Rated rows with their vectors.
         *
         * @param vectors of prompt and response, shape (n, D)
         * @param prompts of the prompt alone, shape (n, D)
         * @param rows of at least 5 prompts, in pairs of one prompt
         */
        public Data(float[][] vectors, float[][] prompts, List<RatedResponse> rows) {
            if (vectors.length != rows.size() || prompts.length != rows.size()) {
                throw new IllegalArgumentException("vectors and prompts must be one for each row, got " + vectors.length
                        + " and " + prompts.length + " for " + rows.size());
            }
            this.vectors = vectors;
            this.prompts = prompts;
            this.rows = List.copyOf(rows);
        }
    }

    /** Debiased scores in units of their standard deviation, of rows that the ridge head did not see. */
    private static final class Objectives {
        private final Debiasing debiasing;
        private final double[] units;
        private final double[][] values;

        private Objectives(Debiasing debiasing, double[] units, double[][] values) {
            this.debiasing = debiasing;
            this.units = units;
            this.values = values;
        }

        static Objectives of(List<AttributeScores> unseen) {
            Debiasing debiasing = Debiasing.of(unseen);
            List<AttributeScores> scores = unseen.stream().map(debiasing::apply).toList();
            double[] units = new double[Attribute.COUNT];
            double[][] values = new double[scores.size()][Attribute.COUNT];
            for (Attribute a : Attribute.values()) {
                double[] column = scores.stream().mapToDouble(s -> s.of(a)).toArray();
                double mean = Arrays.stream(column).average().orElseThrow();
                double squares =
                        Arrays.stream(column).map(x -> (x - mean) * (x - mean)).sum();
                units[a.index()] = Math.sqrt(squares / column.length);
                for (int i = 0; i < column.length; i++) {
                    values[i][a.index()] = column[i] / units[a.index()];
                }
            }
            return new Objectives(debiasing, units, values);
        }
    }

    /** Vectors less their mean in units of their standard deviation; a constant place becomes 0. */
    private static final class Standard {
        private final double[] mean;
        private final double[] factor;

        private Standard(double[] mean, double[] factor) {
            this.mean = mean;
            this.factor = factor;
        }

        static Standard of(float[][] rows) {
            double[] mean = Design.mean(rows, IntStream.range(0, rows.length).toArray());
            double[] factor = new double[mean.length];
            for (float[] row : rows) {
                for (int d = 0; d < mean.length; d++) {
                    factor[d] += (row[d] - mean[d]) * (row[d] - mean[d]) / rows.length;
                }
            }
            return new Standard(
                    mean,
                    Arrays.stream(factor).map(v -> v > 0 ? 1 / Math.sqrt(v) : 0).toArray());
        }

        double[] apply(float[] row) {
            double[] out = new double[mean.length];
            for (int d = 0; d < out.length; d++) {
                out[d] = (row[d] - mean[d]) * factor[d];
            }
            return out;
        }
    }

    /** Fits both stages; a fifth of the prompts tells when the gate has learned enough. */
    public static Gating of(Data data, Seed seed) {
        return of(data, GateTraining.DEFAULT, seed);
    }

    static Gating of(Data data, GateTraining settings, Seed seed) {
        int[] folds = Ridge.folds(data.rows, FrozenHead.FOLDS);
        Ridge ridge = Ridge.choosing(data.vectors, FrozenHead.ratings(data.rows), folds);
        Objectives objectives = Objectives.of(unseen(data, folds, ridge.alpha()));
        Standard standard = Standard.of(data.prompts);
        List<PairVectors.Places> places = PairVectors.unequal(data.rows, Attribute.HELPFULNESS);
        List<PairVectors.Places> train =
                places.stream().filter(p -> folds[p.better()] != 0).toList();
        List<PairVectors.Places> held =
                places.stream().filter(p -> folds[p.better()] == 0).toList();
        return new Gating(
                ridge.head(),
                objectives,
                standard,
                settings.run(pairs(train, objectives, standard, data), pairs(held, objectives, standard, data), seed));
    }

    private static Gate.Pairs pairs(
            List<PairVectors.Places> places, Objectives objectives, Standard standard, Data data) {
        double[][] prompts = places.stream()
                .map(p -> standard.apply(data.prompts[p.better()]))
                .toArray(double[][]::new);
        double[][] differences = new double[prompts.length][Attribute.COUNT];
        for (int i = 0; i < differences.length; i++) {
            for (int a = 0; a < Attribute.COUNT; a++) {
                differences[i][a] = objectives.values[places.get(i).better()][a]
                        - objectives.values[places.get(i).worse()][a];
            }
        }
        return new Gate.Pairs(prompts, differences);
    }

    /** Ridge scores of each row from the other folds. */
    private static List<AttributeScores> unseen(Data data, int[] folds, double alpha) {
        List<AttributeScores> out = new ArrayList<>();
        List<LinearHead> heads = new ArrayList<>();
        List<Ratings> ratings = FrozenHead.ratings(data.rows);
        for (int fold = 0; fold < FrozenHead.FOLDS; fold++) {
            int[] rest = Penalties.rows(folds, Penalties.is(fold).negate());
            float[][] vectors =
                    Arrays.stream(rest).mapToObj(i -> data.vectors[i]).toArray(float[][]::new);
            heads.add(
                    Ridge.of(vectors, Arrays.stream(rest).mapToObj(ratings::get).toList(), alpha)
                            .head());
        }
        for (int i = 0; i < folds.length; i++) {
            out.add(heads.get(folds[i]).apply(data.vectors[i]));
        }
        return out;
    }

    /** The debiased scores of a vector of prompt and response, in units of their standard deviation. */
    public AttributeScores objectives(float[] vector) {
        AttributeScores scores = debiasing.apply(ridge.apply(vector));
        return AttributeScores.of((Attribute a) -> scores.of(a) / units[a.index()]);
    }

    /** How much each attribute counts for a prompt, by its vector; at least 0, with a sum of 1. */
    public AttributeWeights weights(float[] prompt) {
        return training.gate().weights(standard.apply(prompt));
    }

    /** The weighted sum of the objectives. */
    public double goodness(float[] prompt, float[] vector) {
        return weights(prompt).goodness(objectives(vector));
    }

    /** What verbosity was taken off the scores with. */
    public Debiasing debiasing() {
        return debiasing;
    }

    /** The step that the gate is of; 0 where no step gained anything and all attributes count alike for every prompt. */
    public int step() {
        return training.step();
    }
}
