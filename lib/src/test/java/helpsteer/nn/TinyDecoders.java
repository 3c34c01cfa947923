package helpsteer.nn;

import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.Goldens;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tiny random decoders that transformers ran; {@code golden/decoder/make_goldens.py} says how. */
final class TinyDecoders {
    static final Path FOLDER = Path.of("lib/src/test/resources/golden/decoder");
    static final List<String> FAMILIES = List.of("llama2", "llama3", "smollm2", "linear", "yarn", "qwen2", "qwen3");
    private static final String WEIGHT = "weight:";

    private TinyDecoders() {}

    static ModelConfig modelConfig(String family) {
        try {
            return ModelConfig.parse(
                    family,
                    new ObjectMapper()
                            .readTree(FOLDER.resolve("configs.json").toFile())
                            .path(family)
                            .toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DecoderConfig config(String family) {
        return DecoderConfig.of(modelConfig(family));
    }

    static TensorMap golden(String name) {
        try {
            return Safetensors.read(FOLDER.resolve(name + ".safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TensorMap weights(TensorMap golden) {
        List<StoredTensor> out = new ArrayList<>();
        for (StoredTensor tensor : golden.all()) {
            if (tensor.name().startsWith(WEIGHT)) {
                out.add(tensor.withName(tensor.name().substring(WEIGHT.length())));
            }
        }
        return new TensorMap(out);
    }

    static float[] floats(TensorMap golden, String name) {
        return Goldens.floats(golden, name);
    }

    static List<int[]> sequences(TensorMap golden) {
        int[] ids = integers(golden, "ids");
        List<int[]> out = new ArrayList<>();
        int from = 0;
        for (int length : integers(golden, "lengths")) {
            out.add(java.util.Arrays.copyOfRange(ids, from, from + length));
            from += length;
        }
        return out;
    }

    private static int[] integers(TensorMap golden, String name) {
        StoredTensor tensor = golden.find(name);
        if (tensor == null) {
            throw new IllegalArgumentException("name must be one of " + golden.names() + ", got " + name);
        }
        long[] wide = new long[(int) tensor.count()];
        tensor.bytes().asLongBuffer().get(wide);
        return java.util.Arrays.stream(wide).mapToInt(Math::toIntExact).toArray();
    }
}
