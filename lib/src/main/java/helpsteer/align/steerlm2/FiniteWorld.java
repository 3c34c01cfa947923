package helpsteer.align.steerlm2;

import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * One prompt, one wish, and the few responses there are: small enough to compute exactly what SteerLM 2.0 estimates.
 *
 * <p>A policy here is one free number (logit) a response; its probabilities are their softmax.
 */
public final class FiniteWorld {
    private final double[] logPrior;
    private final double[] logAttributes;

    /**
     * Takes copies.
     *
     * @param prior P(y|x) of each response, above 0, adding up to 1
     * @param attributes P(a|x,y) of each response, above 0, at most 1
     */
    public FiniteWorld(double[] prior, double[] attributes) {
        if (prior.length < 1 || prior.length != attributes.length) {
            throw new IllegalArgumentException("prior and attributes must have one length, at least 1, got "
                    + prior.length + " and " + attributes.length);
        }
        if (!Arrays.stream(prior).allMatch(p -> p > 0)
                || Math.abs(Arrays.stream(prior).sum() - 1) > 1e-9) {
            throw new IllegalArgumentException("prior must be above 0 and add up to 1, got " + Arrays.toString(prior));
        }
        if (!Arrays.stream(attributes).allMatch(p -> p > 0 && p <= 1)) {
            throw new IllegalArgumentException(
                    "attributes must be above 0 and at most 1, got " + Arrays.toString(attributes));
        }
        logPrior = Arrays.stream(prior).map(Math::log).toArray();
        logAttributes = Arrays.stream(attributes).map(Math::log).toArray();
    }

    /** Number of responses. */
    public int size() {
        return logPrior.length;
    }

    /** The logits of the model without attributes, the usual start. */
    public double[] prior() {
        return logPrior.clone();
    }

    /** P(y|a,x), the answer (equation 1): proportional to P(a|x,y) P(y|x). */
    public double[] answer() {
        double[] logs = new double[size()];
        Arrays.setAll(logs, y -> logAttributes[y] + logPrior[y]);
        return LogSpace.exp(LogSpace.logSoftmax(logs));
    }

    /** A policy's probabilities. */
    public static double[] probabilities(double[] logits) {
        return LogSpace.exp(LogSpace.logSoftmax(logits));
    }

    /** KL(answer || policy): what SteerLM 2.0 makes small (equation 2). */
    public double divergence(double[] logits) {
        double[] answer = answer();
        double[] logPolicy = LogSpace.logSoftmax(logits);
        double sum = 0;
        for (int y = 0; y < answer.length; y++) {
            sum += answer[y] * (Math.log(answer[y]) - logPolicy[y]);
        }
        return sum;
    }

    /** The exact gradient of {@link #divergence} by the logits: policy minus answer. */
    public double[] gradient(double[] logits) {
        double[] out = probabilities(logits);
        double[] answer = answer();
        Arrays.setAll(out, y -> out[y] - answer[y]);
        return out;
    }

    /** The weights of some draws from a sampler's logits, as any other sampled responses'. */
    public SteerLm2Weights weights(int[] draws, double[] sampler) {
        double[] logSampler = LogSpace.logSoftmax(sampler);
        return SteerLm2Weights.of(Arrays.stream(draws)
                .mapToObj(y -> new Candidate(logAttributes[y], logPrior[y], logSampler[y]))
                .toList());
    }

    /**
     * The gradient by the logits as estimated from some draws: equation 11, or equation 8 where the baseline is left out.
     *
     * @param draws responses drawn from the sampler
     */
    public double[] estimate(int[] draws, double[] sampler, double[] logits, boolean baseline) {
        SteerLm2Weights weights = weights(draws, sampler);
        double[] logPolicy = LogSpace.logSoftmax(logits);
        double[] pulls = baseline
                ? weights.pulls(
                        Arrays.stream(draws).mapToDouble(y -> logPolicy[y]).toArray())
                : weights.targets();
        double pulled = Arrays.stream(pulls).sum();
        double[] out = new double[size()];
        Arrays.setAll(out, y -> pulled * Math.exp(logPolicy[y])); // the gradient of log Q(y) is one-hot minus Q
        for (int i = 0; i < draws.length; i++) {
            out[draws[i]] -= pulls[i];
        }
        return out;
    }

    /** Draws from a sampler's logits. */
    public static int[] draw(double[] sampler, int n, RandomGenerator random) {
        double[] probabilities = probabilities(sampler);
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            double left = random.nextDouble();
            int y = 0;
            while (y + 1 < probabilities.length && left >= probabilities[y]) {
                left -= probabilities[y++];
            }
            out[i] = y;
        }
        return out;
    }

    /**
     * Mean and variance of the estimator over all that can be drawn, without drawing.
     *
     * @param mean of each component; it differs from the gradient because the weights are divided by their own sum
     * @param variance of each component
     */
    public record Moments(List<Double> mean, List<Double> variance) {
        public Moments {
            mean = List.copyOf(mean);
            variance = List.copyOf(variance);
        }

        /** The variances' sum. */
        public double totalVariance() {
            return variance.stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /**
     * The moments of {@link #estimate} for n draws: a sum over how often each response may come, of which there are
     * {@code (n + size - 1 choose n)}.
     */
    public Moments moments(int n, double[] sampler, double[] logits, boolean baseline) {
        double[] first = new double[size()];
        double[] second = new double[size()];
        double[] logSampler = LogSpace.logSoftmax(sampler);
        compositions(new int[size()], 0, n, 0, (counts, logWays) -> {
            double log = logWays;
            int[] draws = new int[n];
            for (int y = 0, at = 0; y < counts.length; y++) {
                log += counts[y] * logSampler[y];
                Arrays.fill(draws, at, at + counts[y], y);
                at += counts[y];
            }
            double probability = Math.exp(log);
            double[] estimate = estimate(draws, sampler, logits, baseline);
            for (int y = 0; y < estimate.length; y++) {
                first[y] += probability * estimate[y];
                second[y] += probability * estimate[y] * estimate[y];
            }
        });
        List<Double> mean = new ArrayList<>();
        List<Double> variance = new ArrayList<>();
        for (int y = 0; y < first.length; y++) {
            mean.add(first[y]);
            variance.add(Math.max(0, second[y] - first[y] * first[y]));
        }
        return new Moments(mean, variance);
    }

    /** Visits every way in which n draws can fall, with the logarithm of how many orders there are of it. */
    private static void compositions(
            int[] counts, int at, int left, double logWays, BiConsumer<int[], Double> visitor) {
        if (at == counts.length - 1) {
            counts[at] = left;
            visitor.accept(counts, logWays);
            return;
        }
        double logChoices = 0;
        for (int count = 0; count <= left; count++) {
            counts[at] = count;
            compositions(counts, at + 1, left - count, logWays + logChoices, visitor);
            logChoices += Math.log((double) (left - count) / (count + 1));
        }
    }

    /**
     * How training goes on a world.
     *
     * @param n responses drawn a step
     * @param steps steps of one iteration
     * @param iterations after each the policy becomes the sampler, as in the paper (section 4.5)
     * @param rate factor of the gradient, above 0
     * @param baseline whether equation 11 is used and not 8
     */
    public record Training(int n, int steps, int iterations, double rate, boolean baseline) {
        public Training {
            if (n < 1 || steps < 1 || iterations < 1 || !(rate > 0)) {
                throw new IllegalArgumentException("n, steps and iterations must be at least 1 and rate above 0, got "
                        + n + ", " + steps + ", " + iterations + " and " + rate);
            }
        }
    }

    /**
     * Trains a policy by plain gradient descent on estimates.
     *
     * @param logits the policy, changed in place; it is the first sampler too
     * @return the divergence before training and after each step
     */
    public double[] train(double[] logits, Training training, Seed seed) {
        RandomGenerator random = seed.stream("finite-world");
        double[] curve = new double[training.steps * training.iterations + 1];
        curve[0] = divergence(logits);
        int step = 0;
        for (int iteration = 0; iteration < training.iterations; iteration++) {
            double[] sampler = logits.clone();
            for (int i = 0; i < training.steps; i++) {
                double[] estimate = estimate(draw(sampler, training.n, random), sampler, logits, training.baseline);
                Arrays.setAll(logits, y -> logits[y] - training.rate * estimate[y]);
                curve[++step] = divergence(logits);
            }
        }
        return curve;
    }
}
