package helpsteer.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Holds a folder for one run; the system lets go of it when the process ends, however it ends. */
public final class FolderLock implements AutoCloseable {
    private static final String NAME = ".lock";

    private final LockFile lock;

    private FolderLock(LockFile lock) {
        this.lock = lock;
    }

    /**
     * Makes the folder where it is missing, and locks it.
     *
     * @throws IllegalStateException where another run holds it
     */
    public static FolderLock of(Path folder) {
        try {
            Files.createDirectories(folder);
            Path real = folder.toRealPath();
            return new FolderLock(LockFile.hold(
                    real.resolve(NAME),
                    holder -> new IllegalStateException("folder must belong to one run at a time, got "
                            + real.getFileName() + ", which " + holder
                            + " uses; wait for it or choose another folder")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Whether a living process holds the folder. */
    public static boolean isHeld(Path folder) {
        return LockFile.isHeld(folder.resolve(NAME));
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot let go of the folder: " + e.getMessage(), e);
        }
    }
}
