package helpsteer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardsTest {
    private static final StoredTensor A = StoredTensor.of("a", List.of(2L), new float[] {1, 2});
    private static final StoredTensor B = StoredTensor.of("b", List.of(3L), new float[] {3, 4, 5});
    private static final StoredTensor C = StoredTensor.of("c", List.of(1L), new float[] {6});

    private final Path folder;

    ShardsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void write_underTheSize_isOneFileWithoutIndex() throws IOException {
        Shards.write(folder, List.of(A, B, C), 24);
        assertThat(folder.toFile().list()).containsExactly("model.safetensors");
        assertThat(Safetensors.read(folder.resolve("model.safetensors")).names())
                .containsExactly("a", "b", "c");
    }

    @Test
    void write_overTheSize_isShardsWithTheIndexOfTransformers() throws IOException {
        Shards.write(folder, List.of(A, B, C), 16);
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        "model-00001-of-00002.safetensors",
                        "model-00002-of-00002.safetensors",
                        "model.safetensors.index.json");
        assertThat(Files.readString(folder.resolve(Shards.INDEX)))
                .isEqualToIgnoringWhitespace(
                        """
                        {"metadata": {"total_size": 24},
                         "weight_map": {"a": "model-00001-of-00002.safetensors",
                                        "b": "model-00002-of-00002.safetensors",
                                        "c": "model-00002-of-00002.safetensors"}}""");
        TensorMap read = Shards.read(folder.resolve(Shards.INDEX));
        assertThat(read.names()).containsExactly("a", "b", "c");
        assertThat(read.require("b", List.of(3L)).floats()).containsExactly(3, 4, 5);
    }

    /** A tensor larger than the size has a shard of its own. */
    @Test
    void write_tensorOverTheSize_isNotCut() throws IOException {
        Shards.write(folder, List.of(A, B, C), 1);
        assertThat(Shards.read(folder.resolve(Shards.INDEX)).names()).containsExactly("a", "b", "c");
        assertThat(folder.toFile().list()).hasSize(4);
    }

    private void refused(String index, String message) throws IOException {
        Path file = Files.writeString(folder.resolve(Shards.INDEX), index);
        assertThatThrownBy(() -> Shards.read(file))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("model.safetensors.index.json: " + message);
    }

    private static String map(String... pairs) {
        StringBuilder out = new StringBuilder("{\"weight_map\": {");
        for (int i = 0; i < pairs.length; i += 2) {
            out.append(i == 0 ? "" : ", ").append("\"%s\": \"%s.safetensors\"".formatted(pairs[i], pairs[i + 1]));
        }
        return out.append("}}").toString();
    }

    @Test
    void read_indexAndShardsDisagree_isRefusedByName() throws IOException {
        Safetensors.write(folder.resolve("one.safetensors"), List.of(A, B), Map.of());
        Safetensors.write(folder.resolve("two.safetensors"), List.of(C), Map.of());
        Safetensors.write(folder.resolve("more.safetensors"), List.of(B, C), Map.of());

        refused(
                map("a", "one", "b", "one", "c", "three"),
                "shard three.safetensors must lie beside the index, got none;" + " fetch it");
        refused(
                map("a", "one", "b", "one", "d", "two"),
                "c of two.safetensors must be listed with its shard, got no entry");
        refused(
                map("a", "one", "b", "one", "c", "two", "d", "two"),
                "d must lie in two.safetensors as listed, got none there");
        refused(map("a", "one", "c", "two"), "b of one.safetensors must be listed with its shard, got no entry");
        refused(
                map("a", "one", "b", "one", "c", "more"),
                "b must lie in one shard, got one.safetensors and more.safetensors");
        refused(
                map("a", "one", "b", "two", "c", "two"),
                "b of one.safetensors must be listed with its shard, got two.safetensors");
    }

    @Test
    void read_indexThatReachesElsewhere_isRefused() throws IOException {
        refused(
                map("a", "../one"),
                "a shard must be a .safetensors file in the folder of the index, got \"../one.safetensors\"");
        refused(
                map("a", "/elsewhere/one"),
                "a shard must be a .safetensors file in the folder of the index, got \"/elsewhere/one.safetensors\"");
        refused("{\"weight_map\": {\"a\": 1}}", "a must be mapped to the name of a file, got 1");
        refused("{\"weight_map\": {}}", "the index must have a weight_map with tensors, got OBJECT");
        refused("{}", "the index must have a weight_map with tensors, got MISSING");
        refused("{\"weight_map\": {\"a\": \"x\", \"a\": \"y\"}}", "the index must be JSON: Duplicate field 'a'");
    }

    /** A hole in a sparse file takes no room; the numbers behind it lie where a buffer's own index cannot reach. */
    @Test
    void read_tensorBeyondTwoGibibytes_givesTheNumbersBehindTheMark() throws IOException {
        long count = (1L << 29) + 1000;
        String header = "{\"small\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"large\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[8,%d]},"
                        .formatted(count, 8 + 4 * count)
                + "\"last\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}}"
                        .formatted(8 + 4 * count, 12 + 4 * count);
        Path file = folder.resolve("model.safetensors");
        long start = 8L + header.length();
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length())
                    .array());
            sparse.write(header.getBytes(StandardCharsets.US_ASCII));
            sparse.setLength(start + 12 + 4 * count);
            for (long at : new long[] {0, (1L << 28) - 3, (1L << 29) + 7, count - 1}) {
                sparse.seek(start + 8 + 4 * at);
                sparse.write(ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(at + 0.5f)
                        .array());
            }
            sparse.seek(start + 8 + 4 * count);
            sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3f});
        }

        TensorMap read = Safetensors.read(file);
        StoredTensor large = read.require("large", List.of(count));
        assertThat(large.floats(0, 2)).containsExactly(0.5f, 0);
        // Across the border between two maps.
        assertThat(large.floats((1L << 28) - 4, 8)[1]).isEqualTo((1L << 28) - 3 + 0.5f);
        assertThat(large.floats((1L << 29) + 6, 3)).containsExactly(0, (1L << 29) + 7 + 0.5f, 0);
        assertThat(large.floats(count - 1, 1)).containsExactly(count - 1 + 0.5f);
        assertThat(read.require("last", List.of(1L)).floats()).containsExactly(1);
        assertThatThrownBy(large::bytes)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("large must be smaller than 2 GiB to be read whole, got 2147487648 bytes;"
                        + " read it piece by piece");
    }
}
