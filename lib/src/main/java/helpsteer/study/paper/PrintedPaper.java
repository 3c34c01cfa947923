package helpsteer.study.paper;

import helpsteer.data.io.Csv;
import helpsteer.data.paper.PaperTable;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The paper's printed numbers, and for each what computes it.
 *
 * <p>Tables 1 to 6 are a file each, {@code text.csv} has the numbers in running text, {@code numbers.csv} the rules of the
 * tables' cells, {@code models.csv} other names of the models, {@code runs.csv} what was trained, {@code causes.csv} why
 * some numbers are contradicted, {@code parts.csv} how known parts of the published rows were drawn.
 */
public final class PrintedPaper {
    private static final int TABLES = 6;
    private static final String ANY = "*";

    private final Source source;
    private final Map<Integer, PaperTable> tables = new HashMap<>();
    private final List<PrintedNumber> numbers = new ArrayList<>();

    /** Where the files come from. */
    @FunctionalInterface
    private interface Source {
        InputStream open(String name) throws IOException;
    }

    private PrintedPaper(Source source) {
        this.source = source;
        List<Csv.Line> rules = csv("numbers.csv").lines();
        for (int n = 1; n <= TABLES; n++) {
            PaperTable table = PaperTable.of(csv("table" + n + ".csv"));
            tables.put(n, table);
            addCells(Integer.toString(n), table, rules);
        }
        for (Csv.Line line : csv("text.csv").lines()) {
            PrintedNumber.Place place =
                    new PrintedNumber.Place(PrintedNumber.TEXT, line.text("number"), line.text("section"));
            numbers.add(new PrintedNumber(place, line.text("printed"), rule(line)));
        }
    }

    /** The paper as it was published, arXiv 2406.08673v1. */
    public static PrintedPaper published() {
        return new PrintedPaper(name -> {
            InputStream in = PrintedPaper.class.getResourceAsStream("/helpsteer/paper/" + name);
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return in;
        });
    }

    /** Another set of numbers, from a folder of files of the same names. */
    static PrintedPaper in(Path folder) {
        return new PrintedPaper(name -> Files.newInputStream(folder.resolve(name)));
    }

    private void addCells(String number, PaperTable table, List<Csv.Line> rules) {
        for (String row : table.rows()) {
            for (String column : table.columns().subList(1, table.columns().size())) {
                String printed = table.text(row, column);
                if (PrintedNumber.isNumber(printed)) {
                    PrintedNumber.Place place = new PrintedNumber.Place(number, row, column);
                    numbers.add(new PrintedNumber(place, printed, rule(firstFitting(place, rules))));
                }
            }
        }
    }

    private static Csv.Line firstFitting(PrintedNumber.Place place, List<Csv.Line> rules) {
        return rules.stream()
                .filter(rule -> rule.text("table").equals(place.table())
                        && fits(rule.text("rows"), place.row())
                        && fits(rule.text("columns"), place.column()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "numbers.csv must have a rule for each printed cell, got none for " + place.id()));
    }

    private static boolean fits(String names, String name) {
        return names.equals(ANY) || List.of(names.split("\\|", -1)).contains(name);
    }

    private static PrintedNumber.Rule rule(Csv.Line line) {
        return new PrintedNumber.Rule(
                Method.valueOf(line.text("computed by")),
                line.text("file"),
                Tolerance.valueOf(line.text("tolerance")),
                line.text("why"));
    }

    /** All printed numbers, table by table and row by row, those of the text last. */
    public List<PrintedNumber> numbers() {
        return List.copyOf(numbers);
    }

    /** Table 1 to 6. */
    PaperTable table(int number) {
        PaperTable table = tables.get(number);
        if (table == null) {
            throw new IllegalArgumentException("number must be in 1.." + TABLES + ", got " + number);
        }
        return table;
    }

    /** A number of the text by what it counts. */
    double text(String what) {
        return numbers.stream()
                .filter(number ->
                        number.place().inText() && number.place().row().equals(what))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("text.csv must have the number " + what + ", got none"))
                .value();
    }

    /** A model's name in a file of others; empty where the file has no number of it. */
    Optional<String> named(String model, String file) {
        return csv("models.csv").lines().stream()
                .filter(line -> line.text("model").equals(model))
                .map(line -> line.text(file))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    /** What a run of Table 6 trained. */
    Csv.Line run(String run) {
        return csv("runs.csv").lines().stream()
                .filter(line -> line.text("run").equals(run))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("runs.csv must have the run " + run + ", got none"));
    }

    /** How the rows of a file with this SHA-256 were drawn from the published ones; empty where nothing is known of it. */
    Optional<Drawn> part(String sha256) {
        return csv("parts.csv").lines().stream()
                .filter(line -> line.text("sha256").equals(sha256))
                .map(line -> new Drawn(Drawn.Part.valueOf(line.text("drawn")), line.text("how")))
                .findFirst();
    }

    /** Why a number is known to be contradicted; empty where nothing is known. */
    String cause(PrintedNumber.Place place) {
        return csv("causes.csv").lines().stream()
                .filter(line -> line.text("table").equals(place.table())
                        && line.text("row").equals(place.row())
                        && line.text("column").equals(place.column()))
                .map(line -> line.text("cause"))
                .findFirst()
                .orElse("");
    }

    private Csv csv(String name) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(source.open(name), StandardCharsets.UTF_8))) {
            return Csv.read(name, in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d printed numbers", numbers.size());
    }
}
