package helpsteer.study.overoptimization.finite;

import helpsteer.align.steerlm2.FiniteWorld;
import helpsteer.data.Pair;
import helpsteer.run.Seed;
import helpsteer.study.overoptimization.OveroptimizationSettings;
import helpsteer.study.overoptimization.StandardizedReward;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Prompts with all responses there are: a vector each, a probability under the reference policy, and a gold reward.
 */
final class ResponseWorld {
    /** Length of the vectors. */
    private static final int WIDTH = 32;

    /** What the square of an unusual component takes from gold. */
    private static final double PENALTY = 0.15;

    /**
     * What a rater divides a difference of gold by before choosing with the logistic probability: a pair of responses is then
     * labelled as gold says in about two cases of three.
     */
    private static final double NOISE = 1.25;

    /** Spread of the reference policy's logits. */
    private static final double LOGIT_SD = 0.5;

    private final List<float[][]> vectors;
    private final double[][] reference;
    private final double[][] gold;
    private final QuadraticGold law;

    private ResponseWorld(List<float[][]> vectors, double[][] reference, QuadraticGold law) {
        this.vectors = vectors;
        this.reference = reference;
        this.law = law;
        double[][] raw = vectors.stream()
                .map(prompt -> Arrays.stream(prompt).mapToDouble(law::of).toArray())
                .toArray(double[][]::new);
        gold = StandardizedReward.of(raw, reference);
    }

    /** One of many worlds of the same settings. */
    static ResponseWorld draw(OveroptimizationSettings settings, int repetition) {
        SplittableRandom random = new Seed(settings.seed()).stream("finite world", repetition);
        List<float[][]> vectors = new ArrayList<>();
        double[][] reference = new double[settings.prompts()][];
        for (int p = 0; p < settings.prompts(); p++) {
            float[][] prompt = new float[settings.responses()][WIDTH];
            double[] logits = new double[settings.responses()];
            for (int y = 0; y < prompt.length; y++) {
                logits[y] = LOGIT_SD * random.nextGaussian();
                for (int d = 0; d < WIDTH; d++) {
                    prompt[y][d] = (float) random.nextGaussian();
                }
            }
            vectors.add(prompt);
            reference[p] = FiniteWorld.probabilities(logits);
        }
        return new ResponseWorld(vectors, reference, goldLaw());
    }

    /** The law that the gold rewards of all worlds follow. */
    static QuadraticGold goldLaw() {
        return new QuadraticGold(WIDTH, PENALTY);
    }

    /** What all worlds have in common, for a report. */
    static Map<String, String> described() {
        return Map.of(
                "vector length", Integer.toString(WIDTH),
                "penalty", Double.toString(PENALTY),
                "rater noise", Double.toString(NOISE),
                "reference logit SD", Double.toString(LOGIT_SD));
    }

    int prompts() {
        return vectors.size();
    }

    /** Vectors of each prompt's responses, shape (prompts, responses, D). */
    List<float[][]> vectors() {
        return vectors;
    }

    /** Probabilities under the reference policy, shape (prompts, responses). */
    double[][] reference() {
        return reference;
    }

    /** Gold rewards, standardised under the reference policy, shape (prompts, responses). */
    double[][] gold() {
        return gold;
    }

    /** The law that the gold rewards follow. */
    QuadraticGold law() {
        return law;
    }

    /**
     * Preference pairs: a prompt at random, two responses that the reference policy writes, and a rater who prefers the first with
     * the logistic probability of the difference in gold over his noise.
     */
    List<Pair<float[]>> pairs(int count, RandomGenerator random) {
        Draws[] draws = Arrays.stream(reference).map(Draws::new).toArray(Draws[]::new);
        List<Pair<float[]>> out = new ArrayList<>(count);
        while (out.size() < count) {
            int prompt = random.nextInt(draws.length);
            int first = draws[prompt].next(random);
            int second = draws[prompt].next(random);
            double difference = gold[prompt][first] - gold[prompt][second];
            boolean prefersFirst = random.nextDouble() < 1 / (1 + Math.exp(-difference / NOISE));
            float[] one = vectors.get(prompt)[first];
            float[] other = vectors.get(prompt)[second];
            out.add(prefersFirst ? new Pair<>(one, other) : new Pair<>(other, one));
        }
        return out;
    }
}
