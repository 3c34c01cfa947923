package helpsteer.weights.gguf;

import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.MappedFile;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import helpsteer.weights.TensorSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A GGUF file (llama.cpp's format) of version 2 or 3, little-endian: metadata and tensors under their own names.
 *
 * <p>The file is mapped; metadata and numbers are decoded when they are asked for. Shapes are in row-major order, the
 * reverse of the file's.
 *
 * @param metadata its key-value pairs
 * @param tensors its tensors; blocks of small integers read as fp32
 */
public record GgufFile(GgufMetadata metadata, TensorMap tensors) {
    private static final int MAGIC = 0x46554747;
    private static final String ALIGNMENT = "general.alignment";

    /** Key, type and the shortest value; name, dimensions, type and offset. */
    private static final int LEAST_PAIR = 8 + 4 + 1;

    private static final int LEAST_TENSOR = 8 + 4 + 4 + 8;

    private record Entry(String name, GgufType type, List<Long> shape, long offset, long bytes) {}

    /**
     * Reads the head and checks every size against the file.
     *
     * @throws InvalidWeightsException where the file is something else, is cut short or contradicts itself
     */
    public static GgufFile read(Path file) throws IOException {
        try {
            return of(MappedFile.open(file));
        } catch (InvalidWeightsException e) {
            throw new InvalidWeightsException(file.getFileName() + ": " + e.getMessage(), e);
        }
    }

    public static GgufFile of(MappedFile file) {
        GgufCursor head = new GgufCursor(file.head());
        requireFormat(head);
        int tensorCount = head.count("number of tensors", LEAST_TENSOR);
        int pairCount = head.count("number of metadata pairs", LEAST_PAIR);
        GgufMetadata metadata = new GgufMetadata();
        for (int i = 0; i < pairCount; i++) {
            String key = head.string("metadata key");
            metadata.put(key, head.copy());
            head.skip();
        }
        int splits = metadata.count("split.count", 1);
        if (splits > 1) {
            throw new InvalidWeightsException("a GGUF file must be whole, got one of " + splits
                    + " parts; join them with llama-gguf-split --merge");
        }
        long alignment = metadata.count(ALIGNMENT, 32);
        if (alignment < 1 || alignment % 8 != 0) {
            throw new InvalidWeightsException(ALIGNMENT + " must be a multiple of 8, got " + alignment);
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < tensorCount; i++) {
            entries.add(entry(head, alignment));
        }
        long start = (head.position() + alignment - 1) / alignment * alignment;
        requireApart(entries, file.size() - start);
        return new GgufFile(metadata, tensors(entries, file, start));
    }

    private static void requireFormat(GgufCursor head) {
        int magic = head.integer();
        if (magic != MAGIC) {
            throw new InvalidWeightsException(
                    "a GGUF file must begin with \"GGUF\", got 0x%08x; this is another format".formatted(magic));
        }
        int version = head.integer();
        if (version != 2 && version != 3) {
            boolean turned = Integer.reverseBytes(version) == 3;
            throw new InvalidWeightsException("GGUF version must be 2 or 3, little-endian, got "
                    + (turned ? "a big-endian file" : Integer.toUnsignedString(version))
                    + "; convert the model again with a current llama.cpp");
        }
    }

    private static Entry entry(GgufCursor head, long alignment) {
        String name = head.string("tensor name");
        int axes = head.integer();
        if (axes < 0 || axes > 4) {
            throw new InvalidWeightsException(
                    name + " must have 0 to 4 dimensions, got " + Integer.toUnsignedString(axes));
        }
        List<Long> shape = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            shape.add(0, head.size("size of " + name));
        }
        GgufType type = GgufType.of(name, head.integer());
        long offset = head.size("offset of " + name);
        if (offset % alignment != 0) {
            throw new InvalidWeightsException(
                    name + " must begin at a multiple of " + alignment + ", got offset " + offset);
        }
        return new Entry(name, type, List.copyOf(shape), offset, bytes(name, type, shape));
    }

    private static long bytes(String name, GgufType type, List<Long> shape) {
        long row = shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
        if (row % type.blockCount() != 0) {
            throw new InvalidWeightsException(
                    name + " must have rows of a multiple of " + type.blockCount() + " for " + type + ", got " + shape);
        }
        try {
            // Four times the count must fit as well, since blocks unpack to fp32.
            long count = shape.stream().reduce(1L, Math::multiplyExact);
            Math.multiplyExact(count, (long) Float.BYTES);
            return Math.multiplyExact(count / type.blockCount(), (long) type.blockBytes());
        } catch (ArithmeticException e) {
            throw new InvalidWeightsException(name + " must have a size below 2^63, got shape " + shape, e);
        }
    }

    private static void requireApart(List<Entry> entries, long dataBytes) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::offset).thenComparingLong(Entry::bytes));
        long end = 0;
        for (Entry entry : sorted) {
            if (entry.offset < end) {
                throw new InvalidWeightsException(
                        entry.name + " must begin behind the tensor before it at " + end + ", got " + entry.offset);
            }
            if (entry.offset > dataBytes || entry.bytes > dataBytes - entry.offset) {
                throw new InvalidWeightsException(entry.name + " must lie within the file's " + dataBytes
                        + " bytes of numbers, got " + entry.bytes + " from " + entry.offset + "; fetch it again");
            }
            end = entry.offset + entry.bytes;
        }
    }

    private static TensorMap tensors(List<Entry> entries, MappedFile file, long start) {
        List<StoredTensor> out = new ArrayList<>();
        for (Entry entry : entries) {
            TensorSource packed = file.from(start + entry.offset);
            out.add(new StoredTensor(entry.name, entry.type.stored(), entry.shape, entry.type.plain(packed)));
        }
        return new TensorMap(out);
    }
}
