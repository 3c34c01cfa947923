package helpsteer.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.weights.GgufGoldens;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GgufFileTest {
    @Test
    void read_everyKindOfBlock_givesTheNumbersOfPythonBitForBit() throws IOException {
        TensorMap read = GgufFile.read(GgufGoldens.file("types.gguf")).tensors();
        TensorMap golden = Safetensors.read(GgufGoldens.file("types.safetensors"));
        assertThat(read.names()).containsExactlyInAnyOrderElementsOf(golden.names());
        for (StoredTensor expected : golden.all()) {
            float[] actual = read.require(expected.name(), expected.shape()).floats();
            assertThat(actual).as(expected.name()).isEqualTo(expected.floats());
        }
    }

    /** A stretch that begins and ends within a block is the same stretch of the whole. */
    @Test
    void floats_anyStretch_isThatOfTheWhole() throws IOException {
        for (StoredTensor tensor :
                GgufFile.read(GgufGoldens.file("types.gguf")).tensors().all()) {
            float[] whole = tensor.floats();
            for (int from = 0; from < whole.length; from += 7) {
                int count = Math.min(37, whole.length - from);
                assertThat(tensor.floats(from, count))
                        .as(tensor + " from " + from)
                        .isEqualTo(java.util.Arrays.copyOfRange(whole, from, from + count));
            }
        }
    }

    @Test
    void metadata_everyKindOfValue_isWhatPythonWrote() throws IOException {
        GgufMetadata metadata = GgufFile.read(GgufGoldens.file("types.gguf")).metadata();
        assertThat(metadata.find("v.uint8")).isEqualTo(255L);
        assertThat(metadata.find("v.int8")).isEqualTo(-128L);
        assertThat(metadata.find("v.uint16")).isEqualTo(65535L);
        assertThat(metadata.find("v.int16")).isEqualTo(-32768L);
        assertThat(metadata.find("v.uint32")).isEqualTo((1L << 32) - 1);
        assertThat(metadata.find("v.int32")).isEqualTo(-(1L << 31));
        assertThat(metadata.find("v.uint64")).isEqualTo(Long.MAX_VALUE);
        assertThat(metadata.find("v.int64")).isEqualTo(Long.MIN_VALUE);
        assertThat(metadata.find("v.float64")).isEqualTo(Math.PI);
        assertThat(metadata.number("v.float32")).isEqualTo(1e-5);
        assertThat(metadata.flag("v.true", false)).isTrue();
        assertThat(metadata.flag("v.false", true)).isFalse();
        assertThat(metadata.text("v.text")).isEqualTo("naïve \ud83d\ude00");
        assertThat(metadata.list("v.texts", String.class)).containsExactly("a", "", "ß");
        assertThat(metadata.find("v.integers")).isEqualTo(List.of(1L, -2L, 3L));
        assertThat(metadata.find("v.floats")).isEqualTo(List.of(0.5f, -1.5f));
        assertThat(metadata.find("v.bools")).isEqualTo(List.of(true, false));
        assertThat(metadata.find("v.nested")).isEqualTo(List.of(List.of(1L, 2L), List.of(3L), List.of(4L, 5L, 6L)));
        assertThat(metadata.find("v.none")).isNull();
    }
}
