package helpsteer.reward;

import helpsteer.run.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The bytes of a file of vectors: a header that names format, width and model, then equal records of a key (32 bytes),
 * floats and a CRC32C of both; all little-endian.
 *
 * @param model identifies its weights and settings
 * @param width length of each vector
 */
record VectorFormat(String model, int width) {
    static final int KEY_BYTES = 32;
    static final int HEADER_BYTES = 2 * Long.BYTES + KEY_BYTES;

    /** First eight bytes of a file, the last of them the format's number. */
    private static final byte[] FORMAT = "hsvec\0\0\2".getBytes(StandardCharsets.US_ASCII);

    byte[] header() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(FORMAT)
                .putLong(width)
                .put(HexFormat.of().parseHex(Hash.ofTexts(model)))
                .array();
    }

    /** Whether a header is of this format, be it of another model. */
    static boolean isKnown(byte[] header) {
        return Arrays.equals(header, 0, FORMAT.length, FORMAT, 0, FORMAT.length);
    }

    int recordBytes() {
        return KEY_BYTES + width * Float.BYTES + Integer.BYTES;
    }

    /** Where a record begins in the file. */
    long place(long record) {
        return HEADER_BYTES + record * recordBytes();
    }

    /** The record of a vector. */
    ByteBuffer record(String contentHash, float[] vector) {
        ByteBuffer record = ByteBuffer.allocate(recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
        record.put(HexFormat.of().parseHex(contentHash));
        record.asFloatBuffer().put(vector);
        CRC32C crc = new CRC32C();
        int end = recordBytes() - Integer.BYTES;
        crc.update(record.array(), 0, end);
        return record.putInt(end, (int) crc.getValue()).rewind();
    }

    /** The vector of a record; none where the record is not as it was written for this text. */
    Optional<float[]> vector(String contentHash, ByteBuffer record) {
        float[] vector = new float[width];
        record.slice(KEY_BYTES, width * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(vector);
        return record.equals(record(contentHash, vector)) ? Optional.of(vector) : Optional.empty();
    }
}
