package helpsteer.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tensors of one model by name, whatever file they came from. */
public final class TensorMap {
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    /** Collects tensors, refusing a name that stands twice. */
    public TensorMap(Collection<StoredTensor> all) {
        for (StoredTensor tensor : all) {
            if (tensors.put(tensor.name(), tensor) != null) {
                throw new InvalidWeightsException("tensor names must be unique, got " + tensor.name() + " twice");
            }
        }
    }

    /** The names, in the file's order. */
    public Collection<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    public Collection<StoredTensor> all() {
        return Collections.unmodifiableCollection(tensors.values());
    }

    /** The tensor of that name, or null. */
    public @Nullable StoredTensor find(String name) {
        return tensors.get(name);
    }

    /**
     * The tensor of that name and shape.
     *
     * @throws InvalidWeightsException where there is none or its shape is another
     */
    public StoredTensor require(String name, List<Long> shape) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InvalidWeightsException("weights must hold " + name + ", got " + tensors.size()
                    + " other tensors; check that the file belongs to this model");
        }
        if (!tensor.shape().equals(shape)) {
            throw new InvalidWeightsException(name + " must have shape " + shape + ", got " + tensor.shape()
                    + "; check that the config belongs to these weights");
        }
        return tensor;
    }

    /** Refuses a config of more layers than there are tensors, before the names of all layers are made. */
    public void requireLayers(int layers) {
        if (layers > tensors.size()) {
            throw new InvalidWeightsException("num_hidden_layers must be at most the number of tensors, got " + layers
                    + " layers and " + tensors.size() + " tensors; check that the config belongs to these weights");
        }
    }

    /**
     * Looks at every floating-point number; one pass over the weights, so for a model that is being loaded.
     *
     * @throws InvalidWeightsException at the first that is NaN or infinite, with its tensor and place
     */
    public TensorMap requireFinite() {
        tensors.values().forEach(StoredTensor::requireFinite);
        return this;
    }

    /** These and others; a name must not stand in both. */
    public TensorMap with(TensorMap others) {
        List<StoredTensor> both = new ArrayList<>(all());
        both.addAll(others.all());
        return new TensorMap(both);
    }
}
