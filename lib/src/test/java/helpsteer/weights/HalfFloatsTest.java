package helpsteer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalfFloatsTest {
    /** Each half widened and narrowed is itself, so the nearest to an exact value is that value. */
    @Test
    void toHalfAndToBrain_everyValueWidened_giveItBack() {
        for (int i = 0; i < 1 << 16; i++) {
            short bits = (short) i;
            if (!Float.isNaN(HalfFloats.ofHalf(bits))) {
                assertThat(HalfFloats.toHalf(HalfFloats.ofHalf(bits))).isEqualTo(bits);
            }
            if (!Float.isNaN(HalfFloats.ofBrain(bits))) {
                assertThat(HalfFloats.toBrain(HalfFloats.ofBrain(bits))).isEqualTo(bits);
            }
        }
        assertThat(HalfFloats.ofHalf(HalfFloats.toHalf(Float.NaN))).isNaN();
        assertThat(HalfFloats.ofBrain(HalfFloats.toBrain(Float.NaN))).isNaN();
        assertThat(HalfFloats.ofBrain(HalfFloats.toBrain(Float.intBitsToFloat(0x7f800001))))
                .isNaN();
    }

    /** Halfway between two neighbours goes to the one whose last bit is 0; a hair more or less goes to the nearer. */
    @Test
    void toHalfAndToBrain_halfwayBetweenNeighbours_goToTheEvenOne() {
        for (int i = 0; i < 0x7bff; i++) {
            float low = HalfFloats.ofHalf((short) i);
            float tie = (float) ((low + (double) HalfFloats.ofHalf((short) (i + 1))) / 2);
            assertThat(HalfFloats.toHalf(tie)).isEqualTo((short) (i % 2 == 0 ? i : i + 1));
            assertThat(HalfFloats.toHalf(Math.nextUp(tie))).isEqualTo((short) (i + 1));
            assertThat(HalfFloats.toHalf(Math.nextDown(tie))).isEqualTo((short) i);
            assertThat(HalfFloats.toHalf(-tie)).isEqualTo((short) (0x8000 | (i % 2 == 0 ? i : i + 1)));
        }
        for (int i = 0; i < 0x7f7f; i++) {
            float tie = Float.intBitsToFloat(i << 16 | 0x8000);
            assertThat(HalfFloats.toBrain(tie)).isEqualTo((short) (i % 2 == 0 ? i : i + 1));
            assertThat(HalfFloats.toBrain(Math.nextUp(tie))).isEqualTo((short) (i + 1));
            assertThat(HalfFloats.toBrain(Math.nextDown(tie))).isEqualTo((short) i);
        }
        assertThat(HalfFloats.toHalf(65519.996f)).isEqualTo((short) 0x7bff);
        assertThat(HalfFloats.toHalf(65520)).isEqualTo((short) 0x7c00);
        assertThat(HalfFloats.toBrain(Float.MAX_VALUE)).isEqualTo((short) 0x7f80);
    }

    @Test
    void as_eachType_roundsAndReadsBackInAnyStretch() {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[101];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-8, 8);
        }
        StoredTensor tensor = StoredTensor.of("x", List.of(101L), values);
        for (ElementType type : List.of(ElementType.F16, ElementType.BF16)) {
            StoredTensor narrow = tensor.as(type);
            assertThat(narrow.type()).isEqualTo(type);
            assertThat(narrow.byteCount()).isEqualTo(202);
            float[] read = narrow.floats();
            for (int i = 0; i < values.length; i++) {
                assertThat((double) read[i]).isCloseTo(values[i], org.assertj.core.api.Assertions.within(0.02));
            }
            assertThat(narrow.bytes(1, 5)).isEqualTo(narrow.bytes().slice(1, 5));
            assertThat(narrow.as(ElementType.F32).floats()).isEqualTo(read);
        }
        assertThat(tensor.as(ElementType.F32)).isSameAs(tensor);
    }

    @Test
    void as_valueTooLargeForHalf_isRefused() {
        StoredTensor tensor = StoredTensor.of("x", List.of(2L), new float[] {1, -70000});
        assertThatThrownBy(() -> tensor.as(ElementType.F16).bytes())
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("x must stay below 65520 to fit F16, got -70000.0; keep it as bf16 or f32");
    }

    @Test
    void requireFinite_numberThatIsNot_isNamedWithItsPlace() {
        float[] values = new float[24];
        StoredTensor tensor = StoredTensor.of("x", List.of(2L, 3L, 4L), values);
        assertThat(new TensorMap(List.of(tensor)).requireFinite().names()).containsExactly("x");
        values[17] = Float.NaN;
        StoredTensor bad = StoredTensor.of("x", List.of(2L, 3L, 4L), values);
        assertThatThrownBy(() -> new TensorMap(List.of(bad)).requireFinite())
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("x must hold finite numbers, got NaN at [1, 1, 1]; train or fetch the model again");
        StoredTensor endless = StoredTensor.of("y", List.of(1L), new float[] {Float.NEGATIVE_INFINITY});
        assertThatThrownBy(endless::requireFinite)
                .hasMessage("y must hold finite numbers, got -Infinity at [0]; train or fetch the model again");
    }
}
