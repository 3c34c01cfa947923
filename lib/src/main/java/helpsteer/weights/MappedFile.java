package helpsteer.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file mapped into memory; it may be longer than the 2 GiB that one buffer can span. */
public final class MappedFile {
    /** Bytes of each map but the last where one cannot span the file. */
    private static final int PART = 1 << 30;

    private final LargeBuffer content;

    private MappedFile(LargeBuffer content) {
        this.content = content;
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
            return new MappedFile(new LargeBuffer(parts, partBytes));
        }
    }

    /** The same over bytes at hand. */
    public static MappedFile of(byte[] content) {
        return new MappedFile(new LargeBuffer(List.of(ByteBuffer.wrap(content)), Integer.MAX_VALUE));
    }

    /** Its length in bytes when it was opened. */
    public long size() {
        return content.size();
    }

    /** The beginning, all that one map holds. */
    public ByteBuffer head() {
        return size() == 0 ? ByteBuffer.allocate(0) : content.piece(0, Integer.MAX_VALUE);
    }

    /** The bytes at an offset: a view where one map holds them all, a copy where they cross a border. */
    public ByteBuffer read(long offset, int count) {
        return content.read(offset, count);
    }

    /** A stretch of the file, counted from its own beginning. */
    public TensorSource from(long start) {
        return (offset, count) -> read(start + offset, count);
    }
}
