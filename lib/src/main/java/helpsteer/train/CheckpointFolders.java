package helpsteer.train;

import helpsteer.run.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The names of checkpoints: a folder is called {@code step-00000120}, or {@code step-00000120.2} for a second one of that
 * step, only while it is whole; before and after it carries a name that ends in {@code .part}.
 *
 * @param parent the folder of all checkpoints
 */
record CheckpointFolders(Path parent) {
    private static final String PREFIX = "step-";
    private static final int DIGITS = 8;
    private static final String PART = ".part";

    /** The whole ones, oldest first. */
    List<Path> whole() {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(e -> name(e).matches(PREFIX + "[0-9]{" + DIGITS + "}([.][0-9]+)?"))
                    .sorted(Comparator.comparing(CheckpointFolders::step).thenComparingInt(CheckpointFolders::version))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + parent + ": " + e.getMessage(), e);
        }
    }

    private static String step(Path folder) {
        return name(folder).substring(0, PREFIX.length() + DIGITS);
    }

    private static int version(Path folder) {
        int behind = PREFIX.length() + DIGITS + 1;
        return name(folder).length() < behind
                ? 1
                : Integer.parseInt(name(folder).substring(behind));
    }

    /** A name that no checkpoint has, so that none has to go before the new one is there. */
    Path free(int stepsDone) {
        String name = PREFIX + String.format(Locale.ROOT, "%0" + DIGITS + "d", stepsDone);
        Path path = parent.resolve(name);
        for (int version = 2; Files.exists(path); version++) {
            path = parent.resolve(name + "." + version);
        }
        return path;
    }

    /** A fresh folder to fill, which is renamed when it is whole. */
    Path part(Path target) throws IOException {
        return Files.createDirectory(partName(target));
    }

    private static Path partName(Path target) {
        return target.resolveSibling("." + name(target) + "." + UUID.randomUUID() + PART);
    }

    /** Removes all but the newest. */
    void keepNewest(int count) throws IOException {
        List<Path> whole = whole();
        for (Path old : whole.subList(0, Math.max(0, whole.size() - count))) {
            Path part = partName(old);
            AtomicFile.move(old, part);
            delete(part);
        }
    }

    /** Removes what a killed process left half-written or half-removed. */
    void clear() throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            for (Path entry : entries.filter(e -> name(e).endsWith(PART)).toList()) {
                delete(entry);
            }
        }
    }

    /** Removes a folder with all that is in it, where it exists. */
    static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> all = Files.walk(tree)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    static String name(Path path) {
        return path.getFileName().toString();
    }
}
