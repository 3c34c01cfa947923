package helpsteer.reward.calibration;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Split;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.LinearHead;
import helpsteer.reward.frozen.FrozenHead;
import helpsteer.reward.frozen.Ridge;
import helpsteer.reward.heads.BradleyTerryHead;
import helpsteer.reward.heads.PairVectors;
import helpsteer.run.Seed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Rows to which a head is fitted again, on vectors that stay as they are, with a penalty that was chosen once by
 * cross-validation grouped by prompt.
 */
public interface HeadFit {
    /** The number of each row's prompt, from 0. */
    int[] prompts();

    /**
     * The weights of the reward, shape (D), fitted to some rows.
     *
     * @param rows with repetitions
     */
    double[] weights(int[] rows);

    /**
     * Heads fitted to prompts drawn anew, with replacement, each prompt with all of its rows (the bootstrap; bagging of Breiman 1996).
     *
     * @param count how many heads
     * @param random of each head
     * @return the weights of each, shape (D)
     */
    default List<double[]> resampled(int count, IntFunction<SplittableRandom> random) {
        Map<Integer, IntStream.Builder> rows = new LinkedHashMap<>();
        int[] prompts = prompts();
        for (int i = 0; i < prompts.length; i++) {
            rows.computeIfAbsent(prompts[i], p -> IntStream.builder()).add(i);
        }
        int[][] byPrompt =
                rows.values().stream().map(builder -> builder.build().toArray()).toArray(int[][]::new);
        return IntStream.range(0, count)
                .mapToObj(random)
                .map(of -> IntStream.range(0, byPrompt.length)
                        .flatMap(i -> Arrays.stream(byPrompt[of.nextInt(byPrompt.length)]))
                        .toArray())
                .map(this::weights)
                .toList();
    }

    /**
     * Ridge regression of ratings.
     *
     * @param vectors of the rows, shape (B, D)
     * @param rows of at least {@value FrozenHead#FOLDS} prompts
     * @param reward what makes one number of the five
     */
    static HeadFit ofRatings(float[][] vectors, List<RatedResponse> rows, AttributeWeights reward) {
        List<Ratings> ratings = rows.stream().map(RatedResponse::ratings).toList();
        double alpha = Ridge.choosing(vectors, ratings, Ridge.folds(rows, FrozenHead.FOLDS))
                .alpha();
        return of(numbers(rows, RatedResponse::prompt), drawn -> {
            float[][] some = Arrays.stream(drawn).mapToObj(i -> vectors[i]).toArray(float[][]::new);
            List<Ratings> own = Arrays.stream(drawn).mapToObj(ratings::get).toList();
            return Ridge.of(some, own, alpha).head().weights(reward);
        });
    }

    /**
     * A Bradley-Terry loss of comparisons.
     *
     * @param vectors of both responses of each pair
     * @param pairs of at least {@value FrozenHead#FOLDS} prompts
     */
    static HeadFit ofComparisons(List<Pair<float[]>> vectors, List<Comparison> pairs, BradleyTerry loss) {
        double[] strengths = pairs.stream().mapToDouble(Comparison::strength).toArray();
        int[] folds = Split.foldOf(pairs, Comparison::prompt, FrozenHead.FOLDS, new Seed(0));
        double penalty = BradleyTerryHead.choosing(new PairVectors(vectors, strengths), loss, folds)
                .penalty();
        return ofComparisons(vectors, strengths, numbers(pairs, Comparison::prompt), head(loss, penalty));
    }

    /**
     * The regular Bradley-Terry loss of comparisons that know no strength, each taken as of a prompt of its own.
     *
     * @param vectors of both responses of each of at least {@value FrozenHead#FOLDS} pairs
     */
    static HeadFit ofComparisons(List<Pair<float[]>> vectors) {
        double[] strengths = new double[vectors.size()];
        Arrays.fill(strengths, 1);
        int[] places = IntStream.range(0, strengths.length).toArray();
        int[] folds = Arrays.stream(places).map(i -> i % FrozenHead.FOLDS).toArray();
        BradleyTerry loss = BradleyTerry.REGULAR;
        double penalty = BradleyTerryHead.choosing(new PairVectors(vectors, strengths), loss, folds)
                .penalty();
        return ofComparisons(vectors, strengths, places, head(loss, penalty));
    }

    private static Function<PairVectors, LinearHead> head(BradleyTerry loss, double penalty) {
        return some -> BradleyTerryHead.of(some, loss, penalty).head();
    }

    private static HeadFit ofComparisons(
            List<Pair<float[]>> vectors, double[] strengths, int[] prompts, Function<PairVectors, LinearHead> head) {
        return of(prompts, drawn -> {
            PairVectors some = new PairVectors(
                    Arrays.stream(drawn).mapToObj(vectors::get).toList(),
                    Arrays.stream(drawn).mapToDouble(i -> strengths[i]).toArray());
            return head.apply(some).weights(Attribute.HELPFULNESS);
        });
    }

    private static <T> int[] numbers(List<T> rows, Function<T, Prompt> promptOf) {
        Map<Prompt, Integer> numbers = new LinkedHashMap<>();
        return rows.stream()
                .mapToInt(row -> numbers.computeIfAbsent(promptOf.apply(row), p -> numbers.size()))
                .toArray();
    }

    private static HeadFit of(int[] prompts, Function<int[], double[]> fit) {
        return new HeadFit() {
            @Override
            public int[] prompts() {
                return prompts.clone();
            }

            @Override
            public double[] weights(int[] rows) {
                return fit.apply(rows);
            }
        };
    }
}
