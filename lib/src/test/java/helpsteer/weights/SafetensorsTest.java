package helpsteer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.Goldens;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
    private final Path folder;

    SafetensorsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(String header, int dataBytes) throws IOException {
        return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    private Path file(byte[] header, int dataBytes) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                folder.resolve("m.safetensors"),
                all.putLong(header.length).put(header).array());
    }

    @Test
    void read_fileOfPython_givesEveryTypeBitByBit() throws IOException {
        TensorMap tensors = Safetensors.read(Goldens.file("python.safetensors"));
        assertThat(tensors.require("f32", List.of(2L, 3L)).floats())
                .containsExactly(1.5f, -2.25f, 2 * Float.MIN_VALUE, Float.POSITIVE_INFINITY, -0.0f, 3.4e38f);
        for (String half : List.of("f16", "bf16")) {
            assertThat(bits(Goldens.floats(tensors, half)))
                    .as(half)
                    .isEqualTo(bits(Goldens.floats(tensors, half + ".widened")));
        }
        StoredTensor integers = tensors.require("i64", List.of(3L, 1L));
        assertThat(integers.type()).isEqualTo(ElementType.I64);
        long[] values = new long[3];
        integers.bytes().asLongBuffer().get(values);
        assertThat(values).containsExactly(1, -2, 1L << 62);
        assertThat(tensors.require("empty", List.of(0L, 4L)).floats()).isEmpty();
        assertThat(tensors.require("half.empty", List.of(2L, 0L)).floats()).isEmpty();
        assertThat(tensors.require("scalar", List.of()).floats()).containsExactly(7.5f);
        assertThat(tensors.names()).hasSize(9);
    }

    private static int[] bits(float[] values) {
        int[] out = new int[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Float.floatToIntBits(values[i]);
        }
        return out;
    }

    private static List<StoredTensor> written() {
        SplittableRandom random = new SplittableRandom(9);
        float[] matrix = new float[12];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) random.nextDouble(-2, 2);
        }
        ByteBuffer halves = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        halves.putShort(0, (short) 0x3c00).putShort(2, (short) 0xfc00);
        ByteBuffer longs = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        longs.putLong(0, -7).putLong(8, Long.MAX_VALUE);
        return List.of(
                StoredTensor.of("matrix \"é\"", List.of(3L, 4L), matrix),
                StoredTensor.of("turned", List.of(3L, 4L), matrix).transposed(),
                new StoredTensor("halves", ElementType.F16, List.of(2L), () -> halves),
                new StoredTensor("longs", ElementType.I64, List.of(2L, 1L), () -> longs),
                StoredTensor.of("none", List.of(0L), new float[0]),
                StoredTensor.of("scalar", List.of(), new float[] {0.1f}));
    }

    /** The golden is a file of ours that Python's reader understood; check_java_file.py beside it says what it read. */
    @Test
    void write_sixTensors_givesTheFileThatPythonRead() throws IOException {
        Path file = folder.resolve("java.safetensors");
        Safetensors.write(file, written(), Map.of("format", "pt"));
        Files.copy(file, Goldens.file("java.safetensors"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(file).hasSameBinaryContentAs(Goldens.file("java.safetensors"));
    }

    @Test
    void write_thenRead_givesTheSameTensorsInOrder() throws IOException {
        Path file = folder.resolve("sub/java.safetensors");
        Safetensors.write(file, written(), Map.of());
        List<StoredTensor> read = List.copyOf(Safetensors.read(file).all());
        assertThat(read).hasSameSizeAs(written());
        for (int i = 0; i < read.size(); i++) {
            StoredTensor expected = written().get(i);
            assertThat(read.get(i).toString()).isEqualTo(expected.toString());
            assertThat(read.get(i).bytes()).isEqualTo(expected.bytes());
        }
    }

    @Test
    void write_nameTwice_isRefusedAndLeavesNoFile() {
        Path file = folder.resolve("twice.safetensors");
        StoredTensor one = StoredTensor.of("a", List.of(1L), new float[] {1});
        assertThatThrownBy(() -> Safetensors.write(file, List.of(one, one), Map.of()))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("tensor names must be unique, got a twice");
        assertThat(file).doesNotExist();
    }

    private static String tensor(String name, String dtype, String shape, String offsets) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}".formatted(name, dtype, shape, offsets);
    }

    static Stream<Arguments> malformed() {
        String a = tensor("a", "F32", "[2]", "[0,8]");
        return Stream.of(
                Arguments.of("[]", 0, "the header must be a JSON object, got ARRAY"),
                Arguments.of("  ", 0, "the header must be JSON: No content to map due to end-of-input"),
                Arguments.of("{" + a + "," + a + "}", 8, "the header must be JSON: Duplicate field 'a'"),
                Arguments.of("{\"a\":5}", 0, "a must have two data_offsets, got "),
                Arguments.of("{" + tensor("a", "F32", "[2]", "[0]") + "}", 8, "a must have two data_offsets, got [0]"),
                Arguments.of(
                        "{" + tensor("a", "F32", "[2]", "[0,8.5]") + "}",
                        8,
                        "a must have two data_offsets, got [0,8.5]"),
                Arguments.of(
                        "{" + tensor("a", "F32", "[2]", "[0,99999999999999999999]") + "}",
                        8,
                        "a must have two data_offsets, got [0,99999999999999999999]"),
                Arguments.of("{" + tensor("a", "F32", "2", "[0,8]") + "}", 8, "a must have a list as shape, got \"2\""),
                Arguments.of(
                        "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}",
                        4,
                        "a must have a list as shape, got \"\""),
                Arguments.of(
                        "{" + tensor("a", "F32", "[-2]", "[0,8]") + "}", 8, "a must have sizes of at least 0, got -2"),
                Arguments.of(
                        "{" + tensor("a", "F32", "[1.5]", "[0,4]") + "}",
                        4,
                        "a must have sizes of at least 0, got 1.5"),
                Arguments.of(
                        "{" + tensor("a", "F8", "[2]", "[0,8]") + "}",
                        8,
                        "a must have a dtype out of [F32, F16, BF16, I64], got F8"),
                Arguments.of(
                        "{" + tensor("a", "F32", "[4294967296,4294967296]", "[0,8]") + "}",
                        8,
                        "a must have a size below 2^63, got shape [4294967296, 4294967296]"),
                Arguments.of(
                        "{" + tensor("a", "F32", "[4611686018427387904]", "[0,8]") + "}",
                        8,
                        "a must have a size below 2^63, got shape [4611686018427387904]"),
                Arguments.of(
                        "{" + tensor("a", "F32", "[3]", "[0,8]") + "}", 8, "a must span 12 bytes, got offsets 0..8"),
                Arguments.of(
                        "{" + tensor("a", "F32", "[2]", "[-8,0]") + "}", 8, "a must span 8 bytes, got offsets -8..0"),
                Arguments.of(
                        "{" + tensor("a", "F32", "[1073741824]", "[0,4294967296]") + "}",
                        8,
                        "the tensors must end with the file at 88, got 4294967376"),
                Arguments.of(
                        "{" + a + "," + tensor("b", "F32", "[1]", "[4,8]") + "}", 8, "b must begin at offset 8, got 4"),
                Arguments.of(
                        "{" + a + "," + tensor("b", "F32", "[1]", "[12,16]") + "}",
                        16,
                        "b must begin at offset 8, got 12"),
                Arguments.of("{" + tensor("a", "F32", "[2]", "[4,12]") + "}", 12, "a must begin at offset 0, got 4"),
                Arguments.of("{" + a + "}", 7, "the tensors must end with the file at 69, got 70"),
                Arguments.of("{" + a + "}", 9, "the tensors must end with the file at 71, got 70"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void read_malformedHeader_isRefusedByNameAndRule(String header, int dataBytes, String message) throws IOException {
        Path file = file(header, dataBytes);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("m.safetensors: " + message);
    }

    @Test
    void read_wordsBehindTheHeader_isRefused() throws IOException {
        Path file = file("{} {}", 0);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageStartingWith("m.safetensors: the header must be JSON: Trailing token");
        Path open = file("{ ", 0);
        assertThatThrownBy(() -> Safetensors.read(open))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageStartingWith("m.safetensors: the header must be JSON: Unexpected end-of-input");
        Path blanks = file("{}   ", 0);
        assertThat(Safetensors.read(blanks).names()).isEmpty();
    }

    @Test
    void read_headerNotInUtf8_isRefused() throws IOException {
        Path file = file(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, 0);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageStartingWith("m.safetensors: the header must be JSON");
    }

    /** A header length beyond the file, or beyond the format's ceiling, is refused before anything is allocated for it. */
    @Test
    void read_headerLengthBeyondFile_isRefusedWithoutAllocating() throws IOException {
        Path file = folder.resolve("m.safetensors");
        for (long length : new long[] {-1, 0, 1, 3, 100, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE}) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            Files.write(file, bytes.put((byte) '{').put((byte) '}').array());
            assertThatThrownBy(() -> Safetensors.read(file))
                    .isInstanceOf(InvalidWeightsException.class)
                    .hasMessage("m.safetensors: header length must fit the file of 10 bytes, got " + length);
        }
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(3L << 30);
            sparse.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(2_000_000_000)
                    .array());
        }
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("m.safetensors: header length must fit the file of 3221225472 bytes, got 2000000000");
    }

    @Test
    void read_goodFileCutAnywhere_isRefused() throws IOException {
        byte[] good = Files.readAllBytes(Goldens.file("python.safetensors"));
        Path cut = folder.resolve("cut.safetensors");
        for (int length = 0; length < good.length; length++) {
            Files.write(cut, Arrays.copyOf(good, length));
            assertThatThrownBy(() -> Safetensors.read(cut))
                    .as("cut at " + length)
                    .isInstanceOf(InvalidWeightsException.class);
        }
        Files.write(cut, new byte[7]);
        assertThatThrownBy(() -> Safetensors.read(cut))
                .hasMessage("cut.safetensors: a safetensors file must have at least 8 bytes, got 7");
    }
}
