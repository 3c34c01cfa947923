package helpsteer.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A stretch of a mapped file; it may be longer than the 2 GiB that one buffer can span. */
final class MappedRegion implements StoredTensor.Source {
    /** Size of each map where one cannot span the region. */
    private static final long PART = 1L << 30;

    private final List<ByteBuffer> parts = new ArrayList<>();
    private final long partBytes;
    private final long length;

    private MappedRegion(long partBytes, long length) {
        this.partBytes = partBytes;
        this.length = length;
    }

    /** Maps a stretch that lies within the file; the map outlives the channel. */
    static MappedRegion of(FileChannel channel, long offset, long length) throws IOException {
        long fileBytes = channel.size();
        Objects.checkFromIndexSize(offset, length, fileBytes);
        MappedRegion region = new MappedRegion(length <= Integer.MAX_VALUE ? Integer.MAX_VALUE : PART, length);
        for (long at = 0; at < length; at += region.partBytes) {
            long count = Math.min(region.partBytes, length - at);
            region.parts.add(channel.map(FileChannel.MapMode.READ_ONLY, offset + at, count));
        }
        return region;
    }

    /** The bytes at an offset: a view where one map holds them all, a copy where they cross a border. */
    @Override
    public ByteBuffer read(long offset, int count) {
        Objects.checkFromIndexSize(offset, count, length);
        if (count == 0) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer first = part(offset, count);
        if (first.remaining() == count) {
            return first;
        }
        ByteBuffer whole = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (whole.hasRemaining()) {
            whole.put(part(offset + whole.position(), whole.remaining()));
        }
        return whole.flip();
    }

    /** As many bytes as the part at this offset still has, at most {@code count}. */
    private ByteBuffer part(long offset, int count) {
        ByteBuffer part = parts.get((int) (offset / partBytes));
        int at = (int) (offset % partBytes);
        return part.slice(at, Math.min(count, part.limit() - at)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
