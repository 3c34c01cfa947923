package helpsteer.report.listing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The texts of torch operations that models run, method by method. */
final class ScriptSource {
    private static final String FOLDER = "helpsteer/nn/";
    private static final Pattern METHOD = Pattern.compile(" *def (\\w+)\\(.*");

    private ScriptSource() {}

    /** The lines from a method's head to the line before the next one's. */
    static Listing listing(String script, String method) {
        String file = FOLDER + script + ".py";
        List<String> lines = read(file).lines().toList();
        int from = 0;
        while (from < lines.size() && !method.equals(name(lines.get(from)))) {
            from++;
        }
        if (from == lines.size()) {
            throw new IllegalArgumentException("method must be one of " + file + ", got " + method + "; there are "
                    + lines.stream()
                            .map(ScriptSource::name)
                            .filter(n -> !n.isEmpty())
                            .collect(Collectors.joining(", ")));
        }
        int to = from + 1;
        while (to < lines.size() && name(lines.get(to)).isEmpty()) {
            to++;
        }
        while (lines.get(to - 1).isBlank()) {
            to--;
        }
        String code = String.join("\n", lines.subList(from, to)).stripIndent();
        return new Listing(file + ", lines " + (from + 1) + " to " + to, code);
    }

    /** The name of the method that a line begins, or nothing. */
    private static String name(String line) {
        Matcher head = METHOD.matcher(line);
        return head.matches() ? head.group(1) : "";
    }

    private static String read(String file) {
        try (InputStream in = ScriptSource.class.getResourceAsStream("/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("script must be a text of the library, got " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
