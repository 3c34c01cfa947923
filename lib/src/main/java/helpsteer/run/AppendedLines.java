package helpsteer.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of lines that grows at its end, each line handed to the system at once, so that a process that is killed loses at
 * most the line it was writing. What it left of that line is cut off when the file is opened again.
 */
public final class AppendedLines implements AutoCloseable {
    private final Path file;
    private final RandomAccessFile out; // not a channel, which an interrupt would close for good
    private final long cutOff;

    private AppendedLines(Path file, RandomAccessFile out, long cutOff) {
        this.file = file;
        this.out = out;
        this.cutOff = cutOff;
    }

    /**
     * Opens a file to append to; makes it, and its folder, where it is missing.
     *
     * @throws IllegalStateException where another run has it open
     */
    public static AppendedLines open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
            RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
            if (!locked(out)) {
                out.close();
                throw new IllegalStateException("file must be written by one run at a time, got " + file.getFileName()
                        + ", which another has open; wait for it or choose another file");
            }
            long whole = endOfLastLine(out);
            long torn = out.length() - whole;
            out.setLength(whole);
            out.seek(whole);
            return new AppendedLines(file, out, torn);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Takes an unfinished last line away from a file that may not exist. Whoever reads a file that it then appends to calls
     * this first and opens the file after reading: closing any reader of a file gives up the process's lock on it (POSIX).
     *
     * @return bytes taken away
     * @throws IllegalStateException where another run has it open
     */
    public static long mend(Path file) {
        if (!Files.exists(file)) {
            return 0;
        }
        try (AppendedLines lines = open(file)) {
            return lines.cutOff();
        }
    }

    /** The system lets go of the lock when the file is closed, however the process ends. */
    private static boolean locked(RandomAccessFile out) throws IOException {
        try {
            return out.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this very process
        }
    }

    private static long endOfLastLine(RandomAccessFile out) throws IOException {
        byte[] block = new byte[1 << 16];
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

    /** Bytes of an unfinished last line that opening took away; 0 where the file was whole. */
    public long cutOff() {
        return cutOff;
    }

    /**
     * Appends a line; safe from several threads.
     *
     * @param line without its end, on one line
     */
    public synchronized void append(String line) {
        if (line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("line must hold no line break, got one at " + line.indexOf('\n'));
        }
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file + ": " + e.getMessage(), e);
        }
    }
}
