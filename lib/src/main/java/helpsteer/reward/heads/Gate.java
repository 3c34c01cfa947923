package helpsteer.reward.heads;

import helpsteer.data.Attribute;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.training.BradleyTerry;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A network that reads a prompt's vector and says how much each attribute counts there: one hidden layer with ReLU, then a
 * softmax (ArmoRM, arXiv 2406.12845, section 2.2). The weights are above 0 and have a sum of 1; a learned scale, which no
 * ranking depends on, multiplies the goodness within the loss.
 *
 * <p>All parameters stand in one array: hidden weights (H, D), hidden biases (H), output weights (A, H), output biases (A),
 * the scale's logarithm.
 */
final class Gate {
    private static final int ATTRIBUTES = Attribute.COUNT;

    private final int width;
    private final int hidden;
    private final double temperature;
    private final double[] parameters;

    Gate(int width, int hidden, double temperature, double[] parameters) {
        if (!(temperature > 0) || parameters.length != count(width, hidden)) {
            throw new IllegalArgumentException("temperature must be above 0 and parameters " + count(width, hidden)
                    + ", got " + temperature + " and " + parameters.length);
        }
        this.width = width;
        this.hidden = hidden;
        this.temperature = temperature;
        this.parameters = parameters.clone();
    }

    /** A gate that weighs all attributes alike, whatever the prompt; its hidden layer is random. */
    static Gate start(int width, int hidden, double temperature, SplittableRandom random) {
        double[] parameters = new double[count(width, hidden)];
        double bound = 1 / Math.sqrt(width);
        for (int i = 0; i < hidden * width; i++) {
            parameters[i] = random.nextDouble(-bound, bound);
        }
        return new Gate(width, hidden, temperature, parameters);
    }

    private static int count(int width, int hidden) {
        return hidden * width + hidden + ATTRIBUTES * hidden + ATTRIBUTES + 1;
    }

    double[] parameters() {
        return parameters.clone();
    }

    Gate with(double[] others) {
        return new Gate(width, hidden, temperature, others);
    }

    /** The weights for a prompt's vector of length D. */
    AttributeWeights weights(double[] prompt) {
        double[] w = new Pass(prompt).weights;
        return new AttributeWeights(w[0], w[1], w[2], w[3], w[4]);
    }

    /** Pairs to learn from: prompts (N, D), and by attribute the chosen response's score less the rejected one's (N, A). */
    static final class Pairs {
        private final double[][] prompts;
        private final double[][] differences;

        Pairs(double[][] prompts, double[][] differences) {
            if (prompts.length == 0 || prompts.length != differences.length) {
                throw new IllegalArgumentException("prompts and differences must be of one length above 0, got "
                        + prompts.length + " and " + differences.length);
            }
            this.prompts = prompts;
            this.differences = differences;
        }

        /** Length D of the prompts' vectors. */
        int width() {
            return prompts[0].length;
        }
    }

    /** The mean regular Bradley-Terry loss; adds its gradient by the parameters. */
    double loss(Pairs pairs, double[] gradient) {
        int n = pairs.prompts.length;
        double scale = Math.exp(parameters[parameters.length - 1]);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            Pass pass = new Pass(pairs.prompts[i]);
            double[] differences = pairs.differences[i];
            double goodness = Minimiser.product(pass.weights, differences);
            sum += BradleyTerry.REGULAR.value(scale * goodness, 1);
            double slope = scale * BradleyTerry.REGULAR.derivative(scale * goodness, 1) / n;
            gradient[gradient.length - 1] += slope * goodness;
            double[] logits = new double[ATTRIBUTES];
            for (int a = 0; a < ATTRIBUTES; a++) {
                logits[a] = slope * pass.weights[a] * (differences[a] - goodness) / temperature;
            }
            pass.backward(logits, gradient);
        }
        return sum / n;
    }

    /** What one prompt makes of the layers. */
    private final class Pass {
        private final double[] prompt;
        private final double[] active = new double[hidden];
        private final double[] weights = new double[ATTRIBUTES];

        Pass(double[] prompt) {
            this.prompt = prompt;
            int biases = hidden * width;
            int output = biases + hidden;
            for (int h = 0; h < hidden; h++) {
                double sum = parameters[biases + h];
                for (int d = 0; d < width; d++) {
                    sum += parameters[h * width + d] * prompt[d];
                }
                active[h] = Math.max(0, sum);
            }
            for (int a = 0; a < ATTRIBUTES; a++) {
                double sum = parameters[output + ATTRIBUTES * hidden + a];
                for (int h = 0; h < hidden; h++) {
                    sum += parameters[output + a * hidden + h] * active[h];
                }
                weights[a] = sum / temperature;
            }
            double largest = Arrays.stream(weights).max().orElseThrow();
            double all = 0;
            for (int a = 0; a < ATTRIBUTES; a++) {
                weights[a] = Math.exp(weights[a] - largest);
                all += weights[a];
            }
            for (int a = 0; a < ATTRIBUTES; a++) {
                weights[a] /= all;
            }
        }

        /** Adds the gradient by the parameters, given that by the output layer's sums. */
        void backward(double[] logits, double[] gradient) {
            int biases = hidden * width;
            int output = biases + hidden;
            double[] back = new double[hidden];
            for (int a = 0; a < ATTRIBUTES; a++) {
                gradient[output + ATTRIBUTES * hidden + a] += logits[a];
                for (int h = 0; h < hidden; h++) {
                    gradient[output + a * hidden + h] += logits[a] * active[h];
                    back[h] += logits[a] * parameters[output + a * hidden + h];
                }
            }
            for (int h = 0; h < hidden; h++) {
                if (active[h] > 0) {
                    gradient[biases + h] += back[h];
                    for (int d = 0; d < width; d++) {
                        gradient[h * width + d] += back[h] * prompt[d];
                    }
                }
            }
        }
    }
}
