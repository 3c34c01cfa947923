package helpsteer.data.fetch;

import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.OfficialFile;
import helpsteer.run.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder that data files are read from, laid out as {@code data/README.md} says.
 *
 * @param root the folder, such as {@code data/sample}
 * @param kind whose rows they are
 */
public record DataHome(Path root, Kind kind) {
    /** Names a folder of official data; it must exist. */
    public static final String DATA_VARIABLE = OfficialFile.DATA_VARIABLE;

    /** The table that every notebook begins with. */
    private static final String FIRST_TABLE = "helpsteer2/train";

    private static final List<String> FORMS = List.of(".jsonl", ".jsonl.gz", ".parquet");

    /** Whose rows a folder holds. */
    public enum Kind {
        /** Published data, or a part of it. */
        OFFICIAL,
        /** Rows written for this project. */
        SAMPLE,
        /** Rows of a simulated world, which {@link SimulatedMark} labels. */
        SIMULATED
    }

    /**
     * The first of: the folder that {@code HELPSTEER_DATA} names, the download cache once it holds HelpSteer2's training
     * file, the project's own sample.
     *
     * @throws IllegalArgumentException if the variable is set and names no folder
     * @throws InvalidDataException if nothing is found
     */
    public static DataHome find() {
        return find(System.getenv(), Path.of("").toAbsolutePath());
    }

    /** The same for a given environment and working folder. */
    public static DataHome find(Map<String, String> environment, Path workingFolder) {
        String named = environment.getOrDefault(DATA_VARIABLE, "");
        if (!named.isEmpty()) {
            return named(named, workingFolder);
        }
        DataHome downloads = of(downloads(environment, workingFolder));
        return downloads.table(FIRST_TABLE).isPresent() ? downloads : sample(workingFolder);
    }

    private static DataHome named(String folder, Path workingFolder) {
        Path near = workingFolder.resolve(folder).normalize();
        Path root = Files.isDirectory(near)
                ? near
                : Workspace.root(workingFolder)
                        .map(r -> r.resolve(folder).normalize())
                        .orElse(near);
        if (!Files.isDirectory(root)) {
            throw new IllegalArgumentException(DATA_VARIABLE + " must name an existing folder, got \"" + folder
                    + "\"; correct it, or unset it to use the download cache or the sample");
        }
        return of(root);
    }

    /**
     * A folder: simulated data where it is marked so, the project's sample where it is called so, else official data.
     *
     * @throws InvalidDataException where a folder of simulated data is not complete, or holds other files besides
     */
    public static DataHome of(Path root) {
        Optional<SimulatedMark> mark = SimulatedMark.of(root);
        if (mark.isPresent()) {
            mark.get().requireOnlyThis(root);
            return new DataHome(root, Kind.SIMULATED);
        }
        return new DataHome(root, root.endsWith(Path.of("data", "sample")) ? Kind.SAMPLE : Kind.OFFICIAL);
    }

    /** The project's own sample, whatever the environment says. */
    public static DataHome sample() {
        return sample(Path.of("").toAbsolutePath());
    }

    public static DataHome sample(Path workingFolder) {
        return Workspace.root(workingFolder)
                .map(r -> r.resolve("data").resolve("sample"))
                .filter(Files::isDirectory)
                .map(s -> new DataHome(s, Kind.SAMPLE))
                .orElseThrow(() -> new InvalidDataException("data/sample:0: folder must exist above the working folder,"
                        + " got none; start within the repository or set " + DATA_VARIABLE));
    }

    /** The folder that {@link Fetch} fills, which need not exist yet. */
    static Path downloads(Map<String, String> environment, Path workingFolder) {
        return Workspace.cache(environment, workingFolder).resolve("datasets");
    }

    /** A file by its name within the folder, such as {@code "helpsteer2/train.jsonl.gz"}, where it exists. */
    public Optional<Path> file(String relativeName) {
        Path file = root.resolve(relativeName);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** A dataset's file in whichever form is there: {@code .jsonl}, {@code .jsonl.gz} or {@code .parquet}. */
    public Optional<Path> table(String stem) {
        return FORMS.stream().flatMap(form -> file(stem + form).stream()).findFirst();
    }

    /** The same, refusing its absence with the command that mends it. */
    public Path needTable(String stem) {
        return table(stem).orElseThrow(() -> missing(stem + "{" + String.join(",", FORMS) + "}"));
    }

    /** A file that must be there under this very name. */
    public Path need(String relativeName) {
        return file(relativeName).orElseThrow(() -> missing(relativeName));
    }

    /** What to throw where a dataset is not in this folder. */
    public InvalidDataException missing(String relativeName) {
        return new InvalidDataException(
                relativeName + ":0: file must be in the " + describe() + ", got none; " + mend(relativeName));
    }

    /** The command fills the download cache; where that is not read now, the message says what it takes. */
    private String mend(String relativeName) {
        if (kind == Kind.SIMULATED) {
            return "helpsteer simulate makes no such file; name another folder by " + DATA_VARIABLE;
        }
        Path file = Path.of(relativeName);
        Optional<String> dataset = OfficialFile.datasetOf(file);
        if (dataset.isEmpty() || root.equals(downloads(System.getenv(), Path.of("")))) {
            return OfficialFile.howToGet(file);
        }
        if (kind == Kind.SAMPLE) {
            String first = Path.of(FIRST_TABLE).getName(0).toString();
            String wanted = dataset.get().equals(first) ? first : first + " " + dataset.get();
            return OfficialFile.FETCH.formatted(wanted) + " (with " + DATA_VARIABLE + " unset)";
        }
        return OfficialFile.howToGet(file) + "; it goes to the cache, so unset " + DATA_VARIABLE
                + " or put the file into the folder that it names";
    }

    /**
     * Whose rows these are, for titles that count them ("300 rows of ..."): {@code "HelpSteer2"}, {@code "our own sample"} or
     * such as {@code "simulated data, seed 7, not HelpSteer2"}.
     */
    public String source() {
        return switch (kind) {
            case SAMPLE -> "our own sample";
            case OFFICIAL -> "HelpSteer2";
            case SIMULATED -> describe();
        };
    }

    /** One line for headers, such as {@code "sample data (written for this project)"}. */
    public String describe() {
        return switch (kind) {
            case SAMPLE -> "sample data (written for this project)";
            case OFFICIAL -> "official data or a part of it";
            case SIMULATED -> SimulatedMark.of(root).map(SimulatedMark::shown).orElse("simulated data");
        };
    }
}
