package helpsteer.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.run.AtomicFile;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: an 8-byte header length, a JSON header, then the numbers.
 *
 * <p>Files are mapped, so a tensor's numbers are read when they are asked for; files and tensors may be larger than
 * 2 GiB.
 */
public final class Safetensors {
    /** The name that transformers gives the file of a whole model. */
    public static final String FILE = "model.safetensors";

    /** The format's own ceiling, which keeps a broken length from being allocated. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    /** Bytes of a tensor written at a time; larger than any matrix that is made as a whole when read. */
    private static final int PIECE = 1 << 28;

    private static final int WRITTEN_BYTES = 1 << 23;

    private Safetensors() {}

    /**
     * The tensors of a file.
     *
     * @throws InvalidWeightsException where the header does not fit the file
     */
    public static TensorMap read(Path file) throws IOException {
        try {
            return of(MappedFile.open(file));
        } catch (InvalidWeightsException e) {
            throw new InvalidWeightsException(file.getFileName() + ": " + e.getMessage(), e);
        }
    }

    static TensorMap of(MappedFile file) {
        long size = file.size();
        if (size < Long.BYTES) {
            throw new InvalidWeightsException("a safetensors file must have at least 8 bytes, got " + size);
        }
        long headerBytes = file.read(0, Long.BYTES).getLong();
        if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, size - Long.BYTES)) {
            throw new InvalidWeightsException(
                    "header length must fit the file of " + size + " bytes, got " + headerBytes);
        }
        byte[] header = new byte[(int) headerBytes];
        file.read(Long.BYTES, header.length).get(header);
        return new TensorMap(tensors(file, parse(header), Long.BYTES + headerBytes));
    }

    private static JsonNode parse(byte[] header) {
        try {
            JsonNode root = Json.read(header);
            if (!root.isObject()) {
                throw new InvalidWeightsException("the header must be a JSON object, got " + root.getNodeType());
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new InvalidWeightsException("the header must be JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidWeightsException("the header must be JSON in UTF-8", e);
        }
    }

    private record Entry(String name, ElementType type, List<Long> shape, long from, long to) {}

    private static List<StoredTensor> tensors(MappedFile file, JsonNode header, long start) {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                entries.add(entry(field.getKey(), field.getValue()));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
        long end = 0;
        for (Entry e : entries) {
            if (e.from != end) {
                throw new InvalidWeightsException(e.name + " must begin at offset " + end + ", got " + e.from);
            }
            end = e.to;
        }
        if (start + end != file.size()) {
            throw new InvalidWeightsException(
                    "the tensors must end with the file at " + file.size() + ", got " + (start + end));
        }
        List<StoredTensor> out = new ArrayList<>();
        for (Entry e : entries) {
            out.add(new StoredTensor(e.name, e.type, e.shape, file.from(start + e.from)));
        }
        return out;
    }

    private static Entry entry(String name, JsonNode node) {
        JsonNode offsets = node.path("data_offsets");
        if (offsets.size() != 2 || !isLong(offsets.path(0)) || !isLong(offsets.path(1))) {
            throw new InvalidWeightsException(name + " must have two data_offsets, got " + offsets);
        }
        if (!node.path("shape").isArray()) {
            throw new InvalidWeightsException(name + " must have a list as shape, got \"" + node.path("shape") + "\"");
        }
        List<Long> shape = new ArrayList<>();
        for (JsonNode size : node.path("shape")) {
            if (!isLong(size) || size.longValue() < 0) {
                throw new InvalidWeightsException(name + " must have sizes of at least 0, got " + size);
            }
            shape.add(size.longValue());
        }
        ElementType type = ElementType.ofSafetensors(name, node.path("dtype").asText());
        Entry entry = new Entry(
                name, type, shape, offsets.get(0).longValue(), offsets.get(1).longValue());
        long bytes;
        try {
            long count = shape.stream().reduce(1L, Math::multiplyExact);
            bytes = Math.multiplyExact(count, (long) type.bytes());
        } catch (ArithmeticException e) {
            throw new InvalidWeightsException(name + " must have a size below 2^63, got shape " + shape, e);
        }
        if (entry.from < 0 || entry.to < 0 || entry.to - entry.from != bytes) {
            throw new InvalidWeightsException(
                    name + " must span " + bytes + " bytes, got offsets " + entry.from + ".." + entry.to);
        }
        return entry;
    }

    private static boolean isLong(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong();
    }

    /**
     * Writes tensors in the given order; the file appears whole or not at all.
     *
     * @throws InvalidWeightsException where a name stands twice
     */
    public static void write(Path file, Collection<StoredTensor> tensors, Map<String, String> metadata)
            throws IOException {
        ObjectNode header = Json.object();
        if (!metadata.isEmpty()) {
            header.set("__metadata__", Json.tree(metadata));
        }
        long offset = 0;
        for (StoredTensor tensor : new TensorMap(tensors).all()) {
            long end = offset + tensor.byteCount();
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", tensor.type().name());
            entry.set("shape", Json.tree(tensor.shape()));
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = padded(Json.line(header));
        AtomicFile.write(file, temporary -> {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                writeAll(channel, length.putLong(json.length).flip());
                writeAll(channel, ByteBuffer.wrap(json));
                for (StoredTensor tensor : tensors) {
                    for (ByteBuffer piece : tensor.pieces(PIECE)) {
                        writeAll(channel, piece);
                    }
                }
            }
        });
    }

    /** The header is filled with blanks so that the numbers begin at a multiple of 8. */
    private static byte[] padded(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        int blanks = Math.floorMod(-bytes.length, Long.BYTES);
        return (json + " ".repeat(blanks)).getBytes(StandardCharsets.UTF_8);
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) { // in slices: what is not direct is copied outside of the heap to be written
            int most = Math.min(WRITTEN_BYTES, bytes.remaining());
            bytes.position(bytes.position() + channel.write(bytes.slice(bytes.position(), most)));
        }
    }
}
