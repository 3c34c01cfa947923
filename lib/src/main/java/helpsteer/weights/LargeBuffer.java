package helpsteer.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/** Bytes in parts of one size, as one buffer spans at most 2 GiB; the last part may be shorter. */
final class LargeBuffer implements TensorSource {
    private final List<ByteBuffer> parts;
    private final int partBytes;
    private final long size;

    /** Puts parts together; all but the last hold {@code partBytes}. */
    LargeBuffer(List<ByteBuffer> parts, int partBytes) {
        this.parts = List.copyOf(parts);
        this.partBytes = partBytes;
        size = parts.isEmpty()
                ? 0
                : (parts.size() - 1L) * partBytes + parts.get(parts.size() - 1).limit();
    }

    long size() {
        return size;
    }

    /** The bytes at an offset: a view where one part holds them all, a copy where they cross a border. */
    @Override
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

    /** As many bytes as the part at this offset still has, at most {@code count}. */
    ByteBuffer piece(long offset, int count) {
        ByteBuffer part = parts.get((int) (offset / partBytes));
        int at = (int) (offset % partBytes);
        return part.slice(at, Math.min(count, part.limit() - at)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
