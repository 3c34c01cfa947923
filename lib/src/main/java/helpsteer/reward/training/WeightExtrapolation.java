package helpsteer.reward.training;

import helpsteer.reward.RewardModel;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights beyond a trained model, on the line from the model it was trained from ("ExPO", Zheng et al. 2024, arXiv
 * 2404.16792). The follow-up paper goes from helpfulness regression to scaled Bradley-Terry and beyond (arXiv
 * 2410.01257).
 */
public final class WeightExtrapolation {
    /** The marker of the second factor of an adapter in PEFT's names. */
    private static final String ADAPTER = ".lora_B.";

    private WeightExtrapolation() {}

    /**
     * {@code weak + factor * (strong - weak)} for each number; {@code model.parameters().restore} takes the result.
     * Give {@link RewardModel#mergedWeights} of models with adapters; a model without adapters takes the result.
     *
     * @param weak the weights that training began with
     * @param strong the weights that it ended with: the same names, shapes and order of magnitude
     * @param factor 0 gives the weak, 1 the strong, above 1 goes beyond; the follow-up paper's best is 1.52
     * @throws IllegalArgumentException where a name or shape differs, or an adapter is not merged: its two factors are
     *     multiplied, so a line through each is not a line through what they add to a layer
     */
    public static TensorMap of(TensorMap weak, TensorMap strong, double factor) {
        if (!Double.isFinite(factor)) {
            throw new IllegalArgumentException("factor must be finite, got " + factor);
        }
        for (String name : strong.names()) {
            if (weak.find(name) == null) {
                throw different(name, "only strong holds it");
            }
        }
        List<StoredTensor> out = new ArrayList<>();
        for (StoredTensor from : weak.all()) {
            StoredTensor to = strong.find(from.name());
            if (to == null) {
                throw different(from.name(), "only weak holds it");
            }
            if (!from.shape().equals(to.shape())) {
                throw different(from.name(), "shapes " + from.shape() + " and " + to.shape());
            }
            out.add(between(from, to, factor));
        }
        return new TensorMap(out).requireFinite();
    }

    private static StoredTensor between(StoredTensor from, StoredTensor to, double factor) {
        float[] numbers = from.floats();
        float[] ends = to.floats();
        boolean adapter = from.name().contains(ADAPTER);
        for (int i = 0; i < numbers.length; i++) {
            if (adapter && (numbers[i] != 0 || ends[i] != 0)) {
                throw new IllegalArgumentException(from.name() + " must be 0, as where adapters are merged, got "
                        + (numbers[i] != 0 ? numbers[i] : ends[i])
                        + "; merge the adapters of both models first, as RewardModel.mergedWeights does");
            }
            numbers[i] = (float) (numbers[i] + factor * ((double) ends[i] - numbers[i]));
        }
        return StoredTensor.of(from.name(), from.shape(), numbers);
    }

    private static IllegalArgumentException different(String name, String how) {
        return new IllegalArgumentException("weak and strong must hold tensors of the same names and shapes, got "
                + name + ": " + how + "; take two trainings of one model");
    }
}
