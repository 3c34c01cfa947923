package helpsteer.data.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Reads Parquet files, the hub's form, through DuckDB; each row arrives as the same JSON object as from a line. */
public final class Parquet {
    private Parquet() {}

    static void read(Path file, Rows.Sink sink) throws IOException {
        try (Connection db = connect();
                Statement statement = db.createStatement();
                ResultSet rows =
                        statement.executeQuery("select cast(to_json(r) as varchar) from " + table(file) + " r")) {
            for (long row = 1; rows.next(); row++) {
                sink.row(row, Json.read(rows.getString(1)));
            }
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
            throw new IOException("no sound Parquet: " + message.replace(file.toString(), Rows.nameOf(file)), e);
        } catch (JsonProcessingException e) {
            throw new IOException("a row that is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** A database in memory that neither installs nor loads an extension by itself, nor holds a whole result at once. */
    public static Connection connect() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("jdbc_stream_results", "true");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        return DriverManager.getConnection("jdbc:duckdb:", settings);
    }

    /** One file as a table function reads it: this very file, without columns made of its folders' names. */
    public static String table(Path file) {
        return "read_parquet(" + path(file) + ", hive_partitioning = false)";
    }

    /** A file's path as an SQL literal in which no character is a pattern that would match other files, too. */
    public static String path(Path file) {
        return quoted(file.toString().replaceAll("[\\[*?]", "[$0]"));
    }

    /** A text as an SQL literal. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
