package helpsteer.data.fetch;

import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.OfficialFile;
import helpsteer.data.io.Rows;
import helpsteer.run.AtomicFile;
import helpsteer.run.Hash;
import helpsteer.run.LockFile;
import helpsteer.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Downloads official files from the hub into the cache, where {@link DataHome#find} looks for them.
 *
 * <p>A broken connection is taken up again where it broke; nothing stands under its final name before its size, its form
 * and what is known of its hash have been checked.
 */
public final class Fetch {
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};
    private static final byte[] PARQUET = {'P', 'A', 'R', '1'};

    private final FetchSettings settings;
    private final Path cache;

    public Fetch(FetchSettings settings, Path cache) {
        this.settings = settings;
        this.cache = cache;
    }

    /**
     * A download by the process's environment into {@code datasets} of the workspace's cache.
     */
    public static Fetch toCache() {
        Path cache = DataHome.downloads(System.getenv(), Path.of(""));
        return new Fetch(FetchSettings.of(System.getenv()), cache);
    }

    /** All files of a dataset; those already there are not fetched again. */
    public List<Path> dataset(String name) throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        for (OfficialFile file : OfficialFile.of(name)) {
            files.add(file(file));
        }
        return files;
    }

    /**
     * One file; where it is already there its hash is checked instead.
     *
     * @throws IOException if the hub cannot be reached or refuses, or the disk is full; the message says what to do
     * @throws InvalidDataException if what came is not the official file
     */
    public Path file(OfficialFile file) throws IOException, InterruptedException {
        if (Files.exists(cache.resolve(SimulatedMark.FILE))) {
            throw new InvalidDataException(SimulatedMark.FILE + ":0: the download cache must not hold simulated data, got "
                    + cache + "; keep official and simulated files in different folders");
        }
        Path target = cache.resolve(file.localName());
        if (Files.exists(target)) {
            check(file, target, target);
            return target;
        }
        if (settings.offline()) {
            throw new IOException(FetchSettings.OFFLINE_VARIABLE + " must be unset to download " + file.localName()
                    + ", got 1; unset it, or set " + DataHome.DATA_VARIABLE + " to a folder that has the file");
        }
        Files.createDirectories(target.toAbsolutePath().getParent());
        Path part = target.resolveSibling(Rows.nameOf(target) + ".part");
        try (LockFile lock = lock(part)) {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                download(file, part, channel);
                channel.force(true);
            }
            try {
                check(file, part, target);
            } catch (InvalidDataException e) {
                Files.delete(part);
                throw e;
            }
            AtomicFile.move(part, target);
            Files.deleteIfExists(Download.tagOf(part));
            lock.remove();
        }
        return target;
    }

    /** Held by a file beside the part file, which is read while it is held. */
    private static LockFile lock(Path part) throws IOException {
        return LockFile.hold(
                part.resolveSibling("." + Rows.nameOf(part) + ".lock"),
                holder -> new IllegalStateException(Rows.nameOf(part) + " must not be in use, got " + holder
                        + " writing it in another download; wait for it"));
    }

    private void download(OfficialFile file, Path part, FileChannel channel) throws IOException, InterruptedException {
        Download download = new Download(settings, file);
        Duration pause = settings.pause();
        for (int attempt = 1; ; attempt++) {
            try {
                download.run(part, channel);
                return;
            } catch (Download.Broken e) {
                if (attempt >= settings.attempts()) {
                    throw new IOException(
                            file.localName() + " must arrive whole, got " + e.getMessage() + " in the last of "
                                    + attempt + " attempts; run the command again to go on from byte " + channel.size(),
                            e);
                }
                Duration wait = e.retryAfter().compareTo(pause) > 0 ? e.retryAfter() : pause;
                Progress.current().update(download.task(), channel.size(), -1, e.getMessage() + "; trying again");
                Thread.sleep(wait.toMillis());
                pause = pause.multipliedBy(2);
            }
        }
    }

    /** Refuses a file whose size, form or hash is not that of the official one; messages name the final file. */
    private static void check(OfficialFile file, Path at, Path target) throws IOException {
        String name = Rows.nameOf(target) + ":0: ";
        String next = "; delete what is there and fetch again, or look whether the hub's file has changed";
        long size = Files.size(at);
        if (file.bytes().isPresent() && file.bytes().getAsLong() != size) {
            throw new InvalidDataException(
                    name + "file must have " + file.bytes().getAsLong() + " bytes, got " + size + next);
        }
        byte[] due = file.localName().endsWith(".gz") ? GZIP : PARQUET;
        try (InputStream in = Files.newInputStream(at)) {
            byte[] begin = in.readNBytes(due.length);
            if (!Arrays.equals(begin, due)) {
                throw new InvalidDataException(
                        name + "file must be " + (due == GZIP ? "gzip" : "Parquet") + ", got another form" + next);
            }
        }
        String hash = Hash.ofFile(at);
        if (!file.agreesWith(hash)) {
            throw new InvalidDataException(
                    name + "SHA-256 must be " + file.known().sha256() + ", got " + hash + next);
        }
    }
}
