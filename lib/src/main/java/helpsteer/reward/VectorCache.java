package helpsteer.reward;

import helpsteer.run.Progress;
import helpsteer.run.Workspace;
import helpsteer.text.PromptResponse;
import helpsteer.weights.MappedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Vectors that a model made of texts, kept on disk by content hash, so that a text is computed once.
 *
 * <p>One file a model, in {@link VectorFormat}. Keys are in memory, vectors are read through a memory map. Additions happen
 * under a file lock, so two processes may share a file: who adds first takes over what the other has added since. A record
 * cut short by a crash is cut off at the next addition; one whose checksum is wrong counts as missing and is written anew in
 * its place. A file of an earlier format counts as empty and is made anew.
 */
public final class VectorCache {
    /** Texts between two savings, so that an interrupted run loses little. */
    private static final int CHUNK = 128;

    /**
     * Held by whoever opens a cache's file or changes what is known of one. A file lock holds off other processes only, and
     * on POSIX a process gives it up when any of its threads closes the file.
     */
    private static final Object FILES = new Object();

    private final Path file;
    private final VectorFormat format;

    /** Number of each text's record, from 0. */
    private final Map<String, Long> places = new HashMap<>();

    private long records;
    private MappedFile map = MappedFile.of(new byte[0]);

    /**
     * Opens the cache of one model.
     *
     * @param file may not exist yet
     * @param model identifies its weights and settings
     * @param width length of each vector
     * @throws IllegalArgumentException where the file holds vectors of another model or width
     */
    public VectorCache(Path file, String model, int width) {
        this.file = file;
        format = new VectorFormat(model, width);
        synchronized (FILES) {
            if (Files.exists(file)) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    if (hasHeader(channel)) {
                        readKeys(channel);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot read the cache " + file + ": " + e.getMessage(), e);
                }
            }
        }
    }

    /** The cache of a model in the workspace's cache folder; {@code model} identifies its weights and settings. */
    public static VectorCache ofModel(String model, int width) {
        return new VectorCache(Workspace.cache().resolve("vectors").resolve(model + ".vectors"), model, width);
    }

    /** Whether the file is of this format, model and width; not so where it is empty, cut short or of an earlier format. */
    private boolean hasHeader(FileChannel channel) throws IOException {
        if (channel.size() < VectorFormat.HEADER_BYTES) {
            return false;
        }
        byte[] found = bytes(channel, 0, VectorFormat.HEADER_BYTES);
        if (VectorFormat.isKnown(found) && !Arrays.equals(found, format.header())) {
            throw new IllegalArgumentException("cache " + file.getFileName() + " must hold vectors of length "
                    + format.width() + " of this model, got those of another; remove the file");
        }
        return VectorFormat.isKnown(found);
    }

    private static byte[] bytes(FileChannel channel, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new IOException("it became shorter while it was read");
            }
        }
        return bytes.array();
    }

    /** Takes over the records that the file has beyond those known. */
    private void readKeys(FileChannel channel) throws IOException {
        long whole = (channel.size() - VectorFormat.HEADER_BYTES) / format.recordBytes();
        for (; records < whole; records++) {
            byte[] key = bytes(channel, format.place(records), VectorFormat.KEY_BYTES);
            places.putIfAbsent(HexFormat.of().formatHex(key), records);
        }
    }

    /** How a model makes vectors of texts: one each, in their order. */
    @FunctionalInterface
    public interface Model {
        /** Vectors of the exchanges, shape (B, width). */
        float[][] vectors(List<PromptResponse> exchanges);
    }

    /** Whether every exchange's vector is known. */
    public boolean knows(List<PromptResponse> exchanges) {
        return exchanges.stream().allMatch(e -> find(e.contentHash()).isPresent());
    }

    /**
     * The vectors of the exchanges, in their order; the model makes those that are not known, which are then kept.
     *
     * @param task what progress calls the making; its notes name records that were damaged
     * @return shape (B, width)
     */
    public float[][] vectors(List<PromptResponse> exchanges, Model model, String task) {
        Map<String, PromptResponse> missing = new LinkedHashMap<>();
        Map<String, float[]> found = new HashMap<>();
        List<String> damaged = new ArrayList<>();
        for (PromptResponse exchange : exchanges) {
            String hash = exchange.contentHash();
            find(hash).ifPresentOrElse(v -> found.put(hash, v), () -> {
                if (missing.put(hash, exchange) == null && has(hash)) {
                    damaged.add(hash);
                }
            });
        }
        if (!damaged.isEmpty()) {
            Progress.current().update(task, 0, missing.size(), damage(damaged));
        }
        Progress progress = Progress.current();
        List<Map.Entry<String, PromptResponse>> todo = List.copyOf(missing.entrySet());
        for (int from = 0; from < todo.size(); from += CHUNK) {
            List<Map.Entry<String, PromptResponse>> chunk = todo.subList(from, Math.min(todo.size(), from + CHUNK));
            List<String> hashes = chunk.stream().map(Map.Entry::getKey).toList();
            int before = from;
            List<PromptResponse> texts = chunk.stream().map(Map.Entry::getValue).toList();
            float[][] made = Progress.during(
                    (name, done, total, note) -> progress.update(task, before + done, todo.size(), note),
                    () -> model.vectors(texts));
            addAll(hashes, made);
            for (int i = 0; i < made.length; i++) {
                found.put(hashes.get(i), made[i]);
            }
            progress.update(task, from + chunk.size(), todo.size(), "");
        }
        return exchanges.stream()
                .map(e -> Objects.requireNonNull(found.get(e.contentHash())).clone())
                .toArray(float[][]::new);
    }

    private boolean has(String contentHash) {
        synchronized (FILES) {
            return places.containsKey(contentHash);
        }
    }

    private String damage(List<String> hashes) {
        return hashes.size() + " records of " + file.getFileName()
                + " are damaged and computed again, the first of text "
                + hashes.get(0).substring(0, 12);
    }

    /** The vector of that content hash; empty where it was never computed, or its record is damaged. */
    public Optional<float[]> find(String contentHash) {
        synchronized (FILES) {
            Long record = places.get(contentHash);
            return record == null ? Optional.empty() : read(contentHash, record);
        }
    }

    private Optional<float[]> read(String contentHash, long record) {
        long at = format.place(record);
        try {
            if (at + format.recordBytes() > map.size()) {
                map = MappedFile.open(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the cache " + file + ": " + e.getMessage(), e);
        }
        return format.vector(contentHash, map.read(at, format.recordBytes()));
    }

    /** How many vectors are known. */
    public int size() {
        synchronized (FILES) {
            return places.size();
        }
    }

    /**
     * Adds vectors, which have reached the disk when this returns.
     *
     * @param contentHashes SHA-256 in hexadecimal, one for each vector
     * @param vectors shape (B, width), finite
     */
    public void addAll(List<String> contentHashes, float[][] vectors) {
        if (contentHashes.size() != vectors.length) {
            throw new IllegalArgumentException(
                    "vectors must be one for each text, got " + vectors.length + " for " + contentHashes.size());
        }
        for (float[] vector : vectors) {
            refuseUnlike(vector);
        }
        synchronized (FILES) {
            append(contentHashes, vectors);
        }
    }

    private void refuseUnlike(float[] vector) {
        if (vector.length != format.width()) {
            throw new IllegalArgumentException("vectors must have length " + format.width() + ", got " + vector.length);
        }
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("vectors must be finite, got " + value
                        + "; look whether the model's weights are, and whether its precision suffices");
            }
        }
    }

    private void append(List<String> contentHashes, float[][] vectors) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                assert lock != null;
                if (records > 0 && channel.size() < format.place(records)) {
                    throw new IOException("it became shorter than it was; remove it and start again");
                }
                if (!hasHeader(channel)) {
                    channel.truncate(0);
                    write(channel, 0, ByteBuffer.wrap(format.header()));
                }
                readKeys(channel);
                for (int i = 0; i < vectors.length; i++) {
                    add(channel, contentHashes.get(i), vectors[i]);
                }
                channel.force(false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot add to the cache " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes a record behind the others, or over its own where that is damaged. It is looked at through the channel, since
     * to map the file anew would give up the lock.
     */
    private void add(FileChannel channel, String contentHash, float[] vector) throws IOException {
        Long known = places.get(contentHash);
        if (known == null) {
            write(channel, format.place(records), format.record(contentHash, vector));
            places.put(contentHash, records++);
            return;
        }
        ByteBuffer there = ByteBuffer.wrap(bytes(channel, format.place(known), format.recordBytes()));
        if (format.vector(contentHash, there).isEmpty()) {
            write(channel, format.place(known), format.record(contentHash, vector));
        }
    }

    private static void write(FileChannel channel, long at, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
    }
}
