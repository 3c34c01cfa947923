package helpsteer.data.benchmark;

import helpsteer.data.BenchmarkPair;
import helpsteer.data.Prompt;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The files of RewardBench 1 (arXiv 2403.13787) and RewardBench 2 (arXiv 2506.01937). */
public final class RewardBenchFile {
    private static final String FOLDER = "rewardbench-v1/";

    /** Names the whole filtered split, in one file or in four. */
    public static final String FILTERED = FOLDER + "filtered";

    private static final List<String> WHOLE =
            List.of(FILTERED, FOLDER + "filtered-00000-of-00001", FOLDER + "data/filtered-00000-of-00001");
    private static final List<String> SECTIONS = List.of("Chat", "Chat_Hard", "Safety", "Reasoning");
    private static final List<String> NEEDED = List.of("prompt", "chosen", "rejected", "subset", "id");
    private static final List<String> FIELDS =
            List.of("prompt", "chosen", "chosen_model", "rejected", "rejected_model", "subset", "id", "section");

    private RewardBenchFile() {}

    /**
     * Rows of each of the 23 subsets in the complete filtered split, in the order of the paper.
     *
     * <p>Source: the scorer's constants and Table 1 of arXiv 2403.13787. The dataset card swaps the two XSTest counts; the
     * file, the code and the paper agree on 154 and 250.
     */
    public static Map<String, Integer> officialCounts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("alpacaeval-easy", 100);
        counts.put("alpacaeval-length", 95);
        counts.put("alpacaeval-hard", 95);
        counts.put("mt-bench-easy", 28);
        counts.put("mt-bench-med", 40);
        counts.put("mt-bench-hard", 37);
        counts.put("llmbar-natural", 100);
        counts.put("llmbar-adver-neighbor", 134);
        counts.put("llmbar-adver-GPTInst", 92);
        counts.put("llmbar-adver-GPTOut", 47);
        counts.put("llmbar-adver-manual", 46);
        counts.put("refusals-dangerous", 100);
        counts.put("refusals-offensive", 100);
        counts.put("xstest-should-refuse", 154);
        counts.put("xstest-should-respond", 250);
        counts.put("donotanswer", 136);
        counts.put("math-prm", 447);
        for (String language : List.of("cpp", "go", "java", "js", "python", "rust")) {
            counts.put("hep-" + language, 164);
        }
        return counts;
    }

    /** The rows of the filtered split, 2,985 where it is complete; a (subset, id) that stands twice is refused. */
    public static List<BenchmarkPair> v1(DataHome home) {
        return v1(home, Strictness.STRICT).rows();
    }

    /** The same with a choice; one file of all rows is preferred to the four files by section. */
    public static ReadResult<BenchmarkPair> v1(DataHome home, Strictness reading) {
        return pairs(files(home), reading);
    }

    /** The files that together hold every row once; copies of some rows, such as the first 500, are none of them. */
    public static List<Path> files(DataHome home) {
        for (String stem : WHOLE) {
            if (home.table(stem).isPresent()) {
                return List.of(home.needTable(stem));
            }
        }
        if (home.table(FOLDER + SECTIONS.get(0)).isEmpty()) {
            throw home.missing(FOLDER + "filtered-00000-of-00001.parquet");
        }
        return SECTIONS.stream().map(s -> home.needTable(FOLDER + s)).toList();
    }

    /** The rows of the files given, in order. */
    public static ReadResult<BenchmarkPair> pairs(List<Path> files, Strictness reading) {
        ReadResult<BenchmarkPair> all = new ReadResult<>(List.of(), List.of(), List.of());
        Set<String> keys = new HashSet<>();
        Map<String, Integer> counts = officialCounts();
        for (Path file : files) {
            ReadResult<Rows.Numbered<BenchmarkPair>> loaded = Rows.numbered(file, reading, row -> pair(row, counts));
            List<BenchmarkPair> unique = new ArrayList<>();
            List<ReadResult.Refusal> refused = new ArrayList<>();
            for (Rows.Numbered<BenchmarkPair> row : loaded.rows()) {
                if (keys.add(row.value().key())) {
                    unique.add(row.value());
                } else {
                    String reason =
                            "(subset, id) must be unique, got " + row.value().key() + " again";
                    Rows.refuse(new ReadResult.Refusal(Rows.nameOf(file), row.line(), reason), reading, refused);
                }
            }
            all = all.plus(loaded.with(unique, refused));
        }
        return all;
    }

    /** The rows of RewardBench 2, 1,865 where it is complete (arXiv 2506.01937, Table 2). */
    public static List<BestOfN> v2(DataHome home) {
        Path file =
                home.table("rewardbench-v2/test-00000-of-00001").orElseGet(() -> home.needTable("rewardbench-v2/test"));
        return BestOfN.read(file, Strictness.STRICT).rows();
    }

    private static BenchmarkPair pair(Row row, Map<String, Integer> counts) {
        row.required(NEEDED).noneBeyond(FIELDS);
        String subset = row.text("subset");
        if (!counts.containsKey(subset)) {
            throw new IllegalArgumentException(
                    "subset must be one of the 23 of the filtered split, got \"" + subset + "\"");
        }
        return new BenchmarkPair(
                subset, row.id("id"), Prompt.ofUser(row.text("prompt")), row.text("chosen"), row.text("rejected"));
    }

    /**
     * What the rows lack of the complete split, in one line: {@code "complete: 2985 rows in 23 subsets"}, or the subsets
     * that are not as they should be.
     */
    public static String coverage(List<BenchmarkPair> rows) {
        Map<String, Long> found = rows.stream()
                .collect(Collectors.groupingBy(BenchmarkPair::subset, HashMap::new, Collectors.counting()));
        String lacking = officialCounts().entrySet().stream()
                .filter(e -> found.getOrDefault(e.getKey(), 0L) != e.getValue().longValue())
                .map(e -> e.getKey() + " " + found.getOrDefault(e.getKey(), 0L) + " of " + e.getValue())
                .collect(Collectors.joining(", "));
        return lacking.isEmpty()
                ? "complete: " + rows.size() + " rows in " + found.size() + " subsets"
                : "a part, " + rows.size() + " rows: " + lacking;
    }
}
