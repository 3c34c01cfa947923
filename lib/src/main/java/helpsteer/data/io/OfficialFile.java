package helpsteer.data.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/**
 * A published file: where it lies on the hub, where it goes in a data folder, and what is known of its content.
 *
 * <p>Sizes and hashes of HelpSteer2 are those of revision 990b2711 as third parties recorded them; of the hashes only both
 * ends are known, and both are checked.
 *
 * @param hub where it lies
 * @param localName where it goes, such as {@code "helpsteer2/train.jsonl.gz"}
 * @param known what is known of its content
 */
public record OfficialFile(Hub hub, String localName, Known known) {
    /** Names a folder of official data. */
    public static final String DATA_VARIABLE = "HELPSTEER_DATA";

    /** What to do where a dataset is missing; its name is put in. */
    public static final String FETCH = "get it with: environment/helpsteer fetch %s";

    private static final String MAIN = "main";
    private static final String RATINGS_REVISION = "990b2711a36180dd19d9c94b8627844866f8982a";

    /** Every file that can be fetched. */
    public static final List<OfficialFile> ALL = List.of(
            new OfficialFile(
                    new Hub("nvidia/HelpSteer2", RATINGS_REVISION, "train.jsonl.gz"),
                    "helpsteer2/train.jsonl.gz",
                    new Known(11_315_813, 20_324, "c0d7e91d...f713")),
            new OfficialFile(
                    new Hub("nvidia/HelpSteer2", RATINGS_REVISION, "validation.jsonl.gz"),
                    "helpsteer2/validation.jsonl.gz",
                    new Known(581_833, 1_038, "610eeb52...010a")),
            new OfficialFile(
                    new Hub("nvidia/HelpSteer2", RATINGS_REVISION, "disagreements/disagreements.jsonl.gz"),
                    "helpsteer2/disagreements/disagreements.jsonl.gz",
                    new Known(13_368_757, 23_652, "53435e0e...3ab4")),
            new OfficialFile(
                    new Hub("nvidia/HelpSteer2", RATINGS_REVISION, "preference/preference.jsonl.gz"),
                    "helpsteer2/preference/preference.jsonl.gz",
                    new Known(15_339_272, 9_125, "a5cd4860...204b")),
            new OfficialFile(
                    new Hub("nvidia/HelpSteer", MAIN, "train.jsonl.gz"),
                    "helpsteer1/train.jsonl.gz",
                    Known.rows(35_331)),
            new OfficialFile(
                    new Hub("nvidia/HelpSteer", MAIN, "validation.jsonl.gz"),
                    "helpsteer1/validation.jsonl.gz",
                    Known.rows(1_789)),
            new OfficialFile(
                    new Hub("nvidia/HelpSteer3", MAIN, "preference/train.jsonl.gz"),
                    "helpsteer3/preference/train.jsonl.gz",
                    Known.NOTHING),
            new OfficialFile(
                    new Hub("nvidia/HelpSteer3", MAIN, "preference/validation.jsonl.gz"),
                    "helpsteer3/preference/validation.jsonl.gz",
                    Known.NOTHING),
            new OfficialFile(
                    new Hub("allenai/reward-bench", MAIN, "data/filtered-00000-of-00001.parquet"),
                    "rewardbench-v1/filtered-00000-of-00001.parquet",
                    Known.rows(2_985)),
            new OfficialFile(
                    new Hub("allenai/reward-bench-2", MAIN, "data/test-00000-of-00001.parquet"),
                    "rewardbench-v2/test-00000-of-00001.parquet",
                    Known.rows(1_865)),
            new OfficialFile(
                    new Hub("Anthropic/hh-rlhf", MAIN, "harmless-base/test.jsonl.gz"),
                    "hh-rlhf/harmless-base/test.jsonl.gz",
                    Known.rows(2_312)),
            new OfficialFile(
                    new Hub("Anthropic/hh-rlhf", MAIN, "helpful-base/test.jsonl.gz"),
                    "hh-rlhf/helpful-base/test.jsonl.gz",
                    Known.rows(2_354)),
            new OfficialFile(
                    new Hub("OpenAssistant/oasst1", MAIN, "2023-04-12_oasst_all.trees.jsonl.gz"),
                    "oasst1/2023-04-12_oasst_all.trees.jsonl.gz",
                    Known.rows(66_497)));

    /** Place on the hub. */
    public record Hub(String repository, String revision, String path) {
        /** The address below an endpoint, such as {@code https://host/datasets/nvidia/HelpSteer2/resolve/main/...}. */
        public String address(String endpoint) {
            return endpoint + "/datasets/" + repository + "/resolve/" + revision + "/" + path;
        }
    }

    /**
     * What is known of a file's content.
     *
     * @param bytes size, or 0 where that is not known
     * @param rows number of rows, or 0 where that is not known
     * @param sha256 the whole hash, its two ends with dots between, or nothing
     */
    public record Known(long bytes, int rows, String sha256) {
        static final Known NOTHING = new Known(0, 0, "");

        static Known rows(int rows) {
            return new Known(0, rows, "");
        }

        /** Whether a hash agrees with what is known of it. */
        boolean matches(String hash) {
            int dots = sha256.indexOf("...");
            return dots < 0
                    ? sha256.isEmpty() || sha256.equals(hash)
                    : hash.startsWith(sha256.substring(0, dots)) && hash.endsWith(sha256.substring(dots + 3));
        }
    }

    /** The dataset by which it is fetched, such as {@code "helpsteer2"}. */
    public String dataset() {
        return Path.of(localName).getName(0).toString();
    }

    /** Number of rows in the published file; empty where that is not known. */
    public OptionalInt rows() {
        return known.rows == 0 ? OptionalInt.empty() : OptionalInt.of(known.rows);
    }

    /** Size of the published file; empty where that is not known. */
    public OptionalLong bytes() {
        return known.bytes == 0 ? OptionalLong.empty() : OptionalLong.of(known.bytes);
    }

    /** Whether a file's SHA-256 agrees with all that is known of the official one; true where nothing is known. */
    public boolean agreesWith(String sha256) {
        return known.matches(sha256);
    }

    /** What to do about a file that is not there: the command where it can be fetched, else where to look. */
    public static String howToGet(Path file) {
        return datasetOf(file)
                .map(FETCH::formatted)
                .orElse("no command fetches it; set " + DATA_VARIABLE + " to a folder that has it (data/README.md)");
    }

    /** The dataset that a file belongs to by its path, where the dataset can be fetched. */
    public static Optional<String> datasetOf(Path file) {
        List<String> datasets = datasets();
        return StreamSupport.stream(file.spliterator(), false)
                .map(Path::toString)
                .filter(name -> datasets.contains(name) && !Rows.nameOf(file).endsWith(".csv"))
                .findFirst();
    }

    /** The names that a dataset can be fetched by. */
    public static List<String> datasets() {
        return ALL.stream().map(OfficialFile::dataset).distinct().toList();
    }

    /** The files of a dataset. */
    public static List<OfficialFile> of(String dataset) {
        List<OfficialFile> files =
                ALL.stream().filter(f -> f.dataset().equals(dataset)).toList();
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    "dataset must be one of " + String.join(", ", datasets()) + ", got \"" + dataset + "\"");
        }
        return files;
    }
}
