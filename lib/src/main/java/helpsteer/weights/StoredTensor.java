package helpsteer.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * A named tensor whose numbers are read when they are asked for.
 *
 * <p>One of 2 GiB or more cannot be read by {@link #bytes()}, but piece by piece.
 */
public final class StoredTensor {
    /** Numbers handled at a time, so that a large tensor needs no second copy and no buffer of 2 GiB. */
    private static final int PIECE = 1 << 22;

    private final String name;
    private final ElementType type;
    private final List<Long> shape;
    private final TensorSource source;

    /**
     * Describes a tensor of any size.
     *
     * @param shape sizes, slowest first; empty for a scalar
     * @param source gives the numbers, little-endian and row-major
     */
    public StoredTensor(String name, ElementType type, List<Long> shape, TensorSource source) {
        this.name = name;
        this.type = type;
        this.shape = List.copyOf(shape);
        this.source = source;
    }

    /**
     * Describes a tensor below 2 GiB.
     *
     * @param shape sizes, slowest first; empty for a scalar
     * @param data gives the numbers, little-endian and row-major, {@code count() * type.bytes()} bytes
     */
    public StoredTensor(String name, ElementType type, List<Long> shape, Supplier<ByteBuffer> data) {
        this(name, type, shape, (long offset, int count) -> data.get()
                .duplicate()
                .rewind()
                .slice(Math.toIntExact(offset), count));
    }

    /** A tensor of numbers at hand, which are copied. */
    public static StoredTensor of(String name, List<Long> shape, float[] values) {
        return of(name, shape, values, PIECE);
    }

    /** The same, kept in parts of so many numbers. */
    static StoredTensor of(String name, List<Long> shape, float[] values, int numbers) {
        List<ByteBuffer> parts = new ArrayList<>();
        for (long at = 0; at < values.length; at += numbers) {
            int count = (int) Math.min(numbers, values.length - at);
            ByteBuffer part = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            part.asFloatBuffer().put(values, (int) at, count);
            parts.add(part);
        }
        StoredTensor tensor =
                new StoredTensor(name, ElementType.F32, shape, new LargeBuffer(parts, numbers * Float.BYTES));
        if (tensor.count() != values.length) {
            throw new IllegalArgumentException(
                    name + " must hold " + tensor.count() + " values for shape " + shape + ", got " + values.length);
        }
        return tensor;
    }

    /** The same numbers, copied into memory of their own. */
    public StoredTensor copy() {
        return copy(PIECE * Float.BYTES);
    }

    /** The same in parts of so many bytes. */
    StoredTensor copy(int partBytes) {
        List<ByteBuffer> parts = new ArrayList<>();
        for (ByteBuffer piece : pieces(partBytes)) {
            parts.add(ByteBuffer.allocate(piece.remaining()).put(piece).flip());
        }
        return new StoredTensor(name, type, shape, new LargeBuffer(parts, partBytes));
    }

    public String name() {
        return name;
    }

    public ElementType type() {
        return type;
    }

    public List<Long> shape() {
        return shape;
    }

    /** How many numbers the tensor holds. */
    public long count() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** How many bytes its numbers take. */
    public long byteCount() {
        return Math.multiplyExact(count(), (long) type.bytes());
    }

    /**
     * The numbers' bytes: a fresh little-endian view from position 0.
     *
     * @throws IllegalArgumentException where they are 2 GiB or more
     */
    public ByteBuffer bytes() {
        long all = byteCount();
        if (all > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " must be smaller than 2 GiB to be read whole, got " + all
                    + " bytes; read it piece by piece");
        }
        return bytes(0, (int) all);
    }

    /** A stretch of the numbers' bytes: a fresh little-endian view from position 0. */
    public ByteBuffer bytes(long offset, int count) {
        Objects.checkFromIndexSize(offset, count, byteCount());
        return source.read(offset, count).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** All bytes in order, at most so many at a time, each read when its turn comes. */
    public Iterable<ByteBuffer> pieces(int most) {
        long all = byteCount();
        return () -> LongStream.iterate(0, at -> at < all, at -> at + most)
                .mapToObj(at -> bytes(at, (int) Math.min(most, all - at)))
                .iterator();
    }

    /** Adds all bytes to a digest. */
    public void update(MessageDigest digest) {
        pieces(PIECE * Float.BYTES).forEach(digest::update);
    }

    /** The numbers as floats; fp16 and bf16 widen without loss. */
    public float[] floats() {
        return floats(0, Math.toIntExact(count()));
    }

    /** As many numbers as asked for, from the given one on in row-major order. */
    public float[] floats(long from, int count) {
        if (type == ElementType.I64) {
            throw new IllegalArgumentException(name + " must be a floating-point tensor, got I64");
        }
        float[] out = new float[count];
        for (int at = 0; at < count; at += PIECE) {
            int piece = Math.min(PIECE, count - at);
            type.widen(bytes((from + at) * type.bytes(), piece * type.bytes()), out, at, piece);
        }
        return out;
    }

    /** The same data under another name. */
    public StoredTensor withName(String newName) {
        return new StoredTensor(newName, type, shape, source);
    }

    /**
     * The same numbers kept in another floating-point type, each rounded to the nearest, a tie to the even one; integers
     * stay as they are. A number too large for the type is refused when it is read.
     */
    public StoredTensor as(ElementType wanted) {
        if (type == wanted || type == ElementType.I64) {
            return this;
        }
        int width = wanted.bytes();
        return new StoredTensor(name, wanted, shape, (long offset, int count) -> {
            long first = offset / width;
            int numbers = Math.toIntExact((offset + count + width - 1) / width - first);
            ByteBuffer out = ByteBuffer.allocate(numbers * width).order(ByteOrder.LITTLE_ENDIAN);
            wanted.narrow(name, floats(first, numbers), out);
            return out.slice((int) (offset - first * width), count);
        });
    }

    /** The transpose of a matrix, made when its numbers are asked for. */
    public StoredTensor transposed() {
        if (shape.size() != 2) {
            throw new IllegalArgumentException(name + " must be a matrix to be transposed, got shape " + shape);
        }
        int rows = Math.toIntExact(shape.get(0));
        int columns = Math.toIntExact(shape.get(1));
        List<Long> turned = List.of(shape.get(1), shape.get(0));
        return new StoredTensor(name, ElementType.F32, turned, () -> {
            float[] from = floats();
            float[] to = new float[from.length];
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    to[c * rows + r] = from[r * columns + c];
                }
            }
            return of(name, turned, to).bytes();
        });
    }

    /** The same rows in another order: row {@code r} of the result is row {@code rowOf(r)} of this tensor. */
    public StoredTensor withRows(LongUnaryOperator rowOf) {
        long rowBytes = byteCount() / shape.get(0);
        return new StoredTensor(name, type, shape, (long offset, int count) -> {
            ByteBuffer out = ByteBuffer.allocate(count);
            while (out.hasRemaining()) {
                long at = offset + out.position();
                long within = at % rowBytes;
                int piece = (int) Math.min(out.remaining(), rowBytes - within);
                out.put(bytes(rowOf.applyAsLong(at / rowBytes) * rowBytes + within, piece));
            }
            return out.flip();
        });
    }

    /**
     * Looks at every number.
     *
     * @throws InvalidWeightsException at the first that is NaN or infinite, with its place
     */
    public void requireFinite() {
        long all = type == ElementType.I64 ? 0 : count();
        for (long at = 0; at < all; at += PIECE) {
            float[] piece = floats(at, (int) Math.min(PIECE, all - at));
            for (int i = 0; i < piece.length; i++) {
                if (!Float.isFinite(piece[i])) {
                    throw new InvalidWeightsException(name + " must hold finite numbers, got " + piece[i] + " at "
                            + place(at + i) + "; train or fetch the model again");
                }
            }
        }
    }

    /** The indices of a number by its position in row-major order. */
    private List<Long> place(long position) {
        Long[] indices = new Long[shape.size()];
        long rest = position;
        for (int axis = indices.length - 1; axis >= 0; axis--) {
            indices[axis] = rest % shape.get(axis);
            rest /= shape.get(axis);
        }
        return List.of(indices);
    }

    @Override
    public String toString() {
        return name + " " + type + shape;
    }
}
