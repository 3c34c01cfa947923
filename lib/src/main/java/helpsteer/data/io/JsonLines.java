package helpsteer.data.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads JSON, one object a line or one array a file, plain or gzipped, holding a few megabytes of lines in memory
 * at a time.
 *
 * <p>UTF-8 is read strictly, a key may stand only once in an object, and a line may have at most {@value #MAX_LINE} bytes.
 */
public final class JsonLines {
    /** 32 MiB: far above any row of the official files, far below what would fill the memory. */
    public static final int MAX_LINE = 32 << 20;

    private static final int BUFFER = 1 << 16;
    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_LINE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final ObjectReader ONE_OF_MANY =
            JSON.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Lines parsed at a time, on all cores, and about how many bytes they have at most. */
    private static final int CHUNK_LINES = 256;

    private static final int CHUNK_BYTES = 4 << 20;

    private JsonLines() {}

    /** Hands every line to the sink, in order. */
    static void read(Path file, Rows.Sink sink) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            boolean gzip = Rows.nameOf(file).endsWith(".gz") && hasBytes(raw);
            List<Line> chunk = new ArrayList<>();
            long number = 1;
            try {
                LineReader lines = new LineReader(gzip ? new GZIPInputStream(raw, BUFFER) : raw, MAX_LINE);
                try {
                    readAll(lines, chunk, sink);
                } finally {
                    number = lines.number();
                }
            } catch (EOFException e) {
                hand(chunk, sink);
                sink.refuse(number, "gzip stream must be complete, got its end within this line; fetch the file again");
            } catch (ZipException e) {
                hand(chunk, sink);
                sink.refuse(number, "file must be sound gzip, got " + e.getMessage() + "; fetch the file again");
            }
        }
    }

    private static boolean hasBytes(InputStream raw) throws IOException {
        raw.mark(1);
        boolean some = raw.read() >= 0;
        raw.reset();
        return some;
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
    private static final class Line {
        private final long number;
        private final byte[] bytes;
        private final boolean tooLong;

        Line(LineReader lines) {
            number = lines.number();
            bytes = lines.bytes();
            tooLong = lines.tooLong();
        }

        /** What the sink is to be told about the line in its turn. */
        Runnable parsed(Rows.Sink sink) {
            if (tooLong) {
                return () -> sink.refuse(number, "line must have at most " + MAX_LINE + " bytes, got more");
            }
            String text;
            try {
                text = decoded(bytes);
            } catch (CharacterCodingException e) {
                return () -> sink.refuse(number, "line must be UTF-8, got bytes that are not; save the file as UTF-8");
            }
            boolean marked = number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
            boolean windows = text.endsWith("\r");
            String json = text.substring(marked ? 1 : 0, text.length() - (windows ? 1 : 0));
            Runnable found = parsed(json, sink);
            return () -> {
                if (marked) {
                    sink.note(number, "begins with a byte order mark; read without it");
                }
                if (windows && number == 1) {
                    sink.note(number, "ends as Windows lines do, with CR LF; read as LF");
                }
                found.run();
            };
        }

        private Runnable parsed(String json, Rows.Sink sink) {
            if (json.isBlank()) {
                return () -> sink.refuse(number, "line must hold a JSON object, got a blank line; remove it");
            }
            try {
                return sink.prepared(number, JSON.readTree(json));
            } catch (JsonProcessingException e) {
                String reason = reason(e);
                return () -> sink.refuse(number, reason);
            }
        }
    }

    /** Strictly decoded; the quick way puts U+FFFD for what is broken, so a text that holds it is decoded again. */
    private static String decoded(byte[] bytes) throws CharacterCodingException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0
                ? text
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
    }

    static String reason(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String place = at == null || at.getColumnNr() < 1 ? "" : " at column " + at.getColumnNr();
        return "line must be one sound JSON object, got" + place + ": " + brief(e);
    }

    /** The parser's own words up to their first colon; what follows tells of its settings, not of the file. */
    private static String brief(JsonProcessingException e) {
        return Row.excerpt(e.getOriginalMessage().split(": ", 2)[0]);
    }

    /** Hands every element of one top-level array to the sink, numbered from 1. */
    static void readArray(Path file, Rows.Sink sink) throws IOException {
        long row = 1;
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = Rows.nameOf(file).endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                JsonParser parser = JSON.createParser(in)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return;
            }
            if (first != JsonToken.START_ARRAY) {
                sink.refuse(row, "file must be a JSON array of objects, got something else");
                return;
            }
            for (; parser.nextToken() != JsonToken.END_ARRAY; row++) {
                sink.row(row, ONE_OF_MANY.readTree(parser));
            }
        } catch (JsonProcessingException e) {
            sink.refuse(row, "row must be sound JSON, got " + brief(e));
        } catch (EOFException e) {
            sink.refuse(row, "gzip stream must be complete, got its end within this row; fetch the file again");
        } catch (ZipException e) {
            sink.refuse(row, "file must be sound gzip, got " + e.getMessage() + "; fetch the file again");
        }
    }

    /** One JSON text as a tree, under the same strictness. */
    static JsonNode tree(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }
}
