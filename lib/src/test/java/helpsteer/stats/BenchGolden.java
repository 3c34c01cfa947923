package helpsteer.stats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Goldens of calibration, best of n and their kin; make_goldens.py beside them says how they were made. */
public final class BenchGolden {
    private BenchGolden() {}

    public static JsonNode json(String name) {
        Path file = Path.of("lib/src/test/resources/golden/bench", name + ".json");
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static double[] doubles(JsonNode array) {
        return Golden.doubles(array);
    }
}
