package helpsteer.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** How one number of a stored tensor is kept; names as in the safetensors format. */
public enum ElementType {
    F32(4, 1),
    F16(2, 10),
    BF16(2, 16),
    I64(8, 7);

    private final int bytes;
    private final int onnxCode;

    ElementType(int bytes, int onnxCode) {
        this.bytes = bytes;
        this.onnxCode = onnxCode;
    }

    /** Bytes of one number. */
    public int bytes() {
        return bytes;
    }

    /** The type of a safetensors header entry. */
    static ElementType ofSafetensors(String name, String dtype) {
        return Arrays.stream(values())
                .filter(t -> t.name().equals(dtype))
                .findFirst()
                .orElseThrow(() -> new InvalidWeightsException(
                        name + " must have a dtype out of " + Arrays.toString(values()) + ", got " + dtype));
    }

    /** The type of an ONNX {@code TensorProto.data_type}. */
    static ElementType ofOnnx(String name, int code) {
        return Arrays.stream(values())
                .filter(t -> t.onnxCode == code)
                .findFirst()
                .orElseThrow(() -> new InvalidWeightsException(
                        name + " must have an ONNX data_type of 1, 7, 10 or 16, got " + code));
    }

    /** Writes the first {@code count} numbers of little-endian bytes as floats, without loss. */
    void widen(ByteBuffer from, float[] to, int at, int count) {
        switch (this) {
            case F32 -> from.asFloatBuffer().get(to, at, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = HalfFloats.ofHalf(from.getShort(Short.BYTES * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = HalfFloats.ofBrain(from.getShort(Short.BYTES * i));
                }
            }
            case I64 -> throw new IllegalArgumentException("I64 must not be read as floats");
        }
    }

    /** Puts floats into a little-endian buffer from its start, each rounded to the nearest of this type. */
    void narrow(String name, float[] from, ByteBuffer to) {
        for (int i = 0; i < from.length; i++) {
            float value = from[i];
            switch (this) {
                case F32 -> to.putFloat(4 * i, value);
                case F16 ->
                    to.putShort(Short.BYTES * i, checked(name, value, HalfFloats.toHalf(value), (short) 0x7c00));
                case BF16 ->
                    to.putShort(Short.BYTES * i, checked(name, value, HalfFloats.toBrain(value), (short) 0x7f80));
                case I64 -> throw new IllegalArgumentException("I64 must not be written from floats");
            }
        }
    }

    private static short checked(String name, float value, short half, short infinity) {
        if (Float.isFinite(value) && (half & 0x7fff) == infinity) {
            throw new InvalidWeightsException(
                    infinity == 0x7c00
                            ? name + " must stay below 65520 to fit F16, got " + value + "; keep it as bf16 or f32"
                            : name + " must stay below 3.39e38 to fit BF16, got " + value + "; keep it as f32");
        }
        return half;
    }
}
