package helpsteer.reward.frozen;

import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.text.PromptResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A head fitted to the vectors of a frozen backbone, its penalty chosen by cross-validation grouped by prompt.
 *
 * @param name what tables call it
 * @param vectors of the backbone
 * @param fit how the head is made
 */
public record FrozenHead(String name, Vectors vectors, Fit fit) implements Learner<RatedResponse> {
    /** Folds, grouped by prompt, over which the penalty is chosen. */
    public static final int FOLDS = 5;

    /** Makes the function from a vector to five numbers. */
    @FunctionalInterface
    public interface Fit {
        /** Fits to vectors (B, D), the ratings of each and its fold. */
        Function<float[], AttributeScores> of(float[][] vectors, List<Ratings> ratings, int[] folds);
    }

    /** Ridge regression; the numbers are expected ratings. */
    public static FrozenHead ridge(Vectors vectors) {
        return new FrozenHead(
                "frozen + ridge",
                vectors,
                (v, ratings, folds) -> Ridge.choosing(v, ratings, folds).head()::apply);
    }

    /** The same without intercept, as decoders' heads are. */
    public static FrozenHead ridgeWithoutIntercept(Vectors vectors) {
        return new FrozenHead(
                "frozen + ridge without intercept",
                vectors,
                (v, ratings, folds) ->
                        Ridge.choosingWithoutIntercept(v, ratings, folds).head()::apply);
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> out = new TreeMap<>(vectors.settings());
        out.put("learner", name);
        return out;
    }

    @Override
    public Scorer learn(List<RatedResponse> train) {
        float[][] known = vectors.of(train.stream().map(PromptResponse::of).toList());
        List<Ratings> ratings = train.stream().map(RatedResponse::ratings).toList();
        return vectors.scorer(fit.of(known, ratings, Ridge.folds(train, FOLDS)));
    }
}
