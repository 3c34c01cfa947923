package helpsteer.weights;

import helpsteer.weights.gguf.GgufFile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a GGUF file field by field, so that a test can write a wrong one. */
public final class GgufBytes {
    private final ByteArrayOutputStream pairs = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    private int pairCount;
    private int tensorCount;
    private int dataBytes;

    static byte[] int32(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    static byte[] int64(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return join(int64(bytes.length), bytes);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    public GgufBytes pair(String key, int type, byte... value) {
        pairs.writeBytes(join(text(key), int32(type), value));
        pairCount++;
        return this;
    }

    public GgufBytes pair(String key, String value) {
        return pair(key, 8, text(value));
    }

    public GgufBytes pair(String key, int value) {
        return pair(key, 4, int32(value));
    }

    public GgufBytes pair(String key, float value) {
        return pair(key, 6, int32(Float.floatToIntBits(value)));
    }

    /** A list of texts. */
    GgufBytes list(String key, String... values) {
        byte[] out = join(int32(8), int64(values.length));
        for (String value : values) {
            out = join(out, text(value));
        }
        return pair(key, 9, out);
    }

    /** Dimensions in the file's order, fastest first. */
    GgufBytes tensor(String name, int type, long offset, long... dimensions) {
        byte[] out = join(text(name), int32(dimensions.length));
        for (long size : dimensions) {
            out = join(out, int64(size));
        }
        tensors.writeBytes(join(out, int32(type), int64(offset)));
        tensorCount++;
        return this;
    }

    GgufBytes data(int bytes) {
        dataBytes = bytes;
        return this;
    }

    public byte[] bytes() {
        byte[] head = join(
                new byte[] {'G', 'G', 'U', 'F'},
                int32(3),
                int64(tensorCount),
                int64(pairCount),
                pairs.toByteArray(),
                tensors.toByteArray());
        int start = (head.length + 31) / 32 * 32;
        return ByteBuffer.allocate(start + dataBytes).put(head).array();
    }

    GgufFile read() {
        return GgufFile.of(MappedFile.of(bytes()));
    }
}
