package helpsteer.study.overoptimization.finite;

import helpsteer.stats.Values;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A policy that can be trained: {@code log pi(y) = log reference(y) + theta · x(y) - log Z}, a softmax with linear action preferences
 * (Sutton and Barto 2018, section 13.1), theta being common to all prompts. It begins as the reference policy.
 */
final class LogLinearPolicy {
    private final List<float[][]> vectors;
    private final double[][] logReference;
    private final double[][] logs;
    private final double[][] probabilities;
    private final double[] theta;

    /** The reference policy of a world. */
    LogLinearPolicy(ResponseWorld world) {
        vectors = world.vectors();
        int prompts = world.prompts();
        logReference = new double[prompts][];
        logs = new double[prompts][];
        probabilities = new double[prompts][];
        for (int p = 0; p < prompts; p++) {
            int responses = world.reference()[p].length;
            logReference[p] = new double[responses];
            for (int y = 0; y < responses; y++) {
                logReference[p][y] = Math.log(world.reference()[p][y]);
            }
            logs[p] = new double[responses];
            probabilities[p] = new double[responses];
        }
        theta = new double[vectors.get(0)[0].length];
        refresh();
    }

    private void refresh() {
        for (int p = 0; p < logs.length; p++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int y = 0; y < logs[p].length; y++) {
                float[] vector = vectors.get(p)[y];
                double logit = logReference[p][y];
                for (int d = 0; d < theta.length; d++) {
                    logit += theta[d] * vector[d];
                }
                logs[p][y] = logit;
                most = Math.max(most, logit);
            }
            double sum = 0;
            for (int y = 0; y < logs[p].length; y++) {
                probabilities[p][y] = Math.exp(logs[p][y] - most);
                sum += probabilities[p][y];
            }
            double logSum = most + Math.log(sum);
            for (int y = 0; y < logs[p].length; y++) {
                probabilities[p][y] /= sum;
                logs[p][y] -= logSum;
            }
        }
    }

    /** Log-probability of a response. */
    double log(int prompt, int response) {
        return logs[prompt][response];
    }

    /** Log-probability of a response under the reference policy. */
    double logReference(int prompt, int response) {
        return logReference[prompt][response];
    }

    /** Draws responses to a prompt. */
    int[] draw(int prompt, int count, RandomGenerator random) {
        Draws draws = new Draws(probabilities[prompt]);
        int[] out = new int[count];
        for (int i = 0; i < count; i++) {
            out[i] = draws.next(random);
        }
        return out;
    }

    /** Exact KL(policy || reference), the mean over prompts. */
    double kl() {
        double sum = 0;
        for (int p = 0; p < logs.length; p++) {
            for (int y = 0; y < logs[p].length; y++) {
                sum += probabilities[p][y] * (logs[p][y] - logReference[p][y]);
            }
        }
        return Math.max(0, sum / logs.length); // which rounding may put below
    }

    /** Exact expectation of a reward with a row for each prompt, the mean over prompts. */
    double expected(double[][] reward) {
        double sum = 0;
        for (int p = 0; p < reward.length; p++) {
            sum += Values.product(probabilities[p], reward[p]);
        }
        return sum / reward.length;
    }

    /**
     * A step of gradient descent.
     *
     * @param drawn responses to each prompt
     * @param gradient of the loss by the log-probability of each, prompt by prompt
     * @param rate length of the step
     */
    void step(int[][] drawn, double[] gradient, double rate) {
        double[] slope = new double[theta.length];
        int at = 0;
        for (int p = 0; p < drawn.length; p++) {
            double all = 0;
            for (int response : drawn[p]) {
                double factor = gradient[at++];
                all += factor;
                add(slope, factor, vectors.get(p)[response]);
            }
            for (int y = 0;
                    y < probabilities[p].length;
                    y++) { // the gradient of log pi is the vector less the expected one
                add(slope, -all * probabilities[p][y], vectors.get(p)[y]);
            }
        }
        for (int d = 0; d < theta.length; d++) {
            theta[d] -= rate * slope[d];
        }
        refresh();
    }

    private static void add(double[] to, double factor, float[] vector) {
        for (int d = 0; d < to.length; d++) {
            to[d] += factor * vector[d];
        }
    }
}
