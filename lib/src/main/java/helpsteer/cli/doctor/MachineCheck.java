package helpsteer.cli.doctor;

import helpsteer.report.Reason;
import helpsteer.run.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** System, Java, processors, memory, disk and cache. */
final class MachineCheck {
    private static final long GIB = 1L << 30;
    /** The notebooks' kernel, libtorch's own memory beside it. */
    private static final long MEMORY = 4 * GIB;
    /** Room for libtorch unpacked, executed notebooks and saved models. */
    private static final long DISK = 2 * GIB;

    /** Room for vectors and trained models. */
    private static final long CACHE = GIB;

    private MachineCheck() {}

    static List<Finding> look() {
        List<Finding> found = new ArrayList<>();
        found.add(Finding.fine(
                "system", property("os.name") + " " + property("os.version") + ", " + property("os.arch")));
        found.add(Finding.fine("Java", property("java.vendor") + " " + Runtime.version()));
        found.add(Finding.fine("processors", Runtime.getRuntime().availableProcessors() + " threads"));
        found.add(atLeast("memory", memory(), MEMORY, "close other programs, or use a machine with more"));
        Path here = Path.of("").toAbsolutePath();
        // Not by FileStore, which fails in a chroot, whose list of mounts lacks the folder's own.
        found.add(atLeast("disk", here.toFile().getUsableSpace(), DISK, "free some space on the disk of " + here));
        found.add(cache(Workspace.cache()));
        return found;
    }

    /** Vectors, trained models and downloads go there, so a file is written to see whether they can. */
    static Finding cache(Path cache) {
        try {
            Files.createDirectories(cache);
            Files.delete(Files.createTempFile(cache, ".doctor", ""));
        } catch (IOException e) {
            return Finding.needed(
                    "cache",
                    cache + " cannot be written: " + Reason.of(e),
                    "set HELPSTEER_CACHE to a folder that can be written");
        }
        Finding room =
                atLeast("cache", cache.toFile().getUsableSpace(), CACHE, "free some space on the disk of " + cache);
        return new Finding(room.weight(), room.subject(), cache + ", " + room.found() + " free", room.mend());
    }

    static Finding atLeast(String subject, long bytes, long wanted, String mend) {
        String amount = "%.1f GiB".formatted((double) bytes / GIB);
        return bytes >= wanted
                ? Finding.fine(subject, amount)
                : Finding.optional(subject, amount + ", advised " + wanted / GIB + " GiB", mend);
    }

    private static long memory() {
        var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean detailed
                ? detailed.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    private static String property(String name) {
        return System.getProperty(name, "?");
    }
}
