package helpsteer.data.sets;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.JsonLines;
import helpsteer.data.io.Parquet;
import helpsteer.data.io.Rows;
import java.nio.file.Path;
import java.sql.Connection;
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
    private static final Map<String, String> VIEWS = views();

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

    private static Map<String, String> views() {
        Map<String, String> views = new LinkedHashMap<>();
        views.put("train", "helpsteer2/train");
        views.put("validation", "helpsteer2/validation");
        views.put("disagreements", "helpsteer2/disagreements/disagreements");
        views.put("preference", "helpsteer2/preference/preference");
        views.put("human_ratings", "helpsteer2/human_ratings_3005_with_lengths.csv");
        views.put("helpsteer1", "helpsteer1-sample/nvidia_HelpSteer_sample");
        views.put("rewardbench", RewardBenchFile.FILTERED);
        views.put("leaderboard_v1", "rewardbench-leaderboard/rewardbench_v1_scores.csv");
        views.put("leaderboard_v2", "rewardbench-leaderboard/rewardbench_v2_scores.csv");
        views.put("harmless_test", "hh-rlhf/harmless-base/test");
        return Collections.unmodifiableMap(views);
    }

    /** The names that a query may use after {@code from}, whether or not the home has their files. */
    public static List<String> tables() {
        return List.copyOf(VIEWS.keySet());
    }

    /**
     * Runs one query.
     *
     * @throws InvalidDataException if a table that the query names has no file in the home
     * @throws IllegalArgumentException if the database refuses the query; the message says why
     */
    public static Answer query(DataHome home, String sql) {
        try (Connection db = Parquet.connect();
                Statement statement = db.createStatement()) {
            for (Map.Entry<String, String> view : VIEWS.entrySet()) {
                if (names(sql, view.getKey())) {
                    statement.execute(
                            "create view " + view.getKey() + " as select * from " + source(home, view.getValue()));
                }
            }
            try (ResultSet result = statement.executeQuery(sql)) {
                return answer(result);
            }
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason");
            throw new IllegalArgumentException(
                    "query must run, got " + message + "; tables are " + String.join(", ", tables()), e);
        }
    }

    private static boolean names(String sql, String table) {
        return Pattern.compile("\\b(from|join|,)\\s*\"?" + table + "\\b")
                .matcher(sql.toLowerCase(Locale.ROOT))
                .find();
    }

    private static String source(DataHome home, String stem) {
        if (stem.endsWith(".csv")) {
            return "read_csv(" + Parquet.quoted(home.need(stem).toString()) + ", header = true)";
        }
        if (stem.equals(RewardBenchFile.FILTERED)) {
            return RewardBenchFile.files(home).stream()
                    .map(f -> "select * from " + source(f))
                    .collect(Collectors.joining(" union all by name ", "(", ")"));
        }
        return source(home.needTable(stem));
    }

    private static String source(Path file) {
        String path = Parquet.quoted(file.toString());
        return Rows.nameOf(file).endsWith(".parquet")
                ? "read_parquet(" + path + ")"
                : "read_json(" + path + ", format = 'newline_delimited', maximum_object_size = " + JsonLines.MAX_LINE
                        + ")";
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
