package helpsteer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path file;
    private final RandomAccessFile out; // not a channel, which an interrupt would close for good

    private RunLog(Path file, RandomAccessFile out) {
        this.file = file;
        this.out = out;
    }

    /** Opens a log to append to; makes it where it is missing. */
    public static RunLog open(Path file) {
        try {
            RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
            RunLog log = new RunLog(file, out);
            long whole = endOfLastLine(out);
            long torn = out.length() - whole;
            out.setLength(whole);
            out.seek(whole);
            if (torn > 0) {
                log.write("cutOff", Map.of("bytes", torn));
            }
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    private static long endOfLastLine(RandomAccessFile out) throws IOException {
        for (long end = out.length(); end > 0; end--) {
            out.seek(end - 1);
            if (out.read() == '\n') {
                return end;
            }
        }
        return 0;
    }

    /**
     * Appends an event.
     *
     * @param event what happened, such as {@code "step"}
     * @param fields numbers, texts, lists and maps of them, by name
     */
    public synchronized void write(String event, Map<String, ?> fields) {
        ObjectNode line = JSON.createObjectNode();
        line.put("event", event);
        fields.forEach((name, value) -> line.set(name, JSON.valueToTree(value)));
        try {
            out.write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The events of a log, in order.
     *
     * @throws IllegalArgumentException where a line is no JSON object with an event, naming it
     */
    public static List<JsonNode> read(Path file) {
        try {
            List<JsonNode> events = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
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
            JsonNode node = JSON.readTree(line);
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
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file + ": " + e.getMessage(), e);
        }
    }
}
