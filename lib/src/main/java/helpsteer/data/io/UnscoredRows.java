package helpsteer.data.io;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Prompt;
import helpsteer.data.Turn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a JSON-lines file, plain or gzipped, a few rows at a time. Fields that scoring does not need may be anything.
 *
 * <p>Four forms of row: {@code prompt} with {@code response} (HelpSteer2); {@code messages} whose last turn is the
 * assistant's; {@code prompt} with {@code chosen} and {@code rejected} (RewardBench), which may be lists of messages
 * without a prompt; {@code prompt} with {@code response_1} and {@code response_2} (HelpSteer2's preferences). A prompt of
 * several turns is divided as HelpSteer2's files divide it.
 */
public final class UnscoredRows implements AutoCloseable {
    private static final List<String> ADDED = List.of("scores", "error");
    private static final List<List<String>> PAIRS =
            List.of(List.of("chosen", "rejected"), List.of("response_1", "response_2"));

    private final String name;
    private final InputStream in;
    private final LineReader lines;

    private UnscoredRows(Path file) throws IOException {
        name = Rows.nameOf(file);
        in = GzipFile.open(file);
        lines = new LineReader(in, JsonLines.MAX_LINE);
    }

    /** Opens a file at its first row. */
    public static UnscoredRows open(Path file) throws IOException {
        return new UnscoredRows(file);
    }

    /** Number of rows of a file. */
    public static long count(Path file) throws IOException {
        try (UnscoredRows rows = open(file)) {
            long count = 0;
            while (rows.advance()) {
                count++;
            }
            return count;
        }
    }

    /** The name that messages give the file. */
    public String name() {
        return name;
    }

    /** The next rows, at most {@code count}; fewer only at the end of the file. */
    public List<UnscoredRow> next(int count) throws IOException {
        List<UnscoredRow> out = new ArrayList<>();
        while (out.size() < count && advance()) {
            out.add(row());
        }
        return out;
    }

    private boolean advance() throws IOException {
        try {
            return lines.next();
        } catch (GzipFile.UnsoundException e) {
            throw new InvalidDataException(name + ":" + lines.number() + ": " + e.getMessage(), e);
        }
    }

    private UnscoredRow row() {
        JsonLines.Line line = new JsonLines.Line(lines);
        String text = line.text().strip();
        boolean extendable = false;
        try {
            JsonNode node = line.json();
            Row row = new Row(node);
            extendable = !node.isEmpty() && !node.has("error");
            return new UnscoredRow(lines.number(), text, answers(row, node), Optional.empty(), true);
        } catch (IllegalArgumentException e) {
            Optional<String> reason = Optional.of(String.valueOf(e.getMessage()));
            return new UnscoredRow(lines.number(), text, List.of(), reason, extendable);
        }
    }

    private static List<UnscoredRow.Answer> answers(Row row, JsonNode node) {
        for (String field : ADDED) {
            if (node.has(field)) {
                throw new IllegalArgumentException("fields must not be " + String.join(" or ", ADDED) + ", got \""
                        + field + "\"; rename it, since scoring adds a field of that name");
            }
        }
        List<List<UnscoredRow.Answer>> found = new ArrayList<>();
        if (node.has("response")) {
            found.add(List.of(new UnscoredRow.Answer("", prompt(row), row.text("response"))));
        }
        if (node.has("messages")) {
            found.add(List.of(ofMessages(row, "messages", "")));
        }
        for (List<String> pair : PAIRS) {
            if (node.has(pair.get(0)) || node.has(pair.get(1))) {
                found.add(pair.stream().map(field -> ofPair(row, node, field)).toList());
            }
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "fields must be prompt and response, messages, prompt, chosen and rejected,"
                            + " or prompt, response_1 and response_2, got "
                            + (found.isEmpty() ? String.join(", ", row.names()) : "more than one of these forms"));
        }
        return found.get(0);
    }

    private static Prompt prompt(Row row) {
        return Prompt.parse(row.text("prompt"));
    }

    private static UnscoredRow.Answer ofPair(Row row, JsonNode node, String field) {
        return node.path(field).isArray()
                ? ofMessages(row, field, field)
                : new UnscoredRow.Answer(field, prompt(row), row.text(field));
    }

    private static UnscoredRow.Answer ofMessages(Row row, String field, String name) {
        List<Turn> turns = ChatMessages.answered(row, field);
        int last = turns.size() - 1;
        return new UnscoredRow.Answer(
                name, new Prompt(turns.subList(0, last)), turns.get(last).text());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
