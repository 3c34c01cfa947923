package helpsteer.data.sets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.JsonLines;
import helpsteer.data.io.Parquet;
import helpsteer.data.io.Rows;
import helpsteer.run.Json;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SQL over the data files as they are, for a quick look: {@code Sql.query(home, "select avg(helpfulness) from train")}.
 *
 * <p>The rows come straight from the files by DuckDB, not through the checked readers of this package.
 */
public final class Sql {
    private static final Map<String, String> TABLES = files();

    private Sql() {}

    /**
     * A result, row by row.
     *
     * @param columns names in order
     * @param rows values in order of the columns; null where SQL says null
     */
    public record Answer(List<String> columns, List<List<@Nullable Object>> rows) {
        public Answer {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }

        /** One column's values as text; an SQL null becomes {@code "null"}. */
        public List<String> texts(String column) {
            int at = at(column);
            return rows.stream().map(r -> String.valueOf(r.get(at))).toList();
        }

        /** One column's values, all of which must be numbers. */
        public double[] numbers(String column) {
            int at = at(column);
            return rows.stream()
                    .mapToDouble(r -> {
                        if (r.get(at) instanceof Number number) {
                            return number.doubleValue();
                        }
                        throw new IllegalArgumentException(column + " must hold numbers, got " + r.get(at));
                    })
                    .toArray();
        }

        private int at(String column) {
            int at = columns.indexOf(column);
            if (at < 0) {
                throw new IllegalArgumentException("column must be one of " + columns + ", got " + column);
            }
            return at;
        }
    }

    private static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("train", "helpsteer2/train");
        files.put("validation", "helpsteer2/validation");
        files.put("disagreements", "helpsteer2/disagreements/disagreements");
        files.put("preference", "helpsteer2/preference/preference");
        files.put("human_ratings", "helpsteer2/human_ratings_3005_with_lengths.csv");
        files.put("helpsteer1", "helpsteer1-sample/nvidia_HelpSteer_sample");
        files.put("rewardbench", RewardBenchFile.FILTERED);
        files.put("leaderboard_v1", "rewardbench-leaderboard/rewardbench_v1_scores.csv");
        files.put("leaderboard_v2", "rewardbench-leaderboard/rewardbench_v2_scores.csv");
        files.put("harmless_test", "hh-rlhf/harmless-base/test");
        return Collections.unmodifiableMap(files);
    }

    /** The names that a query may use after {@code from}, whether or not the home has their files. */
    public static List<String> tables() {
        return List.copyOf(TABLES.keySet());
    }

    /**
     * Runs one SELECT.
     *
     * <p>The tables that it names are read first. Then the database is shut off from every file and address, so that a
     * query can neither read nor write anything else.
     *
     * @throws InvalidDataException if a table that the query names has no file in the home
     * @throws IllegalArgumentException if the database refuses the query; the message says why
     */
    public static Answer query(DataHome home, String sql) {
        try (Connection db = Parquet.connect();
                Statement statement = db.createStatement()) {
            checkSelect(db, sql);
            for (Map.Entry<String, String> table : TABLES.entrySet()) {
                if (names(sql, table.getKey())) {
                    statement.execute(
                            "create table " + table.getKey() + " as select * from " + source(home, table.getValue()));
                }
            }
            statement.execute("set enable_external_access = false");
            statement.execute("set lock_configuration = true");
            try (ResultSet result = statement.executeQuery(sql)) {
                return answer(result);
            }
        } catch (SQLException e) {
            throw refusal(String.valueOf(e.getMessage()), e);
        }
    }

    /** Refuses what the database's own parser does not find to be exactly one SELECT. */
    private static void checkSelect(Connection db, String sql) throws SQLException {
        try (PreparedStatement parse = db.prepareStatement("select json_serialize_sql(?::varchar)")) {
            parse.setString(1, sql);
            try (ResultSet result = parse.executeQuery()) {
                result.next();
                JsonNode parsed = Json.read(result.getString(1));
                if (parsed.path("error").asBoolean()) {
                    throw refusal(parsed.path("error_message").asText(), null);
                }
                int statements = parsed.path("statements").size();
                if (statements != 1) {
                    throw refusal(statements + " statements instead of one SELECT", null);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database must describe a query as JSON, got " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException refusal(String reason, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "query must run, got " + reason.lines().findFirst().orElse("no reason") + "; tables are "
                        + String.join(", ", tables()),
                cause);
    }

    private static boolean names(String sql, String table) {
        return Pattern.compile("\\b(from|join|,)\\s*\"?" + table + "\\b")
                .matcher(sql.toLowerCase(Locale.ROOT))
                .find();
    }

    private static String source(DataHome home, String stem) {
        if (stem.endsWith(".csv")) {
            return "read_csv(" + Parquet.path(home.need(stem)) + ", header = true, hive_partitioning = false)";
        }
        if (stem.equals(RewardBenchFile.FILTERED)) {
            return RewardBenchFile.files(home).stream()
                    .map(f -> "select * from " + source(f))
                    .collect(Collectors.joining(" union all by name ", "(", ")"));
        }
        return source(home.needTable(stem));
    }

    private static String source(Path file) {
        return Rows.nameOf(file).endsWith(".parquet")
                ? Parquet.table(file)
                : "read_json(" + Parquet.path(file) + ", format = 'newline_delimited', hive_partitioning = false,"
                        + " maximum_object_size = " + JsonLines.MAX_LINE + ")";
    }

    private static Answer answer(ResultSet result) throws SQLException {
        ResultSetMetaData meta = result.getMetaData();
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(meta.getColumnName(i));
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (result.next()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(result.getObject(i));
            }
            rows.add(Collections.unmodifiableList(row));
        }
        return new Answer(columns, rows);
    }
}
