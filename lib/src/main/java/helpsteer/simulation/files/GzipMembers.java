package helpsteer.simulation.files;

import helpsteer.run.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A gzip file that grows by a member for each chunk of lines (RFC 1952, section 2.2), so that what was cut off can go on behind
 * the last whole chunk. A member holds no time and no name: equal lines give equal bytes.
 */
final class GzipMembers {
    private GzipMembers() {}

    /**
     * Cuts a file to the length that it had behind its last whole chunk; makes it where it is missing.
     *
     * @return whether it had that length at least
     */
    static boolean cut(Path file, long length) throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        long found = Files.size(file);
        if (found > length) {
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                open.setLength(length);
            }
        }
        return found >= length;
    }

    /**
     * Adds lines as one member; no lines add nothing.
     *
     * @return how many bytes were added; they have reached the disk
     */
    static long append(Path file, List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            return 0;
        }
        byte[] member = member(lines);
        try (OutputStream out = new FileOutputStream(file.toFile(), /* append= */ true)) { // an interrupt closes no stream
            out.write(member);
        }
        AtomicFile.force(file);
        return member.length;
    }

    private static byte[] member(List<String> lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new FixedLevel(bytes)) {
            for (String line : lines) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    /** The level is written down, as the library's default is its own affair. */
    private static final class FixedLevel extends GZIPOutputStream {
        private static final int BUFFER = 1 << 16;
        private static final int LEVEL = 6;

        FixedLevel(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(LEVEL);
            def.setStrategy(Deflater.DEFAULT_STRATEGY);
        }
    }
}
