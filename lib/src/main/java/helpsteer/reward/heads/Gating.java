package helpsteer.reward.heads;

import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.LinearHead;
import helpsteer.reward.frozen.FrozenHead;
import helpsteer.reward.frozen.RegularizationPath;
import helpsteer.reward.frozen.Ridge;
import helpsteer.reward.frozen.Standardizer;
import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A goodness whose attribute weights depend on the prompt, in the manner of ArmoRM (arXiv 2406.12845).
 *
 * <p>First a ridge head gives each attribute's score and {@link Debiasing} takes verbosity out of the others. Then, with all
 * that held fixed, a gating network learns from pairs how much each attribute counts for a prompt. What the network learns from are
 * scores of rows that the ridge head did not see, as those that it did are better than any new text's will be; so are the
 * reference rows of the debiasing.
 */
public final class Gating {
    private final LinearHead ridge;
    private final Debiasing debiasing;
    private final double[] units;
    private final Standardizer standardizer;
    private final GatingTraining.Result training;

    private Gating(LinearHead ridge, Objectives objectives, Standardizer standardizer, GatingTraining.Result training) {
        this.ridge = ridge;
        debiasing = objectives.debiasing;
        units = objectives.units;
        this.standardizer = standardizer;
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

    /** Fits both stages; a fifth of the prompts tells when the network has learned enough. */
    public static Gating of(Data data, Seed seed) {
        return of(data, GatingTraining.DEFAULT, seed);
    }

    static Gating of(Data data, GatingTraining settings, Seed seed) {
        int[] folds = Ridge.folds(data.rows, FrozenHead.FOLDS);
        Ridge ridge = Ridge.choosing(data.vectors, ratings(data.rows), folds);
        Objectives objectives = Objectives.of(unseen(data, folds, ridge.alpha()));
        Standardizer standardizer = Standardizer.of(data.prompts);
        List<PairVectors.Places> places = PairVectors.unequal(data.rows, Attribute.HELPFULNESS);
        List<PairVectors.Places> train =
                places.stream().filter(p -> folds[p.rows().chosen()] != 0).toList();
        List<PairVectors.Places> held =
                places.stream().filter(p -> folds[p.rows().chosen()] == 0).toList();
        return new Gating(
                ridge.head(),
                objectives,
                standardizer,
                settings.run(
                        pairs(train, objectives, standardizer, data),
                        pairs(held, objectives, standardizer, data),
                        seed));
    }

    private static GatingTraining.Pairs pairs(
            List<PairVectors.Places> places, Objectives objectives, Standardizer standardizer, Data data) {
        float[][] prompts = places.stream()
                .map(p -> standardizer.apply(data.prompts[p.rows().chosen()]))
                .toArray(float[][]::new);
        float[][] differences = new float[prompts.length][Attribute.COUNT];
        for (int i = 0; i < differences.length; i++) {
            for (int a = 0; a < Attribute.COUNT; a++) {
                differences[i][a] =
                        (float) (objectives.values[places.get(i).rows().chosen()][a]
                                - objectives.values[places.get(i).rows().rejected()][a]);
            }
        }
        return new GatingTraining.Pairs(prompts, differences);
    }

    private static List<Ratings> ratings(List<RatedResponse> rows) {
        return rows.stream().map(RatedResponse::ratings).toList();
    }

    /** Ridge scores of each row from the other folds. */
    private static List<AttributeScores> unseen(Data data, int[] folds, double alpha) {
        List<AttributeScores> out = new ArrayList<>();
        List<LinearHead> heads = new ArrayList<>();
        List<Ratings> ratings = ratings(data.rows);
        for (int fold = 0; fold < FrozenHead.FOLDS; fold++) {
            int[] rest =
                    RegularizationPath.rows(folds, RegularizationPath.is(fold).negate());
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
        return training.network().weights(standardizer.apply(prompt));
    }

    /** The weighted sum of the objectives. */
    public double reward(float[] prompt, float[] vector) {
        return weights(prompt).reward(objectives(vector));
    }

    /** What verbosity was taken off the scores with. */
    public Debiasing debiasing() {
        return debiasing;
    }

    /** The step that the network is of; 0 where no step gained anything and all attributes count alike for every prompt. */
    public int step() {
        return training.step();
    }
}
