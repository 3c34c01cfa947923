package helpsteer.train;

/** The number type of a model's matrix products. */
public enum Arithmetic {
    FP32,
    BF16
}
