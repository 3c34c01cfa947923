package helpsteer.weights;

import java.nio.ByteBuffer;

/** Where a tensor's bytes come from. */
@FunctionalInterface
public interface TensorSource {
    /** Little-endian bytes, {@code count} of them from {@code offset} on; both lie within the tensor. */
    ByteBuffer read(long offset, int count);
}
