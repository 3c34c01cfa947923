package helpsteer.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.weights.HalfFloats;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Random blocks against ggml-quants.c, whose loops are written here as they stand there, with pointers as indices. */
class GgufBlocksTest {
    private static final int BLOCKS = 200;

    private interface Plain {
        void dequantize(byte[] block, float[] y);
    }

    private static void compare(int bytes, int count, int[] halves, BiConsumer<ByteBuffer, float[]> ours, Plain plain) {
        SplittableRandom random = new SplittableRandom(bytes);
        for (int i = 0; i < BLOCKS; i++) {
            byte[] block = new byte[bytes];
            random.nextBytes(block);
            for (int at : halves) {
                block[at + 1] &= (byte) 0xbb; // an exponent below its highest, so that the scale is finite
            }
            float[] expected = new float[count];
            plain.dequantize(block, expected);
            float[] found = new float[count];
            ours.accept(ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN), found);
            assertThat(found).as("block " + i).containsExactly(expected);
        }
    }

    private static float half(byte[] block, int at) {
        return HalfFloats.ofHalf((short) ((block[at] & 0xff) | block[at + 1] << 8));
    }

    private static int integer(byte[] block, int at) {
        return (block[at] & 0xff) | (block[at + 1] & 0xff) << 8 | (block[at + 2] & 0xff) << 16 | block[at + 3] << 24;
    }

    @Test
    void q40_andQ41_equalTheLoopsOfGgml() {
        compare(18, 32, new int[] {0}, GgufBlocks::q40, (x, y) -> {
            for (int j = 0; j < 16; j++) {
                y[j] = ((x[2 + j] & 0x0f) - 8) * half(x, 0);
                y[j + 16] = (((x[2 + j] & 0xff) >> 4) - 8) * half(x, 0);
            }
        });
        compare(20, 32, new int[] {0, 2}, GgufBlocks::q41, (x, y) -> {
            for (int j = 0; j < 16; j++) {
                y[j] = (x[4 + j] & 0x0f) * half(x, 0) + half(x, 2);
                y[j + 16] = ((x[4 + j] & 0xff) >> 4) * half(x, 0) + half(x, 2);
            }
        });
    }

    @Test
    void q50_andQ51_equalTheLoopsOfGgml() {
        compare(22, 32, new int[] {0}, GgufBlocks::q50, (x, y) -> {
            int high = integer(x, 2);
            for (int j = 0; j < 16; j++) {
                int first = ((high >>> j) << 4) & 0x10;
                int second = (high >>> (j + 12)) & 0x10;
                y[j] = (((x[6 + j] & 0x0f) | first) - 16) * half(x, 0);
                y[j + 16] = ((((x[6 + j] & 0xff) >> 4) | second) - 16) * half(x, 0);
            }
        });
        compare(24, 32, new int[] {0, 2}, GgufBlocks::q51, (x, y) -> {
            int high = integer(x, 4);
            for (int j = 0; j < 16; j++) {
                int first = ((high >>> j) << 4) & 0x10;
                int second = (high >>> (j + 12)) & 0x10;
                y[j] = ((x[8 + j] & 0x0f) | first) * half(x, 0) + half(x, 2);
                y[j + 16] = (((x[8 + j] & 0xff) >> 4) | second) * half(x, 0) + half(x, 2);
            }
        });
    }

    @Test
    void q80_everyByte_isTimesTheScale() {
        compare(34, 32, new int[] {0}, GgufBlocks::q80, (x, y) -> {
            for (int j = 0; j < 32; j++) {
                y[j] = x[2 + j] * half(x, 0);
            }
        });
    }

    /** get_scale_min_k4: scale and minimum of group j out of twelve bytes. */
    private static int[] scaleAndMinimum(byte[] x, int q, int j) {
        if (j < 4) {
            return new int[] {x[q + j] & 63, x[q + j + 4] & 63};
        }
        return new int[] {
            (x[q + j + 4] & 0xf) | ((x[q + j - 4] & 0xff) >> 6) << 4,
            ((x[q + j + 4] & 0xff) >> 4) | ((x[q + j] & 0xff) >> 6) << 4
        };
    }

    @Test
    void q4k_equalsTheLoopsOfGgml() {
        compare(144, 256, new int[] {0, 2}, GgufBlocks::q4k, (x, y) -> {
            int out = 0;
            int q = 16;
            for (int group = 0; group < 8; group += 2) {
                int[] low = scaleAndMinimum(x, 4, group);
                int[] high = scaleAndMinimum(x, 4, group + 1);
                for (int l = 0; l < 32; l++) {
                    y[out++] = half(x, 0) * low[0] * (x[q + l] & 0xf) - half(x, 2) * low[1];
                }
                for (int l = 0; l < 32; l++) {
                    y[out++] = half(x, 0) * high[0] * ((x[q + l] & 0xff) >> 4) - half(x, 2) * high[1];
                }
                q += 32;
            }
        });
    }

    @Test
    void q5k_equalsTheLoopsOfGgml() {
        compare(176, 256, new int[] {0, 2}, GgufBlocks::q5k, (x, y) -> {
            int out = 0;
            int q = 48;
            int first = 1;
            int second = 2;
            for (int group = 0; group < 8; group += 2) {
                int[] low = scaleAndMinimum(x, 4, group);
                int[] high = scaleAndMinimum(x, 4, group + 1);
                for (int l = 0; l < 32; l++) {
                    int bit = (x[16 + l] & first) != 0 ? 16 : 0;
                    y[out++] = half(x, 0) * low[0] * ((x[q + l] & 0xf) + bit) - half(x, 2) * low[1];
                }
                for (int l = 0; l < 32; l++) {
                    int bit = (x[16 + l] & second) != 0 ? 16 : 0;
                    y[out++] = half(x, 0) * high[0] * (((x[q + l] & 0xff) >> 4) + bit) - half(x, 2) * high[1];
                }
                q += 32;
                first <<= 2;
                second <<= 2;
            }
        });
    }

    @Test
    void q6k_equalsTheLoopsOfGgml() {
        compare(210, 256, new int[] {208}, GgufBlocks::q6k, (x, y) -> {
            float d = half(x, 208);
            int ql = 0;
            int qh = 128;
            int sc = 192;
            for (int n = 0; n < 256; n += 128) {
                for (int l = 0; l < 32; l++) {
                    int is = l / 16;
                    int high = x[qh + l] & 0xff;
                    int q1 = ((x[ql + l] & 0xf) | (high & 3) << 4) - 32;
                    int q2 = ((x[ql + l + 32] & 0xf) | ((high >> 2) & 3) << 4) - 32;
                    int q3 = (((x[ql + l] & 0xff) >> 4) | ((high >> 4) & 3) << 4) - 32;
                    int q4 = (((x[ql + l + 32] & 0xff) >> 4) | ((high >> 6) & 3) << 4) - 32;
                    y[n + l] = d * x[sc + is] * q1;
                    y[n + l + 32] = d * x[sc + is + 2] * q2;
                    y[n + l + 64] = d * x[sc + is + 4] * q3;
                    y[n + l + 96] = d * x[sc + is + 6] * q4;
                }
                ql += 64;
                qh += 32;
                sc += 8;
            }
        });
    }
}
