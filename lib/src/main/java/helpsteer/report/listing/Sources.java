package helpsteer.report.listing;

import helpsteer.run.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the library's own source text. */
final class Sources {
    private static final String FOLDER = "lib/src/main/java";

    private Sources() {}

    /**
     * The text of the file that declares a type, from the repository or else from {@code sources/} on the class path.
     *
     * @param file such as {@code helpsteer/stats/Interval.java}
     * @throws IllegalArgumentException where neither has it
     */
    static String read(String file) {
        try {
            Path path = Workspace.root()
                    .map(root -> root.resolve(FOLDER).resolve(file))
                    .orElse(Path.of(file));
            if (Files.isRegularFile(path)) {
                return Files.readString(path);
            }
            try (InputStream in = Sources.class.getResourceAsStream("/sources/" + file)) {
                if (in != null) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("type must be of this library, got " + file + ", which is neither under "
                + FOLDER + " nor under sources/ on the class path; run inside the repository");
    }
}
