package helpsteer.reward.calibration;

import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.stats.Golden;
import helpsteer.stats.fit.LogisticFit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Responses that are vectors, of which raters prefer one by a known linear reward: the probability is the sigmoid of the
 * difference of rewards.
 */
final class PairWorld {
    private static final int WIDTH = 6;

    final SplittableRandom random;
    final double[] truth;

    PairWorld(long seed) {
        random = new SplittableRandom(seed);
        truth = Golden.normal(random, WIDTH);
        double length = Math.sqrt(
                IntStream.range(0, WIDTH).mapToDouble(d -> truth[d] * truth[d]).sum());
        for (int d = 0; d < WIDTH; d++) {
            truth[d] /= length;
        }
    }

    static double reward(double[] weights, float[] vector) {
        double sum = 0;
        for (int d = 0; d < weights.length; d++) {
            sum += weights[d] * vector[d];
        }
        return sum;
    }

    float[] vector() {
        double[] drawn = Golden.normal(random, WIDTH);
        float[] out = new float[WIDTH];
        for (int d = 0; d < WIDTH; d++) {
            out[d] = (float) drawn[d];
        }
        return out;
    }

    /** The probability that raters prefer the first. */
    double probability(Pair<float[]> pair) {
        return LogisticFit.sigmoid(reward(truth, pair.chosen()) - reward(truth, pair.rejected()));
    }

    /** Two responses, that which raters preferred first. */
    Pair<float[]> rated() {
        Pair<float[]> pair = new Pair<>(vector(), vector());
        return random.nextDouble() < probability(pair) ? pair : new Pair<>(pair.rejected(), pair.chosen());
    }

    List<Pair<float[]>> rated(int count) {
        return IntStream.range(0, count).mapToObj(i -> rated()).toList();
    }

    /** The fit of heads to pairs, each of a prompt of its own. */
    static HeadFit fit(List<Pair<float[]>> pairs) {
        List<Comparison> comparisons = IntStream.range(0, pairs.size())
                .mapToObj(i -> new Comparison(Prompt.ofUser("question " + i), "good", "bad", 1))
                .toList();
        return HeadFit.ofComparisons(pairs, comparisons, BradleyTerry.REGULAR);
    }

    static double[] all(HeadFit fit) {
        return fit.weights(IntStream.range(0, fit.prompts().length).toArray());
    }

    /** What a model whose reward is linear makes of pairs, each of a prompt of its own. */
    static HeldOutScores scores(List<Pair<float[]>> pairs, double[] weights) {
        List<float[]> vectors = Pair.flat(pairs);
        List<Integer> prompts = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            prompts.add(i);
            prompts.add(i);
        }
        return new HeldOutScores(
                vectors.stream().mapToDouble(v -> reward(weights, v)).toArray(),
                vectors.toArray(float[][]::new),
                prompts.stream().mapToInt(Integer::intValue).toArray(),
                Pair.places(pairs.size()));
    }

    /** Weights times a factor. */
    static double[] times(double[] weights, double factor) {
        return IntStream.range(0, weights.length)
                .mapToDouble(d -> factor * weights[d])
                .toArray();
    }
}
