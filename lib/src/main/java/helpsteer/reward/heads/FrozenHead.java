package helpsteer.reward.heads;

import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.reward.frozen.Learner;
import helpsteer.reward.frozen.Ridge;
import helpsteer.reward.training.BradleyTerry;
import helpsteer.run.Progress;
import helpsteer.text.PromptResponse;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A head fitted to the vectors of a frozen backbone, its penalty chosen by cross-validation grouped by prompt.
 *
 * @param name what tables call it
 * @param vectors of the backbone
 * @param fit how the head is made
 */
public record FrozenHead(String name, Vectors vectors, Fit fit) implements Learner {
    /** Folds, grouped by prompt, over which the penalty is chosen. */
    static final int FOLDS = 5;

    /** Makes the function from a vector to five numbers. */
    @FunctionalInterface
    public interface Fit {
        /** Fits to vectors (B, D) and the row of each. */
        Function<float[], AttributeScores> of(float[][] vectors, List<RatedResponse> rows);
    }

    /** Ridge regression; the numbers are expected ratings. */
    public static FrozenHead ridge(Vectors vectors) {
        return new FrozenHead(
                "frozen + ridge",
                vectors,
                (v, rows) -> Ridge.choosing(v, ratings(rows), Ridge.folds(rows, FOLDS))
                        .head()::apply);
    }

    /** The same without intercept, as decoders' heads are. */
    public static FrozenHead ridgeWithoutIntercept(Vectors vectors) {
        return new FrozenHead(
                "frozen + ridge",
                vectors,
                (v, rows) -> Ridge.choosingWithoutIntercept(v, ratings(rows), Ridge.folds(rows, FOLDS))
                        .head()::apply);
    }

    /** Logistic regression at the most even thresholds; the numbers are log-odds. */
    public static FrozenHead logistic(Vectors vectors) {
        return new FrozenHead("frozen + logistic", vectors, (v, rows) -> {
            List<Ratings> ratings = ratings(rows);
            Ratings thresholds = LogisticHead.evenThresholds(ratings);
            return LogisticHead.choosing(v, ratings, thresholds, Ridge.folds(rows, FOLDS))
                    .head()::apply;
        });
    }

    /** A distribution over the ratings; the numbers are its means. */
    public static FrozenHead ordinal(Vectors vectors) {
        return new FrozenHead(
                "frozen + ordinal",
                vectors,
                (v, rows) -> OrdinalHead.choosing(v, ratings(rows), Ridge.folds(rows, FOLDS))::means);
    }

    /**
     * Comparisons of the rows of one prompt; the number for helpfulness is the goodness, whatever the attribute, the others
     * are 0.
     *
     * @param attribute whose ratings say which response is better
     */
    public static FrozenHead bradleyTerry(Vectors vectors, BradleyTerry loss, Attribute attribute) {
        String kind = loss.name().toLowerCase(Locale.ROOT);
        return new FrozenHead("frozen + " + kind + " Bradley-Terry", vectors, (v, rows) -> {
            List<PairVectors.Places> places = PairVectors.unequal(rows, attribute);
            int[] folds = Ridge.folds(rows, FOLDS);
            int[] pairFolds = places.stream().mapToInt(p -> folds[p.better()]).toArray();
            return BradleyTerryHead.choosing(PairVectors.of(v, places), loss, pairFolds)
                    .head()::apply;
        });
    }

    static List<Ratings> ratings(List<RatedResponse> rows) {
        return rows.stream().map(RatedResponse::ratings).toList();
    }

    @Override
    public Scorer learn(List<RatedResponse> train, Progress progress) {
        float[][] known = vectors.of(train.stream().map(PromptResponse::of).toList(), progress);
        return vectors.scorer(fit.of(known, train));
    }
}
