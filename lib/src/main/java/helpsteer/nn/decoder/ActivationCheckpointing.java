package helpsteer.nn.decoder;

import ai.djl.ndarray.NDArray;
import helpsteer.nn.Gradients;
import helpsteer.nn.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A backward pass with activation checkpointing (Chen et al. 2016): forward without recording, then from the last layer to
 * the first each layer is computed again, recorded, and the gradient taken through it.
 */
final class ActivationCheckpointing {
    private final Decoder decoder;
    private final DecoderInput input;
    private final NDArray angles;
    private final DropoutSeeds seeds;

    ActivationCheckpointing(Decoder decoder, DecoderInput input, NDArray angles, DropoutSeeds seeds) {
        this.decoder = decoder;
        this.input = input;
        this.angles = angles;
        this.seeds = seeds;
    }

    double backward(UnaryOperator<NDArray> loss, double share) {
        Torch.inferenceByDefault();
        int layers = decoder.config().layers();
        List<NDArray> states = new ArrayList<>(List.of(decoder.embed(input)));
        for (int i = 0; i < layers; i++) {
            states.add(decoder.layer(i, states.get(i), angles, input, seeds));
        }
        NDArray top = states.get(layers);
        top.setRequiresGradient(true);
        double value = Gradients.of(share, () -> loss.apply(decoder.lastNorm(top)));
        NDArray gradient = gradientOf(top);
        for (int i = layers - 1; i >= 0; i--) {
            gradient = through(i, states.get(i), gradient);
        }
        if (decoder.trainsEmbedding()) {
            NDArray atEmbedding = gradient;
            Gradients.add(() -> decoder.product(decoder.embed(input), atEmbedding));
        }
        return value;
    }

    /** The gradient by a layer's input of what has this gradient by its output; the layer's parameters receive theirs. */
    private NDArray through(int layer, NDArray x, NDArray gradient) {
        x.setRequiresGradient(true);
        Gradients.add(() -> {
            try (NDArray y = decoder.layer(layer, x, angles, input, seeds)) {
                return decoder.product(y, gradient);
            }
        });
        gradient.close();
        return gradientOf(x);
    }

    private static NDArray gradientOf(NDArray x) {
        NDArray gradient = x.getGradient();
        x.close();
        return gradient;
    }
}
