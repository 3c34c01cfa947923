package helpsteer.weights.gguf;

import helpsteer.weights.ElementType;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.TensorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** How GGUF keeps the numbers of a tensor: plain, or as blocks of small integers with a common scale. */
enum GgufType {
    F32(0, 1, 4, ElementType.F32),
    F16(1, 1, 2, ElementType.F16),
    BF16(30, 1, 2, ElementType.BF16),
    Q4_0(2, 32, 18, ElementType.F32),
    Q4_1(3, 32, 20, ElementType.F32),
    Q5_0(6, 32, 22, ElementType.F32),
    Q5_1(7, 32, 24, ElementType.F32),
    Q8_0(8, 32, 34, ElementType.F32),
    Q4_K(12, 256, 144, ElementType.F32),
    Q5_K(13, 256, 176, ElementType.F32),
    Q6_K(14, 256, 210, ElementType.F32);

    private final int code;
    private final int blockCount;
    private final int blockBytes;
    private final ElementType stored;

    GgufType(int code, int blockCount, int blockBytes, ElementType stored) {
        this.code = code;
        this.blockCount = blockCount;
        this.blockBytes = blockBytes;
        this.stored = stored;
    }

    static GgufType of(String name, int code) {
        return Arrays.stream(values())
                .filter(type -> type.code == code)
                .findFirst()
                .orElseThrow(() -> new InvalidWeightsException(name + " must have a type out of "
                        + Arrays.toString(values()) + ", got type number " + Integer.toUnsignedString(code)
                        + "; take the model in another quantisation, such as Q8_0"));
    }

    /** Numbers in one block. */
    int blockCount() {
        return blockCount;
    }

    /** Bytes of one block. */
    int blockBytes() {
        return blockBytes;
    }

    /** The type of the numbers once unpacked. */
    ElementType stored() {
        return stored;
    }

    /** The numbers' plain bytes; blocks are unpacked when they are read, only those that are needed. */
    TensorSource plain(TensorSource packed) {
        return blockCount == 1 ? packed : (offset, count) -> unpacked(packed, offset, count);
    }

    private ByteBuffer unpacked(TensorSource packed, long offset, int count) {
        int plainBytes = blockCount * Float.BYTES;
        long first = offset / plainBytes;
        int blocks = Math.toIntExact((offset + count + plainBytes - 1) / plainBytes - first);
        ByteBuffer in = packed.read(first * blockBytes, blocks * blockBytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out =
                ByteBuffer.allocate(Math.multiplyExact(blocks, plainBytes)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[blockCount];
        for (int block = 0; block < blocks; block++) {
            unpack(in.slice(block * blockBytes, blockBytes).order(ByteOrder.LITTLE_ENDIAN), values);
            out.slice(block * plainBytes, plainBytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .put(values);
        }
        return out.slice((int) (offset - first * plainBytes), count);
    }

    private void unpack(ByteBuffer block, float[] to) {
        switch (this) {
            case Q4_0 -> GgufBlocks.q40(block, to);
            case Q4_1 -> GgufBlocks.q41(block, to);
            case Q5_0 -> GgufBlocks.q50(block, to);
            case Q5_1 -> GgufBlocks.q51(block, to);
            case Q8_0 -> GgufBlocks.q80(block, to);
            case Q4_K -> GgufBlocks.q4k(block, to);
            case Q5_K -> GgufBlocks.q5k(block, to);
            case Q6_K -> GgufBlocks.q6k(block, to);
            case F32, F16, BF16 -> throw new IllegalStateException(this + " must not be unpacked");
        }
    }
}
