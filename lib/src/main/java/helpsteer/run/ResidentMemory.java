package helpsteer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Physical memory that a process holds, native libraries included, in bytes.
 *
 * @param now at the moment of reading
 * @param peak at its highest
 */
public record ResidentMemory(long now, long peak) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long KIB = 1024;

    /** That of this process; empty where the system keeps no such file, as outside Linux. */
    public static Optional<ResidentMemory> read() {
        try {
            return Files.isReadable(STATUS) ? of(Files.readAllLines(STATUS)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The same from the lines of {@code /proc/PID/status}. */
    static Optional<ResidentMemory> of(List<String> status) {
        OptionalLong now = bytes(status, "VmRSS");
        OptionalLong peak = bytes(status, "VmHWM");
        return now.isPresent() && peak.isPresent()
                ? Optional.of(new ResidentMemory(now.getAsLong(), peak.getAsLong()))
                : Optional.empty();
    }

    private static OptionalLong bytes(List<String> status, String key) {
        Pattern line = Pattern.compile(key + ":\\s*([0-9]+) kB");
        return status.stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .mapToLong(m -> KIB * Long.parseLong(m.group(1)))
                .findFirst();
    }
}
