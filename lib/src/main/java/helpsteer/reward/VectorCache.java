package helpsteer.reward;

import helpsteer.run.Progress;
import helpsteer.run.Workspace;
import helpsteer.text.Exchange;
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
 * <p>A file of equal records (32 bytes of key, then floats), one file a model. Additions happen under a file lock, so
 * two processes may share it; a record cut short by a crash is cut off at the next addition and computed again.
 */
public final class VectorCache {
    private static final int KEY_BYTES = 32;

    /** Texts between two savings, so that an interrupted run loses little. */
    private static final int CHUNK = 128;

    /** A file lock holds off other processes only; this holds off the other threads of this one. */
    private static final Object WRITING = new Object();

    private final Path file;
    private final int width;
    private final Map<String, float[]> known = new HashMap<>();

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
                load(channel);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the cache " + file + ": " + e.getMessage(), e);
            }
        }
    }

    /** The cache of a model in the workspace's cache folder; {@code model} identifies its weights and settings. */
    public static VectorCache ofModel(String model, int width) {
        return new VectorCache(Workspace.cache().resolve("vectors").resolve(model + ".bin"), width);
    }

    private void load(FileChannel channel) throws IOException {
        ByteBuffer record = record();
        while (channel.read(record) >= 0) {
            if (record.hasRemaining()) {
                continue;
            }
            record.flip();
            byte[] key = new byte[KEY_BYTES];
            record.get(key);
            float[] vector = new float[width];
            record.asFloatBuffer().get(vector);
            known.put(HexFormat.of().formatHex(key), vector);
            record.clear();
        }
    }

    private ByteBuffer record() {
        return ByteBuffer.allocate(KEY_BYTES + width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** How a model makes vectors of texts: one each, in their order. */
    @FunctionalInterface
    public interface Model {
        /** Vectors of the exchanges, shape (B, width). */
        float[][] vectors(List<Exchange> exchanges, Progress progress);
    }

    /** Whether every exchange's vector is known. */
    public boolean knows(List<Exchange> exchanges) {
        return exchanges.stream().allMatch(e -> known.containsKey(e.contentHash()));
    }

    /**
     * The vectors of the exchanges, in their order; the model makes those that are not known, which are then kept.
     *
     * @param task what progress calls the making
     * @return shape (B, width)
     */
    public float[][] vectors(List<Exchange> exchanges, Model model, String task, Progress progress) {
        Map<String, Exchange> missing = new LinkedHashMap<>();
        List<String> hashes = exchanges.stream().map(Exchange::contentHash).toList();
        for (int i = 0; i < hashes.size(); i++) {
            if (!known.containsKey(hashes.get(i))) {
                missing.put(hashes.get(i), exchanges.get(i));
            }
        }
        List<Map.Entry<String, Exchange>> todo = List.copyOf(missing.entrySet());
        for (int from = 0; from < todo.size(); from += CHUNK) {
            List<Map.Entry<String, Exchange>> chunk = todo.subList(from, Math.min(todo.size(), from + CHUNK));
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
        return Optional.ofNullable(known.get(contentHash)).map(float[]::clone);
    }

    /** How many vectors are known. */
    public int size() {
        return known.size();
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
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                long recordBytes = record().capacity();
                channel.position(channel.size() / recordBytes * recordBytes);
                for (int i = 0; i < vectors.length; i++) {
                    ByteBuffer record = record();
                    record.put(HexFormat.of().parseHex(contentHashes.get(i)));
                    record.asFloatBuffer().put(vectors[i]);
                    record.rewind();
                    while (record.hasRemaining()) {
                        channel.write(record);
                    }
                    known.put(contentHashes.get(i), vectors[i].clone());
                }
                if (!lock.isValid()) {
                    throw new IOException("the lock was lost");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot add to the cache " + file + ": " + e.getMessage(), e);
        }
    }
}
