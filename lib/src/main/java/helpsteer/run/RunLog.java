package helpsteer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    private final FileChannel channel;

    private RunLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens a log to append to; makes it where it is missing. */
    public static RunLog open(Path file) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            RunLog log = new RunLog(file, channel);
            long whole = endOfLastLine(channel);
            long torn = channel.size() - whole;
            channel.truncate(whole).position(whole);
            if (torn > 0) {
                log.write("cutOff", Map.of("bytes", torn));
            }
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            if (channel.read(one.clear(), end - 1) == 1 && one.get(0) == '\n') {
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
            ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
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
            List<JsonNode> out = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                out.add(parse(file, out.size() + 1, line));
            }
            return out;
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
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file + ": " + e.getMessage(), e);
        }
    }
}
