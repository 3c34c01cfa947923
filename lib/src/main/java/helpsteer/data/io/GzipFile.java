package helpsteer.data.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a data file, unpacked where its name ends with {@code .gz}.
 *
 * <p>A gzip file may have several members (RFC 1952, section 2.2). The JDK's own stream takes a damaged header of a later
 * member for the end of the file, so a part of the rows would stay unread without a word.
 */
public final class GzipFile {
    private static final int BUFFER = 1 << 16;

    private GzipFile() {}

    /** A gzip file that is not sound; the message is the reason of a refusal. */
    public static final class UnsoundException extends IOException {
        private static final long serialVersionUID = 1L;

        UnsoundException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Opens a file; an empty one has no bytes, whatever its name. Reading throws {@link UnsoundException}. */
    public static InputStream open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        return Rows.nameOf(file).endsWith(".gz") && hasBytes(raw) ? new Members(raw) : raw;
    }

    private static boolean hasBytes(InputStream raw) throws IOException {
        raw.mark(1);
        boolean some = raw.read() >= 0;
        raw.reset();
        return some;
    }

    /** All members one after the other; opened at the first read, so that a bad header is a fault of the first row. */
    private static final class Members extends InputStream {
        private final InputStream raw;
        private @Nullable InputStream unpacked;

        Members(InputStream raw) {
            this.raw = raw;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            try {
                if (unpacked == null) {
                    unpacked = new GzipCompressorInputStream(raw, /* decompressConcatenated= */ true);
                }
                return Objects.requireNonNull(unpacked).read(into, from, count);
            } catch (EOFException e) {
                throw new UnsoundException(
                        "gzip stream must be complete, got its end within this row; fetch the file again", e);
            } catch (IOException e) {
                throw new UnsoundException(
                        "file must be sound gzip, got \"" + e.getMessage() + "\"; fetch the file again", e);
            }
        }

        @Override
        public void close() throws IOException {
            raw.close();
        }
    }
}
