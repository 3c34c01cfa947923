package helpsteer.data.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream as bytes, read a buffer at a time; a line above the limit is passed over, not kept. */
final class LineReader {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final int limit;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private byte[] line = new byte[BUFFER];
    private int length;
    private long number;
    private boolean tooLong;

    /**
     * Reads a stream that its owner closes.
     *
     * @param limit most bytes of a line that is kept
     */
    LineReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /**
     * Reads up to and over the next line feed; false at the end.
     *
     * @throws IOException where the stream does; {@link #number()} is then the line within which it did
     */
    boolean next() throws IOException {
        length = 0;
        tooLong = false;
        number++;
        boolean some = false;
        while (filled()) {
            some = true;
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            keep(end);
            if (end < to) {
                from = end + 1;
                return true;
            }
            from = end;
        }
        return some;
    }

    private boolean filled() throws IOException {
        if (from == to) {
            from = 0;
            to = 0; // so that the buffer is empty where reading fails
            to = Math.max(0, in.read(buffer));
        }
        return from < to;
    }

    private void keep(int end) {
        int count = end - from;
        if (tooLong || length + count > limit) {
            tooLong = true;
            length = 0;
            return;
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, length + count));
        }
        System.arraycopy(buffer, from, line, length, count);
        length += count;
    }

    /** The number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /** Whether the line that was read last is above the limit. */
    boolean tooLong() {
        return tooLong;
    }

    /** The bytes of the line that was read last, without its line feed. */
    byte[] bytes() {
        return Arrays.copyOf(line, length);
    }
}
