package helpsteer.reward;

import helpsteer.run.Progress;
import helpsteer.run.Workspace;
import helpsteer.text.PromptResponse;
import helpsteer.weights.MappedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Vectors that a model made of texts, kept on disk by content hash, so that a text is computed once.
 *
 * <p>A file of equal records (32 bytes of key, then floats), one file a model. Keys are in memory, vectors are read through
 * a memory map. Additions happen under a file lock, so two processes may share it: who adds first takes over what the other
 * has added since; a record cut short by a crash is cut off at the next addition and computed again.
 */
public final class VectorCache {
    private static final int KEY_BYTES = 32;

    /** Texts between two savings, so that an interrupted run loses little. */
    private static final int CHUNK = 128;

    /** A file lock holds off other processes only; this holds off the other threads of this one. */
    private static final Object WRITING = new Object();

    private final Path file;
    private final int width;

    /** Number of each text's record, from 0. */
    private final Map<String, Long> places = new HashMap<>();

    private long records;
    private MappedFile map = MappedFile.of(new byte[0]);

    /**
     * Opens the cache of one model.
     *
     * @param file may not exist yet
     * @param width length of each vector
     */
    public VectorCache(Path file, int width) {
        this.file = file;
        this.width = width;
        if (Files.exists(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                readKeys(channel);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the cache " + file + ": " + e.getMessage(), e);
            }
        }
    }

    /** The cache of a model in the workspace's cache folder; {@code model} identifies its weights and settings. */
    public static VectorCache ofModel(String model, int width) {
        return new VectorCache(Workspace.cache().resolve("vectors").resolve(model + ".bin"), width);
    }

    /** Takes over the records that the file has beyond those known. */
    private void readKeys(FileChannel channel) throws IOException {
        long whole = channel.size() / recordBytes();
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
        for (; records < whole; records++) {
            key.clear();
            while (key.hasRemaining()) {
                if (channel.read(key, records * recordBytes() + key.position()) < 0) {
                    throw new IOException("it became shorter while it was read");
                }
            }
            places.putIfAbsent(HexFormat.of().formatHex(key.array()), records);
        }
    }

    private int recordBytes() {
        return KEY_BYTES + width * Float.BYTES;
    }

    /** How a model makes vectors of texts: one each, in their order. */
    @FunctionalInterface
    public interface Model {
        /** Vectors of the exchanges, shape (B, width). */
        float[][] vectors(List<PromptResponse> exchanges, Progress progress);
    }

    /** Whether every exchange's vector is known. */
    public boolean knows(List<PromptResponse> exchanges) {
        return exchanges.stream().allMatch(e -> places.containsKey(e.contentHash()));
    }

    /**
     * The vectors of the exchanges, in their order; the model makes those that are not known, which are then kept.
     *
     * @param task what progress calls the making
     * @return shape (B, width)
     */
    public float[][] vectors(List<PromptResponse> exchanges, Model model, String task, Progress progress) {
        Map<String, PromptResponse> missing = new LinkedHashMap<>();
        List<String> hashes =
                exchanges.stream().map(PromptResponse::contentHash).toList();
        for (int i = 0; i < hashes.size(); i++) {
            if (!places.containsKey(hashes.get(i))) {
                missing.put(hashes.get(i), exchanges.get(i));
            }
        }
        List<Map.Entry<String, PromptResponse>> todo = List.copyOf(missing.entrySet());
        for (int from = 0; from < todo.size(); from += CHUNK) {
            List<Map.Entry<String, PromptResponse>> chunk = todo.subList(from, Math.min(todo.size(), from + CHUNK));
            int before = from;
            float[][] made = model.vectors(
                    chunk.stream().map(Map.Entry::getValue).toList(),
                    (name, done, total, note) -> progress.update(task, before + done, todo.size(), note));
            addAll(chunk.stream().map(Map.Entry::getKey).toList(), made);
            progress.update(task, from + chunk.size(), todo.size(), "");
        }
        return hashes.stream().map(h -> find(h).orElseThrow()).toArray(float[][]::new);
    }

    /** The vector of that content hash; empty where it was never computed. */
    public Optional<float[]> find(String contentHash) {
        return Optional.ofNullable(places.get(contentHash)).map(this::read);
    }

    private synchronized float[] read(long place) {
        long at = place * recordBytes() + KEY_BYTES;
        try {
            if (at + (long) width * Float.BYTES > map.size()) {
                map = MappedFile.open(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the cache " + file + ": " + e.getMessage(), e);
        }
        float[] vector = new float[width];
        map.read(at, width * Float.BYTES).asFloatBuffer().get(vector);
        return vector;
    }

    /** How many vectors are known. */
    public int size() {
        return places.size();
    }

    /**
     * Adds vectors and makes them last.
     *
     * @param contentHashes SHA-256 in hexadecimal, one for each vector
     * @param vectors shape (B, width)
     */
    public void addAll(List<String> contentHashes, float[][] vectors) {
        if (contentHashes.size() != vectors.length) {
            throw new IllegalArgumentException(
                    "vectors must be one for each text, got " + vectors.length + " for " + contentHashes.size());
        }
        for (float[] vector : vectors) {
            if (vector.length != width) {
                throw new IllegalArgumentException("vectors must have length " + width + ", got " + vector.length);
            }
        }
        synchronized (WRITING) {
            append(contentHashes, vectors);
        }
    }

    private void append(List<String> contentHashes, float[][] vectors) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (channel.size() < records * recordBytes()) {
                    throw new IOException("it became shorter than it was; remove it and start again");
                }
                readKeys(channel);
                for (int i = 0; i < vectors.length; i++) {
                    if (!places.containsKey(contentHashes.get(i))) {
                        write(channel, contentHashes.get(i), vectors[i]);
                    }
                }
                if (!lock.isValid()) {
                    throw new IOException("the lock was lost");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot add to the cache " + file + ": " + e.getMessage(), e);
        }
    }

    private void write(FileChannel channel, String contentHash, float[] vector) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(recordBytes()).order(ByteOrder.LITTLE_ENDIAN);
        record.put(HexFormat.of().parseHex(contentHash));
        record.asFloatBuffer().put(vector);
        record.rewind();
        while (record.hasRemaining()) {
            channel.write(record, records * recordBytes() + record.position());
        }
        places.put(contentHash, records++);
    }
}
