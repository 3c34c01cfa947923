package helpsteer.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import helpsteer.weights.ElementType;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
        StoredTensor floats = tensor.as(ElementType.F32);
        NDArray target = manager.create(Shapes.of(tensor.shape()), DataType.FLOAT32);
        boolean finite = true;
        long all = floats.byteCount();
        for (long at = 0; at < all; at += PIECE_BYTES) {
            int count = (int) Math.min(PIECE_BYTES, all - at);
            finite &= fill(target, floats.bytes(at, count), at / Float.BYTES);
        }
        if (!finite) {
            tensor.requireFinite(); // says where; or passes, for a sum may overflow
        }
        put(tensor.name(), target);
    }

    private boolean fill(NDArray target, ByteBuffer bytes, long start) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray piece = scope.create(bytes, new Shape(bytes.remaining() / Float.BYTES), DataType.FLOAT32);
            return memory.call("fill", piece, scope.create(start), target).getFloat() != 0;
        }
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

    /** Copies of the present values, apart from the native memory. */
    public TensorMap snapshot() {
        List<StoredTensor> out = new ArrayList<>();
        arrays.forEach((name, array) -> out.add(stored(name, array)));
        return new TensorMap(out);
    }

    /** A copy of one array's values, in the memory of this machine. */
    public static StoredTensor stored(String name, NDArray array) {
        NDArray host = array.getDevice().isGpu() ? array.toDevice(Device.cpu(), false) : array;
        try {
            ByteBuffer live = host.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer copy = ByteBuffer.allocateDirect(live.remaining()).order(ByteOrder.LITTLE_ENDIAN);
            copy.put(live).flip();
            return new StoredTensor(name, ElementType.F32, Shapes.list(array.getShape()), () -> copy);
        } finally {
            if (host != array) {
                host.getManager().close(); // one that was made for the copy alone
            }
        }
    }

    /** Sets every parameter to the value of its name; all must be there with the right shape. */
    public void restore(TensorMap values) {
        arrays.forEach((name, array) -> {
            StoredTensor value = values.require(name, Shapes.list(array.getShape()));
            assign(array, value.floats());
        });
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
