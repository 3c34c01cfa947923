package helpsteer.weights;

/**
 * The two 16-bit floating-point formats, to and from binary32.
 *
 * <p>Java has {@code Float.float16ToFloat} only from release 20 on, and bf16 not at all.
 */
public final class HalfFloats {
    private HalfFloats() {}

    /** IEEE 754 binary16, widened without loss. */
    public static float ofHalf(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int widened = exponent == 0x1f ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | widened << 23 | fraction << 13);
    }

    /** The nearest binary16, a tie to the even one; beyond 65,504 infinity, as the standard rounds. */
    static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) {
            // Subnormal: counted in units of 2^-24. The product is exact, and rint rounds a tie to the even one.
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
        }
        int kept = Float.floatToRawIntBits(magnitude) - (112 << 23);
        return (short) (sign | roundedToEven(kept, 13));
    }

    /** bfloat16, widened without loss. */
    static float ofBrain(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** The nearest bfloat16, a tie to the even one. */
    static short toBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) (Float.isNaN(value) ? bits >>> 16 | 0x40 : roundedToEven(bits, 16));
    }

    /** Drops the lowest bits; a carry into the exponent is what rounding up to the next power of two means. */
    private static int roundedToEven(int bits, int dropped) {
        int half = (1 << (dropped - 1)) - 1;
        int odd = (bits >>> dropped) & 1;
        return (bits + half + odd) >>> dropped;
    }
}
