package helpsteer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.run.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredTensorTest {
    private static final StoredTensor MATRIX = StoredTensor.of("m", List.of(2L, 3L), new float[] {1, 2, 3, 4, 5, 6});

    @Test
    void transposed_twoByThree_turnsAndTurnsBack() {
        assertThat(MATRIX.transposed().shape()).containsExactly(3L, 2L);
        assertThat(MATRIX.transposed().floats()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(MATRIX.transposed().transposed().floats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(MATRIX.withName("n").transposed().toString()).isEqualTo("n F32[3, 2]");
    }

    @Test
    void bytes_readTwice_beginAtTheFrontEachTime() {
        assertThat(MATRIX.bytes().getFloat()).isEqualTo(1);
        assertThat(MATRIX.bytes().getFloat()).isEqualTo(1);
        assertThat(MATRIX.bytes().remaining()).isEqualTo(24);
    }

    /** 152,064 x 3,584 numbers, as Qwen2.5-7B's embedding; what is asked for is noted. */
    private static StoredTensor beyondTwoGib(List<Long> offsets) {
        return new StoredTensor("e", ElementType.F32, List.of(152_064L, 3_584L), (long offset, int count) -> {
            offsets.add(offset);
            offsets.add((long) count);
            return ByteBuffer.allocate(Math.min(count, 8));
        });
    }

    @Test
    void pieces_beyondTwoGib_coverAllBytesOnce() {
        List<Long> asked = new ArrayList<>();
        int most = 1 << 28;
        beyondTwoGib(asked).pieces(most).forEach(piece -> {});
        long end = 0;
        for (int i = 0; i < asked.size(); i += 2) {
            assertThat(asked.get(i)).isEqualTo(end);
            assertThat(asked.get(i + 1)).isBetween(1L, (long) most);
            end += asked.get(i + 1);
        }
        assertThat(end).isEqualTo(152_064L * 3_584 * 4).isGreaterThan(1L << 31);
    }

    @Test
    void bytes_beyondTwoGib_areRefusedWholeAndReadInStretches() {
        List<Long> asked = new ArrayList<>();
        StoredTensor large = beyondTwoGib(asked);
        assertThatThrownBy(large::bytes)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "e must be smaller than 2 GiB to be read whole, got 2179989504 bytes; read it piece by piece");
        assertThat(large.bytes((1L << 31) + 4, 8).remaining()).isEqualTo(8);
        assertThat(asked).containsExactly((1L << 31) + 4, 8L);
    }

    /** The sizes of a buffer of 3 GiB, whose parts are one and the same. */
    @Test
    void largeBuffer_beyondTwoGib_findsThePlaceAndCrossesBorders() {
        ByteBuffer part = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        part.putInt(0, 11).putInt(4, 12).putInt((1 << 20) - 4, 13);
        LargeBuffer large = new LargeBuffer(Collections.nCopies(3 << 10, part), 1 << 20);
        assertThat(large.size()).isEqualTo(3L << 30);
        assertThat(large.read(1L << 31, 4).getInt()).isEqualTo(11);
        ByteBuffer across = large.read((5L << 29) - 4, 12);
        assertThat(List.of(across.getInt(0), across.getInt(4), across.getInt(8)))
                .containsExactly(13, 11, 12);
        assertThat(large.read(large.size() - 4, 4).getInt()).isEqualTo(13);
        assertThatThrownBy(() -> large.read(large.size() - 3, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void of_anyPartSize_holdsTheSameNumbers() {
        float[] values = {1, 2, 3, 4, 5, 6, 7};
        for (int numbers = 1; numbers <= 8; numbers++) {
            StoredTensor tensor = StoredTensor.of("t", List.of(7L), values, numbers);
            assertThat(tensor.floats()).containsExactly(values);
            assertThat(tensor.floats(3, 4)).containsExactly(4, 5, 6, 7);
            StoredTensor copy = tensor.copy(5);
            assertThat(copy.bytes()).isEqualTo(tensor.bytes());
            assertThat(copy.toString()).isEqualTo("t F32[7]");
        }
    }

    @Test
    void copy_ofASourceThatChanges_staysAsItWas() {
        float[] now = {1, 2, 3};
        StoredTensor live = new StoredTensor(
                "t", ElementType.F32, List.of(3L), (long offset, int count) -> StoredTensor.of("t", List.of(3L), now)
                        .bytes(offset, count));
        StoredTensor before = live.copy(8);
        now[2] = 9;
        assertThat(before.floats()).containsExactly(1, 2, 3);
        assertThat(live.floats()).containsExactly(1, 2, 9);
    }

    @Test
    void update_digest_isThatOfAllBytes() {
        MessageDigest pieces = Hash.digest();
        MATRIX.update(pieces);
        MessageDigest whole = Hash.digest();
        whole.update(MATRIX.bytes());
        assertThat(Hash.hex(pieces)).isEqualTo(Hash.hex(whole));
    }

    /** Every binary16: its value by the definition, sign * fraction * power of two. */
    @Test
    void floats_everyHalf_hasTheValueOfItsDefinition() {
        ByteBuffer all = ByteBuffer.allocate(2 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1 << 16; i++) {
            all.putShort(2 * i, (short) i);
        }
        float[] floats = new StoredTensor("h", ElementType.F16, List.of(1L << 16), () -> all).floats();
        for (int i = 0; i < 1 << 16; i++) {
            int exponent = (i >> 10) & 31;
            int fraction = i & 1023;
            double magnitude = exponent == 0
                    ? fraction / 1024.0 * Math.pow(2, -14)
                    : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
            if (exponent == 31) {
                magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            }
            assertThat(floats[i]).as("half %04x", i).isEqualTo(Float.valueOf((float)
                    (i >= 1 << 15 ? -magnitude : magnitude)));
        }
    }

    @Test
    void of_wrongCount_isRefused() {
        assertThatThrownBy(() -> StoredTensor.of("m", List.of(2L, 3L), new float[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("m must hold 6 values for shape [2, 3], got 5");
    }

    @Test
    void transposedAndFloats_wrongKind_areRefused() {
        StoredTensor vector = StoredTensor.of("v", List.of(3L), new float[3]);
        assertThatThrownBy(vector::transposed)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("v must be a matrix to be transposed, got shape [3]");
        StoredTensor integers = new StoredTensor("i", ElementType.I64, List.of(1L), () -> ByteBuffer.allocate(8));
        assertThatThrownBy(integers::floats)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("i must be a floating-point tensor, got I64");
    }

    @Test
    void tensorMap_missingOtherShapeOrTwice_isRefused() {
        TensorMap map = new TensorMap(List.of(MATRIX));
        assertThat(map.require("m", List.of(2L, 3L))).isSameAs(MATRIX);
        assertThat(map.find("x")).isNull();
        assertThatThrownBy(() -> map.require("x", List.of()))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("weights must hold x, got 1 other tensors; check that the file belongs to this model");
        assertThatThrownBy(() -> map.require("m", List.of(3L, 2L)))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("m must have shape [3, 2], got [2, 3]; check that the config belongs to these weights");
        assertThatThrownBy(() -> new TensorMap(List.of(MATRIX, MATRIX)))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("tensor names must be unique, got m twice");
    }
}
