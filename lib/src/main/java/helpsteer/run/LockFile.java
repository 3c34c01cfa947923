package helpsteer.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A file that one run at a time holds, with the number of its process in it. The system lets go of it when the process
 * ends, however it ends.
 *
 * <p>On POSIX a process gives up its lock on a file when it closes any descriptor of that file. So what is locked is never
 * the file that is written, which anyone may read, and the locks of this process are known without opening their files.
 */
public final class LockFile implements AutoCloseable {
    private static final int PID_BYTES = 32;

    /** The locks of this process; whoever opens or closes a lock file does so within this class's monitor. */
    private static final Map<Path, LockFile> HELD = new HashMap<>();

    private final RandomAccessFile file; // not a channel, which an interrupt would close
    private final Path path;

    private LockFile(RandomAccessFile file, Path path) {
        this.file = file;
        this.path = path;
    }

    /**
     * Holds a file; makes it where it is missing.
     *
     * @param path in a folder that exists
     * @param refusal what to throw, given who holds it, such as {@code "process 12"}
     */
    public static synchronized LockFile hold(Path path, Function<String, ? extends RuntimeException> refusal)
            throws IOException {
        Path real = real(path);
        if (HELD.containsKey(real)) {
            throw refusal.apply(process(ProcessHandle.current().pid()));
        }
        RandomAccessFile file = new RandomAccessFile(real.toFile(), "rw");
        try {
            if (!locked(file)) {
                throw refusal.apply(holder(file));
            }
            file.setLength(0);
            file.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        LockFile lock = new LockFile(file, real);
        HELD.put(real, lock);
        return lock;
    }

    /**
     * Whether a living process holds the file. The process that the file names is looked at first, so that a look hardly
     * ever stands in the way of a run that begins.
     */
    static synchronized boolean isHeld(Path path) {
        try {
            if (!Files.exists(path)) {
                return false;
            }
            if (HELD.containsKey(real(path))) {
                return true;
            }
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                boolean alive = pid(file).stream()
                        .mapToObj(ProcessHandle::of)
                        .anyMatch(p -> p.filter(ProcessHandle::isAlive).isPresent());
                return alive && !locked(file); // else the number belongs to another process by now
            }
        } catch (IOException e) {
            return true; // Windows shuts a locked file to readers
        }
    }

    private static Path real(Path path) throws IOException {
        return path.toAbsolutePath().resolveSibling("").toRealPath().resolve(path.getFileName());
    }

    private static boolean locked(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this very process under another name
        }
    }

    private static String holder(RandomAccessFile file) {
        try {
            OptionalLong pid = pid(file);
            return pid.isPresent() ? process(pid.getAsLong()) : "another process";
        } catch (IOException e) {
            return "another process"; // Windows shuts a locked file to readers
        }
    }

    private static OptionalLong pid(RandomAccessFile file) throws IOException {
        byte[] bytes = new byte[PID_BYTES];
        int count = file.read(bytes);
        String pid = new String(bytes, 0, Math.max(0, count), StandardCharsets.US_ASCII);
        return pid.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(pid)) : OptionalLong.empty();
    }

    private static String process(long pid) {
        return "process " + pid;
    }

    /** Removes the file while it is held. Only for what nobody writes after this: another may wait for the file removed. */
    public void remove() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        synchronized (LockFile.class) {
            if (HELD.remove(path, this)) {
                try (file) {
                    file.setLength(0); // so that folders of equal runs have equal bytes
                }
            }
        }
    }
}
