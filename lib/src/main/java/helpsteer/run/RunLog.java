package helpsteer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What happened in a run, one JSON object a line, appended and handed to the system line by line.
 *
 * <p>A process that is killed may leave half a line; it is cut off when the log is opened again, and a line
 * {@code cutOff} says so.
 */
public final class RunLog implements AutoCloseable {

    private final AppendLog lines;

    private RunLog(AppendLog lines) {
        this.lines = lines;
    }

    /** Opens a log to append to; makes it where it is missing. */
    public static RunLog open(Path file) {
        RunLog log = new RunLog(AppendLog.open(file));
        try {
            if (log.lines.cutOff() > 0) {
                log.write("cutOff", Map.of("bytes", log.lines.cutOff()));
            }
            return log;
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /**
     * Appends an event.
     *
     * @param event what happened, such as {@code "step"}
     * @param fields numbers, texts, lists and maps of them, by name
     */
    public void write(String event, Map<String, ?> fields) {
        ObjectNode line = Json.object();
        line.put("event", event);
        fields.forEach((name, value) -> line.set(name, Json.tree(value)));
        lines.append(Json.line(line));
    }

    /**
     * The events of a log, in order, without one whose line is not whole: its run writes it or was killed in it.
     *
     * @throws IllegalArgumentException where a line is no JSON object with an event, naming it
     */
    public static List<JsonNode> read(Path file) {
        try {
            List<JsonNode> events = new ArrayList<>();
            for (String line : AppendLog.lines(file)) {
                events.add(parse(file, events.size() + 1, line));
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode parse(Path file, int number, String line) {
        String place = file.getFileName() + ":" + number;
        try {
            JsonNode node = Json.read(line);
            if (node.path("event").isTextual()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(place + ": line must be a JSON object, got none; remove the line", e);
        }
        throw new IllegalArgumentException(place + ": line must name its event, got none; remove the line");
    }

    @Override
    public void close() {
        lines.close();
    }
}
