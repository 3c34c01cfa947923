package helpsteer.nn;

import helpsteer.Goldens;
import helpsteer.weights.TensorMap;
import java.nio.file.Path;
import java.util.List;

/** The tiny random decoders that transformers ran, piece by piece. */
final class TinyDecoders {
    static final Path FOLDER = ReferenceDecoder.FOLDER;
    static final List<String> FAMILIES = ReferenceDecoder.FAMILIES;

    private TinyDecoders() {}

    static DecoderConfig config(String family) {
        return ReferenceDecoder.of(family).config();
    }

    static TensorMap golden(String name) {
        return ReferenceDecoder.file(name);
    }

    static TensorMap weights(TensorMap golden) {
        return ReferenceDecoder.weights(golden);
    }

    static float[] floats(TensorMap golden, String name) {
        return Goldens.floats(golden, name);
    }

    static List<int[]> sequences(TensorMap golden) {
        return ReferenceDecoder.sequences(golden);
    }
}
