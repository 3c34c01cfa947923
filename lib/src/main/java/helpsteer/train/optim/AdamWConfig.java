package helpsteer.train.optim;

/**
 * Settings of the optimiser that stay fixed through a run.
 *
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment, above 0
 * @param weightDecay decoupled decay of matrices, at least 0; vectors (biases, norms) never decay
 * @param clipNorm largest global norm of the gradients, above 0
 */
public record AdamWConfig(double beta1, double beta2, double epsilon, double weightDecay, double clipNorm) {
    public AdamWConfig {
        if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException("beta1 and beta2 must be in [0, 1), got " + beta1 + " and " + beta2);
        }
        if (!(epsilon > 0) || !(weightDecay >= 0) || !(clipNorm > 0)) {
            throw new IllegalArgumentException("epsilon and clipNorm must be above 0 and weightDecay at least 0, got "
                    + epsilon + ", " + clipNorm + " and " + weightDecay);
        }
    }

    /** NeMo-Aligner's settings for reward models, but for the usual decay of 0.01 (NeMo: 0.1). */
    public static AdamWConfig defaults() {
        return new AdamWConfig(0.9, 0.98, 1e-8, 0.01, 1.0);
    }
}
