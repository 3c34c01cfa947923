package helpsteer.run;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of lines that grows at its end and that one run at a time writes. Lines are handed to the system at once, so a
 * process that is killed loses at most what it was writing. The unfinished line that it leaves is cut off before the next line
 * is written; until then the file stays as it was found.
 * The lock is a file of its own beside it, {@code .NAME.lock}, so that anyone may read the file meanwhile.
 */
public final class AppendLog implements AutoCloseable {
    private static final int BLOCK = 1 << 16;

    private final Path file;
    private final LockFile lock;
    private final RandomAccessFile out; // not a channel, which an interrupt would close for good
    private final InputStream old;
    private final Sink sink;
    private final long cutOff;

    /** Behind the last line of all, behind the last of an earlier run, and behind the last of those that was read. */
    private long end;

    private long had;
    private long read;

    /** How bytes come into the file. */
    @FunctionalInterface
    interface Sink {
        void write(RandomAccessFile file, byte[] bytes) throws IOException;
    }

    private AppendLog(Path file, LockFile lock, Sink sink) throws IOException {
        this.file = file;
        this.lock = lock;
        this.sink = sink;
        out = new RandomAccessFile(file.toFile(), "rw");
        try {
            end = endOfLastLine(out);
            had = end;
            cutOff = out.length() - end;
            old = new BufferedInputStream(new FileInputStream(file.toFile()), BLOCK);
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    /**
     * Opens a file to append to; makes it, and its folder, where it is missing.
     *
     * @throws IllegalStateException where another run has it open
     */
    public static AppendLog open(Path file) {
        return open(file, RandomAccessFile::write);
    }

    static AppendLog open(Path file, Sink sink) {
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
            LockFile lock = LockFile.hold(
                    file.resolveSibling("." + file.getFileName() + ".lock"),
                    holder -> new IllegalStateException("file must be written by one run at a time, got "
                            + file.getFileName() + ", which " + holder
                            + " has open; wait for it or choose another file"));
            try {
                return new AppendLog(file, lock, sink);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    /** The lines of a file as it stands, without an unfinished last one; whoever writes it is not disturbed. */
    public static List<String> lines(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    }

    private static long endOfLastLine(RandomAccessFile out) throws IOException {
        byte[] block = new byte[BLOCK];
        for (long end = out.length(); end > 0; ) {
            int size = (int) Math.min(block.length, end);
            out.seek(end - size);
            out.readFully(block, 0, size);
            for (int i = size - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return end - size + i + 1;
                }
            }
            end -= size;
        }
        return 0;
    }

    /** Bytes of the unfinished last line that the file had when it was opened; 0 where it was whole. */
    public long cutOff() {
        return cutOff;
    }

    /** Whether a whole line is there. */
    public synchronized boolean hasLines() {
        return end > 0;
    }

    /** Whether the file had nothing in it when it was opened, not even an unfinished line. */
    public synchronized boolean isEmpty() {
        return end + cutOff == 0;
    }

    /** Takes an unfinished last line away now, for those who read the file by its name. */
    public synchronized void mend() {
        cut(end);
    }

    /** The next line of those that the file had when it was opened, from its beginning; empty behind the last. */
    public synchronized Optional<String> next() {
        if (read >= had) {
            return Optional.empty();
        }
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = old.read(); b != '\n'; b = old.read()) {
                if (b < 0) {
                    throw new IOException("it became shorter while it was read");
                }
                line.write(b);
            }
            read += line.size() + 1;
            return Optional.of(line.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Bytes of the lines that {@link #next} has given: where the file may be cut. */
    public synchronized long read() {
        return read;
    }

    /** Takes away what lies behind a line's end. */
    public synchronized void cut(long lineEnd) {
        try {
            if (out.length() > lineEnd) {
                out.setLength(lineEnd);
            }
            end = lineEnd;
            had = Math.min(had, lineEnd);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Appends a line. */
    public void append(String line) {
        append(List.of(line));
    }

    /**
     * Appends lines by one write; safe from several threads. After an error the file ends where it did before.
     *
     * @param lines without their ends, each on one line
     */
    public synchronized void append(List<String> lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            if (line.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("line must hold no line break, got one at " + line.indexOf('\n'));
            }
            text.append(line).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        mend();
        try {
            out.seek(end);
            sink.write(out, bytes);
            end += bytes.length;
        } catch (IOException e) {
            removeTorn(e);
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private void removeTorn(IOException cause) {
        try {
            out.setLength(end);
        } catch (IOException e) {
            cause.addSuppressed(e); // it is cut off when the file is opened again
        }
    }

    /** Returns when all that was appended has reached the disk. */
    public synchronized void force() {
        try {
            out.getFD().sync();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Forces the file to the disk, gives it its final name and closes it. Nobody may write that name after this. */
    public synchronized void finish(Path target) throws IOException {
        force();
        out.close();
        AtomicFile.move(file, target);
        lock.remove();
        close();
    }

    /** Removes the file with its lock, and closes it. Nobody may write it after this. */
    public synchronized void discard() throws IOException {
        out.close();
        Files.delete(file);
        lock.remove();
        close();
    }

    @Override
    public synchronized void close() {
        try {
            try (lock;
                    out) {
                old.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file + ": " + e.getMessage(), e);
        }
    }
}
