package helpsteer.weights.gguf;

import helpsteer.weights.InvalidWeightsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The key-value pairs of a GGUF file; a value is decoded when it is asked for. */
public final class GgufMetadata {
    private final Map<String, GgufCursor> values = new LinkedHashMap<>();

    /** Keeps a value, which stands behind its type at the cursor; refuses a key that stands twice. */
    void put(String key, GgufCursor value) {
        if (values.put(key, value) != null) {
            throw new InvalidWeightsException("metadata keys must be unique, got " + key + " twice");
        }
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    public List<String> keys() {
        return List.copyOf(values.keySet());
    }

    /** A Boolean, Long, Float, Double, String or List of these, or null where there is no such key. */
    @Nullable
    public Object find(String key) {
        GgufCursor at = values.get(key);
        if (at == null) {
            return null;
        }
        try {
            return at.copy().value();
        } catch (InvalidWeightsException e) {
            throw new InvalidWeightsException(key + ": " + e.getMessage(), e);
        }
    }

    public String text(String key) {
        return require(key, String.class, "a text");
    }

    public String text(String key, String fallback) {
        return has(key) ? text(key) : fallback;
    }

    /** An integer of at least 0 that fits an int. */
    public int count(String key) {
        long value = require(key, Long.class, "an integer");
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new InvalidWeightsException(key + " must be from 0 to " + Integer.MAX_VALUE + ", got " + value);
        }
        return (int) value;
    }

    public int count(String key, int fallback) {
        return has(key) ? count(key) : fallback;
    }

    /** A finite number as its shortest decimal, so that an fp32 of 0.00001 reads as just that. */
    public double number(String key) {
        Number value = require(key, Number.class, "a number");
        double decimal = Double.parseDouble(value.toString());
        if (!Double.isFinite(decimal)) {
            throw new InvalidWeightsException(key + " must be finite, got " + value);
        }
        return decimal;
    }

    public double number(String key, double fallback) {
        return has(key) ? number(key) : fallback;
    }

    public boolean flag(String key, boolean fallback) {
        return has(key) ? require(key, Boolean.class, "true or false") : fallback;
    }

    /** A list whose values are all of one kind. */
    public <T> List<T> list(String key, Class<T> kind) {
        List<T> out = new ArrayList<>();
        for (Object value : require(key, List.class, "a list")) {
            if (!kind.isInstance(value)) {
                throw new InvalidWeightsException(
                        key + " must be a list of " + kind.getSimpleName() + ", got " + value);
            }
            out.add(kind.cast(value));
        }
        return out;
    }

    private <T> T require(String key, Class<T> kind, String rule) {
        Object value = find(key);
        if (value == null) {
            throw new InvalidWeightsException("metadata must hold " + key + ", got none; take a complete GGUF file");
        }
        if (!kind.isInstance(value)) {
            throw new InvalidWeightsException(key + " must be " + rule + ", got " + value);
        }
        return kind.cast(value);
    }
}
