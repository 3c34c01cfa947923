package helpsteer.bench.judge;

import helpsteer.data.Turn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one benchmark asks a judge, and how it reads the answers. */
public interface Judge {

    /**
     * One thing to ask.
     *
     * @param key its name, such as {@code "81, turn 2"}, unlike any other's
     * @param conversation what is sent
     */
    record Call(String key, List<Turn> conversation) {
        public Call {
            conversation = List.copyOf(conversation);
        }
    }

    /** All there is to ask, in order. */
    List<Call> calls();

    /** The verdict that an answer ends in, as text; empty where none can be read. */
    Optional<String> verdict(String answer);

    /**
     * A line of the file of judgments, by field.
     *
     * @param judge the judging model
     * @param seconds when it answered, since 1970
     */
    Map<String, Object> line(Call call, String judge, String answer, double seconds);

    /**
     * The keys of the calls that a file has judgments for.
     *
     * @throws IllegalArgumentException where the file is of another model, judge or baseline
     */
    Set<String> judged(Path file, String judge);
}
