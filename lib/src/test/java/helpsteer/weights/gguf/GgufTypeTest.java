package helpsteer.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.weights.ElementType;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.TensorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GgufTypeTest {
    /** Type number, block length and block bytes by ggml.h and ggml-common.h. */
    private static final int[][] GGML = {
        {0, 1, 4},
        {1, 1, 2},
        {2, 32, 18},
        {3, 32, 20},
        {6, 32, 22},
        {7, 32, 24},
        {8, 32, 34},
        {12, 256, 144},
        {13, 256, 176},
        {14, 256, 210},
        {30, 1, 2}
    };

    @Test
    void of_numbersOfGgml_haveItsBlocks() {
        assertThat(GGML).hasDimensions(GgufType.values().length, 3);
        for (int[] row : GGML) {
            GgufType type = GgufType.of("t", row[0]);
            assertThat(type.blockCount()).as(type.name()).isEqualTo(row[1]);
            assertThat(type.blockBytes()).as(type.name()).isEqualTo(row[2]);
            assertThat(type.stored())
                    .isEqualTo(row[0] == 1 ? ElementType.F16 : row[0] == 30 ? ElementType.BF16 : ElementType.F32);
        }
    }

    @Test
    void of_otherNumbers_areRefusedByTheTensorsName() {
        for (int code : new int[] {4, 5, 9, 10, 15, 31, -1}) {
            assertThatThrownBy(() -> GgufType.of("blk.0.ffn_up.weight", code))
                    .isInstanceOf(InvalidWeightsException.class)
                    .hasMessage(
                            "blk.0.ffn_up.weight must have a type out of [F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0,"
                                    + " Q4_K, Q5_K, Q6_K], got type number " + Integer.toUnsignedString(code)
                                    + "; take the model in another quantisation, such as Q8_0");
        }
    }

    @Test
    void plain_unpackedTypes_areReadAsTheyAre() {
        TensorSource source = (offset, count) -> ByteBuffer.allocate(0);
        for (GgufType type : List.of(GgufType.F32, GgufType.F16, GgufType.BF16)) {
            assertThat(type.plain(source)).isSameAs(source);
        }
    }

    /** Any stretch of bytes is that of the whole tensor, and no block outside of it is read. */
    @Test
    void plain_randomStretches_unpackOnlyTheBlocksTheyTouch() {
        for (GgufType type : GgufType.values()) {
            if (type.blockCount() == 1) {
                continue;
            }
            SplittableRandom random = new SplittableRandom(type.blockBytes());
            int blocks = 5;
            byte[] packed = new byte[blocks * type.blockBytes()];
            random.nextBytes(packed);
            List<long[]> reads = new ArrayList<>();
            TensorSource plain = type.plain((offset, count) -> {
                reads.add(new long[] {offset, count});
                return ByteBuffer.wrap(packed, (int) offset, count).slice();
            });
            int plainBytes = type.blockCount() * Float.BYTES;
            ByteBuffer whole = plain.read(0, blocks * plainBytes);
            for (int i = 0; i < 100; i++) {
                int offset = random.nextInt(blocks * plainBytes / 4) * 4;
                int count = random.nextInt((blocks * plainBytes - offset) / 4) * 4 + 4;
                reads.clear();
                ByteBuffer part = plain.read(offset, count);
                assertThat(part.remaining()).isEqualTo(count);
                assertThat(part).isEqualTo(whole.slice(offset, count));
                long first = offset / plainBytes;
                long last = (offset + count - 1L) / plainBytes;
                assertThat(reads).hasSize(1);
                assertThat(reads.get(0))
                        .containsExactly(first * type.blockBytes(), (last - first + 1) * type.blockBytes());
            }
        }
    }

    /** A block with scale one: numbers by hand. */
    @Test
    void plain_q80WithScaleOne_isItsBytes() {
        ByteBuffer block = ByteBuffer.allocate(34).order(ByteOrder.LITTLE_ENDIAN);
        block.putShort(0, (short) 0x3c00);
        for (int i = 0; i < 32; i++) {
            block.put(2 + i, (byte) (i * 8 - 128));
        }
        ByteBuffer out = GgufType.Q8_0
                .plain((offset, count) -> block.slice((int) offset, count))
                .read(0, 128)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 32; i++) {
            assertThat(out.getFloat(4 * i)).isEqualTo(i * 8 - 128f);
        }
    }
}
