package helpsteer.data.io;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What came out of one or more files.
 *
 * @param rows the rows accepted, in the order of the files
 * @param refused the rows left out, each with its place and reason; empty after a strict reading
 * @param notes harmless oddities that were read all the same, such as Windows line ends
 */
public record ReadResult<T>(List<T> rows, List<Refusal> refused, List<String> notes) {

    /**
     * One row that was left out.
     *
     * @param file name of the file, without its folder
     * @param line line counted from 1; in Parquet files and JSON arrays the row
     * @param reason the rule that was broken and the value found
     */
    public record Refusal(String file, long line, String reason) {
        /** The form of every message about a file: {@code file:line: reason}. */
        @Override
        public String toString() {
            return file + ":" + line + ": " + reason;
        }
    }

    public ReadResult {
        rows = List.copyOf(rows);
        refused = List.copyOf(refused);
        notes = List.copyOf(notes);
    }

    /** These rows followed by another file's. */
    public ReadResult<T> plus(ReadResult<T> other) {
        return new ReadResult<>(joined(rows, other.rows), joined(refused, other.refused), joined(notes, other.notes));
    }

    /** The same reading with other rows, such as pairs made of them, and more refusals. */
    public <U> ReadResult<U> with(List<U> made, List<Refusal> alsoRefused) {
        return new ReadResult<>(made, joined(refused, alsoRefused), notes);
    }

    /** The same reading with each row changed. */
    public <U> ReadResult<U> map(Function<T, U> change) {
        return new ReadResult<>(rows.stream().map(change).toList(), refused, notes);
    }

    private static <U> List<U> joined(List<U> first, List<U> second) {
        List<U> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Override
    public String toString() {
        return "read " + rows.size() + ", refused " + refused.size();
    }
}
