package helpsteer.reward.heads;

import helpsteer.data.Attribute;
import helpsteer.nn.Parameters;
import helpsteer.reward.AttributeWeights;
import java.util.Arrays;

/**
 * A gating network: it reads a prompt's vector and says how much each attribute counts there. One hidden layer with ReLU,
 * then a softmax (ArmoRM, arXiv 2406.12845, section 2.2). The weights are above 0 and have a sum of 1.
 */
final class GatingNetwork {
    static final String HIDDEN_WEIGHT = "hidden.weight";
    static final String HIDDEN_BIAS = "hidden.bias";
    static final String OUTPUT_WEIGHT = "output.weight";
    static final String OUTPUT_BIAS = "output.bias";

    private final float[] hiddenWeight;
    private final float[] hiddenBias;
    private final float[] outputWeight;
    private final float[] outputBias;
    private final double temperature;

    /** A copy of the present parameters; the scale, which no ranking depends on, is not read. */
    GatingNetwork(Parameters parameters, double temperature) {
        hiddenWeight = parameters.get(HIDDEN_WEIGHT).toFloatArray();
        hiddenBias = parameters.get(HIDDEN_BIAS).toFloatArray();
        outputWeight = parameters.get(OUTPUT_WEIGHT).toFloatArray();
        outputBias = parameters.get(OUTPUT_BIAS).toFloatArray();
        this.temperature = temperature;
    }

    /** The weights for a prompt's vector of length D. */
    AttributeWeights weights(float[] prompt) {
        double[] hidden = new double[hiddenBias.length];
        Arrays.setAll(hidden, h -> {
            double sum = hiddenBias[h];
            for (int d = 0; d < prompt.length; d++) {
                sum += (double) hiddenWeight[h * prompt.length + d] * prompt[d];
            }
            return Math.max(0, sum);
        });
        double[] w = new double[Attribute.COUNT];
        Arrays.setAll(w, a -> {
            double sum = outputBias[a];
            for (int h = 0; h < hidden.length; h++) {
                sum += outputWeight[a * hidden.length + h] * hidden[h];
            }
            return sum / temperature;
        });
        double largest = Arrays.stream(w).max().orElseThrow();
        Arrays.setAll(w, a -> Math.exp(w[a] - largest));
        double all = Arrays.stream(w).sum();
        return new AttributeWeights(w[0] / all, w[1] / all, w[2] / all, w[3] / all, w[4] / all);
    }
}
