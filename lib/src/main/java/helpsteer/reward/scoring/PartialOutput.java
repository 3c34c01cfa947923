package helpsteer.reward.scoring;

import helpsteer.run.AtomicFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The output while it is not whole, under another name. The lines that an earlier run left are read once from the start;
 * the first new line is written behind the last of them that was taken, and a torn one behind that is removed.
 */
final class PartialOutput implements AutoCloseable {
    /** How bytes come into the file. */
    @FunctionalInterface
    interface Writing {
        /** Writes some of the bytes at the channel's place. */
        int write(FileChannel channel, ByteBuffer bytes) throws IOException;
    }

    private final Path file;
    private final Writing writing;
    private final FileChannel channel;
    private final InputStream old;
    private long kept;
    private boolean begun;

    /** Makes the file where it is missing. */
    PartialOutput(Path file, Writing writing) throws IOException {
        this.file = file;
        this.writing = writing;
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!locked()) {
            channel.close();
            throw new IllegalStateException("output must belong to one run at a time, got " + file.getFileName()
                    + ", which another process writes; wait for it or name another output");
        }
        old = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    private boolean locked() throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this very process
        }
    }

    /** The next whole line of an earlier run; none where there is none, or a torn one. */
    Optional<String> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = old.read(); b >= 0; b = old.read()) {
            if (b == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            line.write(b);
        }
        return Optional.empty();
    }

    /** Says that a line is right and stays. */
    void keep(String line) {
        kept += line.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    /**
     * Writes lines behind all that were kept; after an error the file ends with the last line that was kept.
     *
     * @param lines each with its end
     */
    void write(String lines) throws IOException {
        if (!begun) {
            channel.truncate(kept);
            channel.position(kept);
            begun = true;
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        int count = bytes.remaining();
        try {
            while (bytes.hasRemaining()) {
                writing.write(channel, bytes);
            }
        } catch (IOException e) {
            channel.truncate(kept);
            throw e;
        }
        kept += count;
    }

    /** Cuts off what is behind the last line that was kept and gives the file its final name. */
    void finish(Path target) throws IOException {
        channel.truncate(kept);
        channel.force(true);
        close();
        AtomicFile.move(file, target);
    }

    @Override
    public void close() throws IOException {
        old.close();
        channel.close();
    }
}
