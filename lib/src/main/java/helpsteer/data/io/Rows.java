package helpsteer.data.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Turns a file of rows, whatever its form, into records and named refusals. */
public final class Rows {
    private Rows() {}

    /** Where a form's reader hands over what it finds. */
    interface Sink {
        /** A row that could be decoded. */
        void row(long line, JsonNode node);

        /**
         * The work on a row that needs no other row, done at once on whatever thread asks; what is returned is run in the
         * row's turn.
         */
        default Runnable prepared(long line, JsonNode node) {
            return () -> row(line, node);
        }

        /** A line that could not. */
        void refuse(long line, String reason);

        /** An oddity that does no harm. */
        void note(long line, String remark);
    }

    /** A record and where it stood. */
    public record Numbered<T>(long line, T value) {}

    /**
     * Reads {@code .jsonl}, {@code .json} (an array), both also with {@code .gz}, or {@code .parquet}.
     *
     * @param parser makes a record of one row and of nothing else; it may be called on several threads
     */
    public static <T> ReadResult<T> read(Path file, Strictness reading, Function<Row, T> parser) {
        return numbered(file, reading, parser).map(Numbered::value);
    }

    /** The same, each record with its line. */
    public static <T> ReadResult<Numbered<T>> numbered(Path file, Strictness reading, Function<Row, T> parser) {
        Collector<T> sink = new Collector<>(file, reading, parser);
        if (!Files.isRegularFile(file)) {
            throw new InvalidDataException(sink.name + ":0: file must exist, got none; " + OfficialFile.howToGet(file));
        }
        try {
            if (sink.name.endsWith(".parquet")) {
                Parquet.read(file, sink);
            } else if (sink.name.endsWith(".json") || sink.name.endsWith(".json.gz")) {
                JsonLines.readArray(file, sink);
            } else {
                JsonLines.read(file, sink);
            }
        } catch (IOException e) {
            throw new InvalidDataException(
                    sink.name + ":" + sink.last + ": file must be readable, got " + e.getMessage(), e);
        }
        if (sink.rows.isEmpty() && sink.refused.isEmpty()) {
            sink.refuse(1, "file must hold at least one row, got none");
        }
        return new ReadResult<>(sink.rows, sink.refused, sink.notes);
    }

    /** A refusal that ends a strict reading and is listed by a lenient one. */
    public static void refuse(ReadResult.Refusal refusal, Strictness reading, List<ReadResult.Refusal> refused) {
        if (reading == Strictness.STRICT) {
            throw new InvalidDataException(refusal.toString());
        }
        refused.add(refusal);
    }

    private static final class Collector<T> implements Sink {
        private final String name;
        private final Strictness reading;
        private final Function<Row, T> parser;
        private final List<Numbered<T>> rows = new ArrayList<>();
        private final List<ReadResult.Refusal> refused = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private long last;

        private Collector(Path file, Strictness reading, Function<Row, T> parser) {
            this.name = nameOf(file);
            this.reading = reading;
            this.parser = parser;
        }

        @Override
        public void row(long line, JsonNode node) {
            prepared(line, node).run();
        }

        @Override
        public Runnable prepared(long line, JsonNode node) {
            T made;
            try {
                made = parser.apply(new Row(node));
            } catch (IllegalArgumentException e) {
                String reason = String.valueOf(e.getMessage());
                return () -> refuse(line, reason);
            }
            return () -> {
                last = line;
                rows.add(new Numbered<>(line, made));
            };
        }

        @Override
        public void refuse(long line, String reason) {
            last = line;
            Rows.refuse(new ReadResult.Refusal(name, line, reason), reading, refused);
        }

        @Override
        public void note(long line, String remark) {
            notes.add(name + ":" + line + ": " + remark);
        }
    }

    /** The file's own name, which is what messages show: a whole path would differ from machine to machine. */
    public static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
