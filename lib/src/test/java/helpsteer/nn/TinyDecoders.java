package helpsteer.nn;

import helpsteer.Goldens;
import helpsteer.nn.decoder.DecoderConfig;
import helpsteer.nn.decoder.GoldenDecoder;
import helpsteer.weights.TensorMap;
import java.nio.file.Path;
import java.util.List;

/** The tiny random decoders that transformers ran, piece by piece. */
public final class TinyDecoders {
    static final Path FOLDER = GoldenDecoder.FOLDER;
    public static final List<String> FAMILIES = GoldenDecoder.FAMILIES;

    private TinyDecoders() {}

    public static DecoderConfig config(String family) {
        return GoldenDecoder.of(family).config();
    }

    public static TensorMap golden(String name) {
        return GoldenDecoder.file(name);
    }

    public static TensorMap weights(TensorMap golden) {
        return GoldenDecoder.weights(golden);
    }

    public static float[] floats(TensorMap golden, String name) {
        return Goldens.floats(golden, name);
    }

    public static List<int[]> sequences(TensorMap golden) {
        return GoldenDecoder.sequences(golden);
    }
}
