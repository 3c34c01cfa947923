package helpsteer.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import helpsteer.weights.ElementType;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import helpsteer.weights.TensorSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model's named parameters, in fp32, in one long-lived manager; the order of names is the order of the file. */
public final class Parameters implements AutoCloseable {
    private static final int PIECE_BYTES = 1 << 26;

    private final NDManager manager;
    private final TorchScript memory;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    public Parameters(NDManager manager) {
        this.manager = manager;
        memory = TorchScript.load(manager, "memory", Map.of());
    }

    /**
     * Adds a copy of a stored tensor under its own name. It is read piece by piece, so that a file's numbers go straight
     * to where they are used, however many they are.
     *
     * @throws InvalidWeightsException where a number is not finite
     */
    public void add(StoredTensor tensor) {
        if (tensor.type() == ElementType.I64) {
            throw new InvalidWeightsException(tensor.name()
                    + " must hold floating-point numbers, got I64; check that the file belongs to this model");
        }
        NDArray target = manager.create(Shapes.of(tensor.shape()), DataType.FLOAT32);
        if (!copy(tensor, target, PIECE_BYTES)) {
            tensor.requireFinite(); // says where; or passes, for a sum may overflow
        }
        put(tensor.name(), target);
    }

    /** Copies numbers piece by piece, which must be a multiple of 4 bytes; gives whether the sum of each is finite. */
    boolean copy(StoredTensor from, NDArray target, int pieceBytes) {
        boolean finite = true;
        long start = 0;
        for (ByteBuffer bytes : from.as(ElementType.F32).pieces(pieceBytes)) {
            int count = bytes.remaining() / Float.BYTES;
            try (NDManager scope = manager.newSubManager()) {
                NDArray piece = scope.create(bytes, new Shape(count), DataType.FLOAT32);
                finite &=
                        memory.call("fill", piece, scope.create(start), target).getFloat() != 0;
            }
            start += count;
        }
        return finite;
    }

    private void put(String name, NDArray array) {
        if (arrays.containsKey(name)) {
            throw new IllegalArgumentException("parameter names must be unique, got " + name + " twice");
        }
        arrays.put(name, array);
    }

    /** Adds a parameter with the given values. */
    public void add(String name, Shape shape, float[] values) {
        put(name, manager.create(values, shape));
    }

    public NDManager manager() {
        return manager;
    }

    /** The parameter of that name. */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("name must be one of " + arrays.keySet() + ", got " + name);
        }
        return array;
    }

    public Collection<String> names() {
        return Collections.unmodifiableSet(arrays.keySet());
    }

    /** All parameters whose name begins so, in order. */
    public List<NDArray> startingWith(String prefix) {
        List<NDArray> out = new ArrayList<>();
        arrays.forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                out.add(array);
            }
        });
        return out;
    }

    /** The number of values in all parameters. */
    public long count() {
        return arrays.values().stream().mapToLong(a -> a.getShape().size()).sum();
    }

    /** All parameters, read when they are asked for, and as they are then. */
    public TensorMap live() {
        List<StoredTensor> out = new ArrayList<>();
        arrays.forEach((name, array) -> out.add(live(name, array)));
        return new TensorMap(out);
    }

    /** Copies of the present values, apart from the native memory. */
    public TensorMap snapshot() {
        return new TensorMap(live().all().stream().map(StoredTensor::copy).toList());
    }

    /** One array's values, read piece by piece when they are asked for, and as they are then. */
    public static StoredTensor live(String name, NDArray array) {
        return new StoredTensor(name, ElementType.F32, Shapes.list(array.getShape()), (TensorSource)
                (offset, count) -> read(array, offset, count));
    }

    private static ByteBuffer read(NDArray array, long offset, int count) {
        long first = offset / Float.BYTES;
        long end = (offset + count + Float.BYTES - 1) / Float.BYTES;
        try (NDManager scope = array.getManager().newSubManager()) {
            NDArray values = array.stopGradient();
            values.attach(scope);
            NDArray piece = values.reshape(-1).get(new NDIndex().addSliceDim(first, end));
            NDArray host = piece.getDevice().isGpu() ? piece.toDevice(Device.cpu(), false) : piece;
            ByteBuffer view = host.toByteBuffer(true); // of memory that goes with the scope
            return ByteBuffer.allocate(count)
                    .put(view.slice((int) (offset - first * Float.BYTES), count))
                    .flip();
        }
    }

    /** A copy of one array's values, in the memory of this machine. */
    public static StoredTensor stored(String name, NDArray array) {
        return live(name, array).copy();
    }

    /** Sets every parameter to the value of its name; all must be there with the right shape. */
    public void restore(TensorMap values) {
        arrays.forEach((name, array) -> assign(array, values, name));
    }

    /** Sets an array in place to the stored values of that name, piece by piece, outside of any gradient. */
    public void assign(NDArray target, TensorMap values, String name) {
        copy(values.require(name, Shapes.list(target.getShape())), target, PIECE_BYTES);
    }

    /** Sets an array in place to the values of another of its shape, on whatever devices they are. */
    public void assign(NDArray target, NDArray source) {
        memory.call("assign", source, target).close();
    }

    /** Sets an array's values in place, outside of any gradient. */
    public void assign(NDArray target, float[] values) {
        try (NDManager scope = manager.newSubManager()) {
            memory.call("assign", scope.create(values, target.getShape()), target);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
