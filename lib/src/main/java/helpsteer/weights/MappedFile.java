package helpsteer.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A file mapped into memory; it may be longer than the 2 GiB that one buffer can span. */
public final class MappedFile {
    /** Bytes of each map but the last where one cannot span the file. */
    private static final int PART = 1 << 30;

    private final List<ByteBuffer> parts;
    private final int partBytes;
    private final long size;

    private MappedFile(List<ByteBuffer> parts, int partBytes, long size) {
        this.parts = List.copyOf(parts);
        this.partBytes = partBytes;
        this.size = size;
    }

    /** Maps a file, which stays mapped as long as anything refers to it. */
    public static MappedFile open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            int partBytes = size <= Integer.MAX_VALUE ? Integer.MAX_VALUE : PART;
            List<ByteBuffer> parts = new ArrayList<>();
            for (long at = 0; at < size; at += partBytes) {
                parts.add(channel.map(FileChannel.MapMode.READ_ONLY, at, Math.min(partBytes, size - at)));
            }
            return new MappedFile(parts, partBytes, size);
        }
    }

    /** The same over bytes at hand. */
    public static MappedFile of(byte[] content) {
        return new MappedFile(List.of(ByteBuffer.wrap(content)), Integer.MAX_VALUE, content.length);
    }

    /** Its length in bytes when it was opened. */
    public long size() {
        return size;
    }

    /** The beginning, all that one map holds. */
    public ByteBuffer head() {
        return parts.isEmpty() ? ByteBuffer.allocate(0) : piece(0, partBytes);
    }

    /** The bytes at an offset: a view where one map holds them all, a copy where they cross a border. */
    public ByteBuffer read(long offset, int count) {
        Objects.checkFromIndexSize(offset, count, size);
        if (count == 0) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer first = piece(offset, count);
        if (first.remaining() == count) {
            return first;
        }
        ByteBuffer whole = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (whole.hasRemaining()) {
            whole.put(piece(offset + whole.position(), whole.remaining()));
        }
        return whole.flip();
    }

    /** A stretch of the file, counted from its own beginning. */
    public StoredTensor.Source from(long start) {
        return (offset, count) -> read(start + offset, count);
    }

    /** As many bytes as the part at this offset still has, at most {@code count}. */
    private ByteBuffer piece(long offset, int count) {
        ByteBuffer part = parts.get((int) (offset / partBytes));
        int at = (int) (offset % partBytes);
        return part.slice(at, Math.min(count, part.limit() - at)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
