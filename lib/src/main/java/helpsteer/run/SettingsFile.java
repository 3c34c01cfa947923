package helpsteer.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What a growing file is made with, in {@code NAME.settings.json} beside it: the file goes on with the same only. */
public final class SettingsFile {
    private SettingsFile() {}

    /**
     * Writes the settings where the file is new; else refuses others than it was begun with.
     *
     * @param settings a text for each thing that decides what stands in the file
     * @param isNew whether the file has nothing in it yet
     * @throws IllegalArgumentException where the file was begun with other settings, or with none that are known
     */
    public static void require(Path file, Map<String, String> settings, boolean isNew) {
        Path beside = file.resolveSibling(file.getFileName() + ".settings.json");
        try {
            if (Files.exists(beside)) {
                requireSame(file, settings, Json.read(beside));
            } else if (isNew) {
                Json.save(beside, settings);
            } else {
                throw new IllegalArgumentException(file.getFileName() + " must have " + beside.getFileName()
                        + " beside it, got none; choose another file, or remove this one");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + beside.getFileName() + ": " + e.getMessage(), e);
        }
    }

    private static void requireSame(Path file, Map<String, String> settings, JsonNode found) {
        settings.forEach((name, value) -> {
            if (!found.path(name).asText().equals(value)) {
                throw new IllegalArgumentException(file.getFileName() + " must go on with the " + name
                        + " that it was begun with, " + found.path(name).asText() + ", got " + value
                        + "; choose another file, or remove this one and its settings");
            }
        });
    }
}
