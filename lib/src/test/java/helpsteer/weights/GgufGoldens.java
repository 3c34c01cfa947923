package helpsteer.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.weights.model.Pretrained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** GGUF files that Python wrote and what it reads in them; the script beside them, make_goldens.py, says how. */
public final class GgufGoldens {
    private static final Path FOLDER = Path.of("lib/src/test/resources/golden/gguf");

    private GgufGoldens() {}

    public static Path file(String name) {
        return FOLDER.resolve(name);
    }

    static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(file(name).toFile());
    }

    /** The real file; a test that needs it is skipped where it is not in the cache. */
    public static Path smolLm2() {
        Path file = Pretrained.SMOLLM2_135M_INSTRUCT.path();
        Assumptions.assumeTrue(
                Files.exists(file), "needs " + file.getFileName() + "; environment/helpsteer fetch smollm2");
        return file;
    }
}
