package helpsteer.nn;

import java.util.List;

/**
 * Low-rank adapters (Hu et al. 2021): beside each target layer W a product of two thin matrices is trained instead of W,
 * {@code y = W x + alpha / rank * B A x}.
 *
 * @param rank inner width of the product, at least 1
 * @param alpha scale, above 0
 * @param dropout rate on the adapters' input while training, in [0, 1)
 * @param targets which linear layers are adapted, out of {@link #MODULES}; at least one
 */
public record Lora(int rank, double alpha, double dropout, List<String> targets) {
    /** The linear layers of a decoder, by the names that PEFT uses. */
    public static final List<String> MODULES =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    public Lora {
        if (rank < 1 || !(alpha > 0) || !Double.isFinite(alpha)) {
            throw new IllegalArgumentException(
                    "rank must be at least 1 and alpha finite and above 0, got " + rank + " and " + alpha);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be in [0, 1), got " + dropout);
        }
        if (targets.isEmpty()
                || !MODULES.containsAll(targets)
                || targets.stream().distinct().count() != targets.size()) {
            throw new IllegalArgumentException(
                    "targets must be different names out of " + MODULES + ", at least one, got " + targets);
        }
        targets = MODULES.stream().filter(targets::contains).toList();
    }

    /** Rank 16 on all linear layers with alpha 32, the usual start. */
    public static Lora defaults() {
        return new Lora(16, 32, 0.05, MODULES);
    }

    /** What the product is multiplied by. */
    public double scale() {
        return alpha / rank;
    }

    boolean adapts(String module) {
        return targets.contains(module);
    }
}
