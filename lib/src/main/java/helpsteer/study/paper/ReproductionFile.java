package helpsteer.study.paper;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import helpsteer.run.AtomicFile;
import helpsteer.run.Json;
import helpsteer.stats.Estimate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reproduced numbers as a file for other programs: a list of objects in JSON, or comma-separated values. */
public final class ReproductionFile {
    private static final String JSON = ".json";
    private static final String CSV = ".csv";

    private ReproductionFile() {}

    /** Whether the name ends as one of the two forms does, so that it can be refused before anything is computed. */
    public static boolean isKnown(Path file) {
        return isJson(file) || file.toString().endsWith(CSV);
    }

    private static boolean isJson(Path file) {
        return file.toString().endsWith(JSON);
    }

    /**
     * Writes all numbers with everything that is known of each, whole or not at all.
     *
     * @throws IllegalArgumentException where the name ends neither in .json nor in .csv
     */
    public static void save(Reproduction reproduction, Path file) throws IOException {
        if (!isKnown(file)) {
            throw new IllegalArgumentException("file must end in " + JSON + " or " + CSV + ", got " + file);
        }
        List<Map<String, Object>> rows = reproduction.numbers().stream()
                .map(each -> fields(each, reproduction.data()))
                .toList();
        if (isJson(file)) {
            ArrayNode list = Json.array();
            for (Map<String, Object> row : rows) {
                ObjectNode node = list.addObject();
                row.forEach((name, value) -> node.set(name, Json.tree(value)));
            }
            Json.save(file, list);
        } else {
            AtomicFile.write(file, temporary -> csv(temporary, rows));
        }
    }

    private static void csv(Path file, List<Map<String, Object>> rows) throws IOException {
        try (CsvWriter out = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
            if (!rows.isEmpty()) {
                out.writeRecord(rows.get(0).keySet());
            }
            for (Map<String, Object> row : rows) {
                out.writeRecord(row.values().stream().map(Object::toString).toList());
            }
        }
    }

    private static Map<String, Object> fields(ReproducedNumber each, String data) {
        PrintedNumber number = each.number();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", number.id());
        row.put("table", number.place().table());
        row.put("row", number.place().row());
        row.put("column", number.place().column());
        row.put("printed", number.printed());
        row.put("unit", 2 * number.rounding());
        Estimate ours = each.ours();
        row.put("ours", text(ours.value()));
        row.put("low", text(ours.low()));
        row.put("high", text(ours.high()));
        row.put("verdict", each.verdict().title());
        row.put("p", text(each.test().map(SamplingTest::pValue).orElse(Double.NaN)));
        row.put("p after Holm", text(each.test().map(SamplingTest::corrected).orElse(Double.NaN)));
        row.put("computed by", number.rule().method().title());
        row.put("from", each.from());
        row.put("needs", number.rule().file());
        row.put("tolerance", number.rule().tolerance().title());
        row.put("why", number.rule().why());
        row.put("remark", each.remark());
        row.put("data", data);
        return row;
    }

    /** A number, or an empty text for none, as JSON has no NaN. */
    private static Object text(double value) {
        return Double.isNaN(value) ? "" : value;
    }
}
