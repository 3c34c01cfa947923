package helpsteer.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Small files for the readers' tests. */
public final class TestFiles {
    private TestFiles() {}

    /** A ratings row, all five ratings alike. */
    public static String row(String prompt, String response, Object rating) {
        return """
                {"prompt": "%s", "response": "%s", "helpfulness": %s, "correctness": 1, "coherence": 2, \
                "complexity": 3, "verbosity": 4}
                """
                .formatted(prompt, response, rating);
    }

    public static Path write(Path folder, String name, String text) throws IOException {
        return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Path write(Path folder, String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    public static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
