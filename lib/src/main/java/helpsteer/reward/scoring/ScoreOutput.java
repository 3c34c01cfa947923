package helpsteer.reward.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where scored rows go, window by window; the windows that an earlier run left come first. */
interface ScoreOutput extends AutoCloseable {
    /** The note's field for the hash of the output that is whole. */
    String HASH = "output";

    /** What a setting is that is not given. */
    String NONE = "none";

    /** The lines of the next window that an earlier run has written, at most {@code rows}; none behind the last sound one. */
    List<String> next(int rows) throws IOException;

    /** Says that the lines that {@link #next} gave are right and stay. */
    void keep();

    /** Whether an earlier run has written more. */
    boolean more() throws IOException;

    /** Why windows of an earlier run are scored again; empty where none is. */
    String damage();

    /** Writes a window's lines behind all that was kept. */
    void write(List<String> lines);

    /** Gives a whole output its final name. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;

    /** Where the settings stand that an output was made with. */
    static Path note(Path output) {
        return output.resolveSibling(output.getFileName() + ".settings.json");
    }

    /**
     * Refuses a file that was made with other settings.
     *
     * @return the note, with what it says beyond the settings
     */
    static JsonNode refuseOther(Path file, Path note, ObjectNode settings) throws IOException {
        JsonNode before = Json.read(note);
        Set<String> names = new LinkedHashSet<>();
        settings.fieldNames().forEachRemaining(names::add);
        before.fieldNames().forEachRemaining(names::add);
        names.remove(HASH);
        for (String name : names) {
            String then = before.path(name).asText(NONE);
            String now = settings.path(name).asText(NONE);
            if (!then.equals(now)) {
                throw new IllegalArgumentException(file.getFileName() + " must go on as it began, with " + name + " "
                        + then + ", got " + now + "; give what it began with, or remove it to begin again");
            }
        }
        return before;
    }
}
