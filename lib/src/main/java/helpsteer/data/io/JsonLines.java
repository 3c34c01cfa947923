package helpsteer.data.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON, one object a line or one array a file, plain or gzipped, holding a few megabytes of lines in memory
 * at a time.
 *
 * <p>UTF-8 is read strictly, a key may stand only once in an object, and a line may have at most {@value #MAX_LINE} bytes.
 */
public final class JsonLines {
    /** 32 MiB: far above any row of the official files, far below what would fill the memory. */
    public static final int MAX_LINE = 32 << 20;

    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Lines parsed at a time, on all cores, and about how many bytes they have at most. */
    private static final int CHUNK_LINES = 256;

    private static final int CHUNK_BYTES = 4 << 20;

    private JsonLines() {}

    /** Hands every line to the sink, in order. */
    static void read(Path file, Rows.Sink sink) throws IOException {
        List<Line> chunk = new ArrayList<>();
        try (InputStream in = GzipFile.open(file)) {
            LineReader lines = new LineReader(in, MAX_LINE);
            try {
                readAll(lines, chunk, sink);
            } catch (GzipFile.UnsoundException e) {
                hand(chunk, sink);
                sink.refuse(lines.number(), String.valueOf(e.getMessage()));
            }
        }
    }

    private static void readAll(LineReader lines, List<Line> chunk, Rows.Sink sink) throws IOException {
        long bytes = 0;
        while (lines.next()) {
            Line line = new Line(lines);
            chunk.add(line);
            bytes += line.bytes.length;
            if (chunk.size() == CHUNK_LINES || bytes >= CHUNK_BYTES) {
                hand(chunk, sink);
                bytes = 0;
            }
        }
        hand(chunk, sink);
    }

    private static void hand(List<Line> chunk, Rows.Sink sink) {
        List<Runnable> found =
                chunk.parallelStream().map(line -> line.parsed(sink)).toList();
        chunk.clear();
        found.forEach(Runnable::run);
    }

    /** A line that was read and not yet looked at. */
    static final class Line {
        private final long number;
        private final byte[] bytes;
        private final boolean tooLong;

        /** The line that the reader read last. */
        Line(LineReader lines) {
            number = lines.number();
            bytes = lines.bytes();
            tooLong = lines.tooLong();
        }

        /** What the sink is to be told about the line in its turn. */
        private Runnable parsed(Rows.Sink sink) {
            Runnable found;
            try {
                found = sink.prepared(number, json());
            } catch (IllegalArgumentException e) {
                String reason = String.valueOf(e.getMessage());
                found = () -> sink.refuse(number, reason);
            }
            String whole = number == 1 ? new String(bytes, StandardCharsets.UTF_8) : "";
            Runnable told = found;
            return () -> {
                if (isMarked(whole)) {
                    sink.note(number, "begins with a byte order mark; read without it");
                }
                if (whole.endsWith("\r")) {
                    sink.note(number, "ends as Windows lines do, with CR LF; read as LF");
                }
                told.run();
            };
        }

        private boolean isMarked(String text) {
            return number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
        }

        /** The line without its end and without a byte order mark; U+FFFD stands for what is not UTF-8. */
        String text() {
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.substring(isMarked(text) ? 1 : 0, text.length() - (text.endsWith("\r") ? 1 : 0));
        }

        /**
         * What stands in the line.
         *
         * @throws IllegalArgumentException where that is no JSON; the message is the reason
         */
        JsonNode json() {
            if (tooLong) {
                throw new IllegalArgumentException("line must have at most " + MAX_LINE + " bytes, got more");
            }
            String text = text();
            if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(bytes)) {
                throw new IllegalArgumentException(
                        "line must be UTF-8, got bytes that are not; save the file as UTF-8");
            }
            if (text.isBlank()) {
                throw new IllegalArgumentException("line must hold a JSON object, got a blank line; remove it");
            }
            try {
                return Json.read(text);
            } catch (JsonProcessingException e) {
                JsonLocation at = e.getLocation();
                String place = at == null || at.getColumnNr() < 1 ? "" : " at column " + at.getColumnNr();
                throw new IllegalArgumentException(
                        "line must be one sound JSON object, got" + place + ": " + brief(e), e);
            }
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The parser's own words up to their first colon; what follows tells of its settings, not of the file. */
    private static String brief(JsonProcessingException e) {
        return Row.excerpt(e.getOriginalMessage().split(": ", 2)[0]);
    }

    /** Hands every element of one top-level array to the sink, numbered from 1. */
    static void readArray(Path file, Rows.Sink sink) throws IOException {
        long row = 1;
        try (InputStream in = GzipFile.open(file);
                JsonParser parser = Json.parser(in)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return;
            }
            if (first != JsonToken.START_ARRAY) {
                sink.refuse(row, "file must be a JSON array of objects, got something else");
                return;
            }
            for (; parser.nextToken() != JsonToken.END_ARRAY; row++) {
                sink.row(row, Json.next(parser));
            }
            if (parser.nextToken() != null) {
                sink.refuse(row, "file must end with its array, got more behind it; put all rows into one array");
            }
        } catch (JsonProcessingException e) {
            sink.refuse(row, "row must be sound JSON, got " + brief(e));
        } catch (GzipFile.UnsoundException e) {
            sink.refuse(row, String.valueOf(e.getMessage()));
        }
    }
}
