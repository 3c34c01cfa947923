package helpsteer.data.sets;

import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Csv;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import helpsteer.run.Hash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which file was read, so that a result can be traced to its bytes.
 *
 * @param name within the data folder, such as {@code "helpsteer2/train.jsonl.gz"}
 * @param rows how many it holds, unreadable ones included
 * @param sha256 of the file's bytes, 64 hexadecimal digits
 * @param simulated whether the file is of a simulated world
 */
public record DataFile(String name, int rows, String sha256, boolean simulated) {
    private static final int SHOWN_DIGITS = 12;

    /** A file that is not simulated. */
    public DataFile(String name, int rows, String sha256) {
        this(name, rows, sha256, false);
    }

    /**
     * The files that a table's rows come from; none where the home lacks it.
     *
     * @param table a stem such as {@code "helpsteer2/train"}, whose form is looked for, or a whole name such as
     *     {@code "llmbar/Natural.json"}; {@code "rewardbench-v1/filtered"} may be four files, one a section
     */
    public static List<DataFile> find(DataHome home, String table) {
        return paths(home, table).stream().map(path -> of(home, path)).toList();
    }

    /**
     * A short name that only these bytes of these tables have, for results that are kept in a cache: folders of the same kind may
     * hold other rows.
     *
     * @param tables as {@link #find} takes them; one that the home lacks counts as lacking
     * @return 12 hexadecimal digits
     */
    public static String key(DataHome home, String... tables) {
        List<String> parts = new ArrayList<>();
        for (String table : tables) {
            parts.add(table);
            paths(home, table).forEach(path -> parts.add(Hash.ofFile(path)));
        }
        return Hash.ofTexts(parts.toArray(String[]::new)).substring(0, SHOWN_DIGITS);
    }

    private static List<Path> paths(DataHome home, String table) {
        if (table.equals(RewardBenchFile.FILTERED)) {
            try {
                return RewardBenchFile.files(home);
            } catch (InvalidDataException e) {
                return List.of(); // it says that there is no file, which here is an answer
            }
        }
        return home.file(table).or(() -> home.table(table)).stream().toList();
    }

    private static DataFile of(DataHome home, Path path) {
        String name = home.root().relativize(path).toString().replace('\\', '/');
        return new DataFile(name, rows(path), Hash.ofFile(path), home.kind() == DataHome.Kind.SIMULATED);
    }

    private static int rows(Path path) {
        if (Rows.nameOf(path).endsWith(".csv")) {
            return Csv.read(path).lines().size();
        }
        ReadResult<Boolean> loaded = Rows.read(path, Strictness.LENIENT, row -> true);
        return loaded.rows().size() + loaded.refused().size();
    }

    /** One line for headers: {@code "helpsteer2/train.jsonl.gz, 1,386 rows, SHA-256 0123456789ab…"}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s%s, %,d rows, SHA-256 %s…",
                simulated ? "simulated " : "",
                name,
                rows,
                sha256.substring(0, SHOWN_DIGITS));
    }
}
