package helpsteer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.weights.Safetensors;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/** Files that other programs made; the script beside them, make_goldens.py, says how. */
public final class Goldens {
    private static final Path FOLDER = Path.of("lib/src/test/resources/golden/learning");

    private Goldens() {}

    public static Path file(String name) {
        return FOLDER.resolve(name);
    }

    public static JsonNode json(String name) {
        return json(file(name));
    }

    /** A file of any folder. */
    public static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A list of numbers. */
    public static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    /** A list of lists of numbers. */
    public static double[][] rows(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(Goldens::numbers)
                .toArray(double[][]::new);
    }

    public static TensorMap tensors(String name) {
        try {
            return Safetensors.read(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tensor of that name, whatever its shape. */
    public static float[] floats(TensorMap tensors, String name) {
        var tensor = tensors.find(name);
        if (tensor == null) {
            throw new IllegalArgumentException("name must be one of " + tensors.names() + ", got " + name);
        }
        return tensor.floats();
    }

    /** The largest distance of two arrays, NaN where one holds NaN. */
    public static double distance(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("arrays must have one length, got " + a.length + " and " + b.length);
        }
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs((double) a[i] - b[i]));
        }
        return worst;
    }
}
