package helpsteer.nn;

/** The type in which linear layers and attention compute; parameters, norms, losses and optimiser state are fp32. */
public enum Precision {
    FLOAT32("fp32", "x", "x"),
    /** Eight bits of mantissa, the range of fp32: on a GPU twice the speed and half the memory of activations. */
    BFLOAT16(
            "bf16",
            "torch.to(x, 15)",
            "torch.to(x, 6)"); // DJL itself has no bf16 and dies of the name; torch's type codes do

    private final String label;
    private final String low;
    private final String high;

    Precision(String label, String low, String high) {
        this.label = label;
        this.low = low;
        this.high = high;
    }

    /** The name in tables and provenance: fp32 or bf16. */
    public String label() {
        return label;
    }

    /** The text that casts {@code x} to the type of computation. */
    public String low() {
        return low;
    }

    /** The text that casts {@code x} back to fp32. */
    public String high() {
        return high;
    }
}
