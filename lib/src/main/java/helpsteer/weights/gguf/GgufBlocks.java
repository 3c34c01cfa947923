package helpsteer.weights.gguf;

import helpsteer.weights.HalfFloats;
import java.nio.ByteBuffer;

/**
 * The blocks of ggml's quantised tensors, laid out as in its {@code ggml-quants.c}: 32 numbers with a scale (and a
 * minimum), or, in the K family, 256 numbers with a scale of small scales.
 *
 * <p>Every product and sum is rounded to fp32 in the order of that file, so the numbers are the same bit for bit.
 */
final class GgufBlocks {
    private GgufBlocks() {}

    static void q40(ByteBuffer block, float[] to) {
        float scale = half(block, 0);
        for (int i = 0; i < 32; i++) {
            to[i] = scale * (nibble(block, 2, i, 16) - 8);
        }
    }

    static void q41(ByteBuffer block, float[] to) {
        float scale = half(block, 0);
        float minimum = half(block, 2);
        for (int i = 0; i < 32; i++) {
            to[i] = scale * nibble(block, 4, i, 16) + minimum;
        }
    }

    /** As Q4_0, with the fifth bits apart. */
    static void q50(ByteBuffer block, float[] to) {
        float scale = half(block, 0);
        int high = block.getInt(2);
        for (int i = 0; i < 32; i++) {
            to[i] = scale * ((nibble(block, 6, i, 16) | ((high >>> i) & 1) << 4) - 16);
        }
    }

    static void q51(ByteBuffer block, float[] to) {
        float scale = half(block, 0);
        float minimum = half(block, 2);
        int high = block.getInt(4);
        for (int i = 0; i < 32; i++) {
            to[i] = scale * (nibble(block, 8, i, 16) | ((high >>> i) & 1) << 4) + minimum;
        }
    }

    static void q80(ByteBuffer block, float[] to) {
        float scale = half(block, 0);
        for (int i = 0; i < 32; i++) {
            to[i] = block.get(2 + i) * scale;
        }
    }

    static void q4k(ByteBuffer block, float[] to) {
        float scale = half(block, 0);
        float minimum = half(block, 2);
        for (int group = 0; group < 8; group++) {
            float groupScale = scale * groupScale(block, group);
            float groupMinimum = minimum * groupMinimum(block, group);
            for (int i = 0; i < 32; i++) {
                to[32 * group + i] =
                        groupScale * nibble(block, 16 + 32 * (group / 2), 32 * (group % 2) + i, 32) - groupMinimum;
            }
        }
    }

    /** As Q4_K, with the fifth bits apart: bit g of byte i belongs to number i of group g. */
    static void q5k(ByteBuffer block, float[] to) {
        float scale = half(block, 0);
        float minimum = half(block, 2);
        for (int group = 0; group < 8; group++) {
            float groupScale = scale * groupScale(block, group);
            float groupMinimum = minimum * groupMinimum(block, group);
            for (int i = 0; i < 32; i++) {
                int low = nibble(block, 48 + 32 * (group / 2), 32 * (group % 2) + i, 32);
                int high = (block.get(16 + i) >>> group) & 1;
                to[32 * group + i] = groupScale * (low | (high << 4)) - groupMinimum;
            }
        }
    }

    /** Low four bits, then high two bits, then a signed scale for every 16 numbers, then the scale of scales. */
    static void q6k(ByteBuffer block, float[] to) {
        float scale = half(block, 208);
        for (int i = 0; i < 256; i++) {
            int within = i % 128;
            int low = nibble(block, 64 * (i / 128), within, 64);
            int high = (block.get(128 + 32 * (i / 128) + within % 32) >>> (2 * (within / 32))) & 3;
            to[i] = scale * block.get(192 + i / 16) * ((low | (high << 4)) - 32);
        }
    }

    /** Number {@code i} of a stretch of bytes: first all low halves, then all high ones. */
    private static int nibble(ByteBuffer block, int start, int i, int bytes) {
        return (block.get(start + i % bytes) >>> (4 * (i / bytes))) & 15;
    }

    /** Six bits of a K block's twelve scale bytes; the last four groups keep their upper two bits with the first. */
    private static int groupScale(ByteBuffer block, int group) {
        int own = block.get(group < 4 ? 4 + group : 8 + group);
        return group < 4 ? (own & 63) : ((own & 15) | upper(block, group));
    }

    private static int groupMinimum(ByteBuffer block, int group) {
        int own = block.get(8 + group);
        return group < 4 ? (own & 63) : (((own >>> 4) & 15) | upper(block, group + 4));
    }

    private static int upper(ByteBuffer block, int at) {
        return ((block.get(at) >>> 6) & 3) << 4;
    }

    private static float half(ByteBuffer block, int at) {
        return HalfFloats.ofHalf(block.getShort(at));
    }
}
