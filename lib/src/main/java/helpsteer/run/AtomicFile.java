package helpsteer.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes that either happen whole or leave what was there before, also where the power fails. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Fills a file that is not yet visible under its final name. */
    @FunctionalInterface
    public interface Writer {
        void write(Path temporary) throws IOException;
    }

    /**
     * Lets the writer fill a temporary file in the target's folder, forces it to the disk, then renames it over the target.
     * Others may read the file as far as the user's umask lets them read any new file; Java's own temporary files are closed
     * to them.
     *
     * @throws IOException where writing or renaming fails; the target is then unchanged and the temporary file removed
     */
    public static void write(Path target, Writer writer) throws IOException {
        Path temporary =
                target.toAbsolutePath().resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        Files.createDirectories(temporary.resolveSibling(""));
        Files.createFile(temporary);
        try {
            writer.write(temporary);
            force(temporary);
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Returns when a file's bytes have reached the disk; without this a rename may outlive what it names. */
    public static void force(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) { // an interrupt would close a channel
            open.getFD().sync();
        }
    }

    /** Renames, atomically where the file system can; the new name has reached the disk when this returns. */
    public static void move(Path source, Path target) throws IOException {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(source, target, StandardCopyOption.REPLACE_EXISTING);
        }
        forceFolder(target.toAbsolutePath().resolveSibling(""));
    }

    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders, and an interrupt stops the wait: what was renamed stands either way
        }
    }
}
