package helpsteer.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** One kind of work, set up once and then done as often as it is asked for. */
interface Task extends AutoCloseable {
    ObjectMapper JSON = new ObjectMapper();

    /**
     * Does what the request's {@code do} names.
     *
     * @return the answer; {@code seconds} is the time of the work alone, without reading the request or writing the answer
     */
    ObjectNode answer(JsonNode request) throws IOException;

    @Override
    default void close() {}

    /** An answer that begins with the time since {@code start}, as {@link System#nanoTime} counts. */
    static ObjectNode timed(long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return JSON.createObjectNode().put("seconds", seconds);
    }

    /** What to throw at a request that the task does not know. */
    static IllegalArgumentException unknown(JsonNode request) {
        return new IllegalArgumentException("do must be known to the task, got " + request.path("do"));
    }
}
