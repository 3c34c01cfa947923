package helpsteer.report;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.DataFile;
import helpsteer.run.Scale;
import helpsteer.run.Seed;
import helpsteer.run.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first output of every notebook: what ran, where, and on which data.
 *
 * @param lines name and value, in the order of display
 */
public record Header(List<Map.Entry<String, String>> lines) implements Shown {
    private static final String POM = "/META-INF/maven/helpsteer/helpsteer-workbench/pom.properties";
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>helpsteer-workbench</artifactId>\\s*<version>([^<]+)</version>");

    public Header {
        lines = List.copyOf(lines);
    }

    /**
     * Describes this run.
     *
     * @param seed the seed of every random draw in the notebook
     * @param device what computes, such as {@code "cpu, 2 threads"}
     * @param data one line for each source: what it is, its rows, the start of its SHA-256
     */
    public static Header of(long seed, String device, List<String> data) {
        List<Map.Entry<String, String>> lines = new ArrayList<>();
        lines.add(Map.entry("HelpSteer2 Workbench", version()));
        lines.add(Map.entry(
                "Java",
                Runtime.version() + " on " + System.getProperty("os.name") + ", " + System.getProperty("os.arch")));
        lines.add(Map.entry("scale", Scale.current() + " (" + Scale.VARIABLE + ")"));
        lines.add(Map.entry("device", device));
        lines.add(Map.entry("seed", Long.toString(seed)));
        data.forEach(line -> lines.add(Map.entry("data", line)));
        return new Header(lines);
    }

    /**
     * Describes this run and the files that it reads.
     *
     * @param tables stems such as {@code "helpsteer2/train"}, as {@link DataFile#find} takes them; one that the home lacks
     *     is said to be missing
     */
    public static Header of(DataHome home, Seed seed, String device, String... tables) {
        List<String> data = new ArrayList<>(List.of(home.describe()));
        for (String table : tables) {
            List<DataFile> files = DataFile.find(home, table);
            files.forEach(file -> data.add(file.toString()));
            if (files.isEmpty()) {
                data.add(table + ", not in this folder");
            }
        }
        return of(seed.value(), device, data);
    }

    /** The version in the jar, or in the build file of the source tree that the classes belong to. */
    private static String version() {
        try (InputStream in = Header.class.getResourceAsStream(POM)) {
            if (in != null) {
                Properties properties = new Properties();
                properties.load(in);
                return properties.getProperty("version", "unknown version");
            }
            Path pom = Workspace.root().map(root -> root.resolve("pom.xml")).orElse(null);
            if (pom == null) {
                return "unknown version";
            }
            Matcher version = VERSION.matcher(Files.readString(pom));
            return version.find() ? version.group(1) : "unknown version";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the version: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        int width =
                lines.stream().mapToInt(line -> line.getKey().length()).max().orElse(0);
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, String> line : lines) {
            out.append(out.isEmpty() ? "" : "\n")
                    .append(line.getKey())
                    .append(" ".repeat(width - line.getKey().length() + 2))
                    .append(line.getValue());
        }
        return out.toString();
    }

    @Override
    public Rendered rendered() {
        StringBuilder html = new StringBuilder("<table style=\"border-collapse:collapse;margin:0\">");
        String cell = "text-align:left;padding:1px 12px 1px 0;border:none;background:none";
        for (Map.Entry<String, String> line : lines) {
            html.append("<tr style=\"background:none\">")
                    .append(Html.element("td", cell + ";opacity:.7", line.getKey()))
                    .append(Html.element("td", cell, line.getValue()))
                    .append("</tr>");
        }
        return Rendered.html(Html.block(html.append("</table>").toString()), toString());
    }
}
