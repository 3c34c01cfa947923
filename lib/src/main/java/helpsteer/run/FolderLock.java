package helpsteer.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Holds a folder for one run; the system lets go of it when the process ends, however it ends. */
public final class FolderLock implements AutoCloseable {
    private static final String NAME = ".lock";

    /** The locks of this process. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final FileChannel channel;
    private final Path held;

    private FolderLock(FileChannel channel, Path held) {
        this.channel = channel;
        this.held = held;
    }

    /**
     * Makes the folder where it is missing, and locks it.
     *
     * @throws IllegalStateException where another run holds it
     */
    public static FolderLock of(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                String holder = holder(channel);
                channel.close();
                throw new IllegalStateException("folder must belong to one run at a time, got " + folder.getFileName()
                        + ", which " + holder + " uses; wait for it or choose another folder");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            Path held = folder.resolve(NAME).toRealPath();
            HELD.add(held);
            return new FolderLock(channel, held);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Whether a living process holds the folder. It is asked by the process that the lock names, so that a look never
     * stands in the way of a run that begins.
     */
    public static boolean isHeld(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return false;
        }
        try {
            String pid = Files.readString(file, StandardCharsets.US_ASCII);
            if (!pid.matches("[0-9]{1,18}")
                    || !ProcessHandle.of(Long.parseLong(pid))
                            .map(ProcessHandle::isAlive)
                            .orElse(false)) {
                return false;
            }
            if (Long.parseLong(pid) == ProcessHandle.current().pid()) {
                return HELD.contains(file.toRealPath()); // to try the lock here would let go of it
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                return lock(channel) == null; // else the number belongs to another process by now
            }
        } catch (IOException e) {
            return true; // Windows shuts a locked file to readers
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    private static String holder(FileChannel channel) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * 4);
        try {
            channel.read(bytes, 0);
        } catch (IOException e) {
            return "another process"; // Windows shuts a locked file to readers
        }
        String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    @Override
    public void close() {
        HELD.remove(held);
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot let go of the folder: " + e.getMessage(), e);
        }
    }
}
