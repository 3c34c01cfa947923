package helpsteer.data;

import static helpsteer.data.TestFiles.gzip;
import static helpsteer.data.TestFiles.row;
import static helpsteer.data.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.benchmark.BestOfN;
import helpsteer.data.benchmark.Leaderboard;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Csv;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.Parquet;
import helpsteer.data.io.Strictness;
import helpsteer.data.paper.PaperTable;
import helpsteer.data.paper.RatedLengths;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.Sql;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet, SQL, comma-separated files and the paper's tables. */
class TablesTest {
    private final Path folder;
    private final DataHome home;

    TablesTest(@TempDir Path folder) {
        this.folder = folder;
        home = new DataHome(folder, DataHome.Kind.SAMPLE);
    }

    private static void parquet(Path file, String select) throws SQLException {
        try (Connection db = Parquet.connect();
                Statement statement = db.createStatement()) {
            statement.execute("copy (" + select + ") to " + Parquet.quoted(file.toString()) + " (format parquet)");
        }
    }

    @Test
    void read_parquet_givesTheSameRowsAsLines() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append(row("p" + i / 2 + "\\n<extra_id_1>Assistant\\nü\\n<extra_id_1>User\\nz", "r\\\"" + i, i % 5));
        }
        Path lines = write(folder, "train.jsonl", text.toString());
        Path file = folder.resolve("it's.parquet");
        parquet(file, "select * from read_json(" + Parquet.quoted(lines.toString()) + ")");
        assertThat(HelpSteer2.pairs(file, Strictness.STRICT).rows())
                .isEqualTo(HelpSteer2.pairs(lines, Strictness.STRICT).rows())
                .hasSize(1500);
    }

    @Test
    void read_parquetNestedLists_arriveAsLists() throws Exception {
        Path file = folder.resolve("test.parquet");
        parquet(
                file,
                "select '1' id, 'q' prompt, ['a'] chosen, ['b', 'c'] rejected, 1::bigint num_correct, 2::bigint"
                        + " num_incorrect, 3::bigint total_completions, 'Math' subset, {'index': 1.5} additional_metadata");
        assertThat(BestOfN.read(file, Strictness.STRICT).rows())
                .containsExactly(new BestOfN("Math", "1", Prompt.ofUser("q"), List.of("a"), List.of("b", "c")));
    }

    @Test
    void bestOfN_wrongCounts_areRefused() throws Exception {
        String text = "{\"id\": 1, \"prompt\": \"q\", \"chosen\": [\"a\"], \"rejected\": [\"b\"], \"num_correct\": 1,"
                + " \"total_completions\": 4, \"subset\": \"Math\"}\n";
        assertThatThrownBy(() -> BestOfN.read(write(folder, "test.jsonl", text), Strictness.STRICT))
                .hasMessage("test.jsonl:1: total_completions must equal the completions listed, 2, got 4");
        assertThatThrownBy(() ->
                        BestOfN.read(write(folder, "test.jsonl", text.replace("[\"b\"]", "[]")), Strictness.STRICT))
                .hasMessage("test.jsonl:1: chosen and rejected must hold at least one completion each, got 1 and 0");
    }

    @Test
    void read_parquetBadRow_isRefusedByRow() throws Exception {
        Path file = folder.resolve("train.parquet");
        parquet(
                file,
                "select 'p' prompt, 'r' response, i helpfulness, 1 correctness, 1 coherence, 1 complexity, 1 verbosity"
                        + " from range(4, 6) t(i)");
        assertThatThrownBy(() -> HelpSteer2.samples(file, Strictness.STRICT))
                .hasMessage("train.parquet:2: helpfulness must be in 0..4, got 5");
        assertThat(HelpSteer2.samples(file, Strictness.LENIENT)).hasToString("read 1, refused 1");
    }

    @Test
    void read_garbageNamedParquet_isOneMessage() throws IOException {
        Path file = write(folder, "train.parquet", "not a table at all");
        assertThatThrownBy(() -> HelpSteer2.samples(file, Strictness.STRICT))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("train.parquet:0: file must be readable, got no sound Parquet: ")
                .hasMessageNotContaining(folder.toString());
    }

    private static String bench(String subset, int id) {
        return "{\"id\": " + id + ", \"subset\": \"" + subset
                + "\", \"prompt\": \"q\", \"chosen\": \"a\", \"rejected\": \"b\"}\n";
    }

    @Test
    void rewardBench_sameIdInTwoSubsets_isFineButNotInOne() throws IOException {
        String text = bench("donotanswer", 3692) + bench("hep-python", 3692);
        Path file = write(folder, "rewardbench-v1/filtered.jsonl", text);
        assertThat(RewardBenchFile.v1(home))
                .extracting(BenchmarkPair::key)
                .containsExactly("donotanswer/3692", "hep-python/3692");
        write(folder, "rewardbench-v1/filtered.jsonl", text + bench("hep-python", 3692));
        assertThatThrownBy(() -> RewardBenchFile.v1(home))
                .hasMessage("filtered.jsonl:3: (subset, id) must be unique, got hep-python/3692 again");
        assertThat(RewardBenchFile.pairs(List.of(file), Strictness.LENIENT)).hasToString("read 2, refused 1");
    }

    @Test
    void rewardBench_aPart_saysWhatIsLacking() throws IOException {
        write(folder, "rewardbench-v1/filtered.jsonl", bench("math-prm", 1));
        assertThat(RewardBenchFile.coverage(RewardBenchFile.v1(home)))
                .startsWith("a part, 1 rows: alpacaeval-easy 0 of 100, ")
                .contains("xstest-should-refuse 0 of 154, xstest-should-respond 0 of 250, ", "math-prm 1 of 447");
        assertThat(RewardBenchFile.officialCounts().values().stream()
                        .mapToInt(i -> i)
                        .sum())
                .isEqualTo(2985);
    }

    @Test
    void rewardBench_sectionFiles_areReadWithoutTheExtraCopy() throws IOException {
        write(folder, "rewardbench-v1/Chat.jsonl.gz", gzip(bench("mt-bench-med", 1)));
        write(folder, "rewardbench-v1/Chat_Hard.jsonl", bench("mt-bench-hard", 2));
        write(folder, "rewardbench-v1/Safety.jsonl", bench("donotanswer", 3));
        write(folder, "rewardbench-v1/first500_with_model_names.jsonl", bench("mt-bench-med", 1));
        assertThatThrownBy(() -> RewardBenchFile.v1(home))
                .hasMessage("rewardbench-v1/Reasoning{.jsonl,.jsonl.gz,.parquet}:0: file must be in the sample data"
                        + " (written for this project), got none; get it with: environment/helpsteer fetch"
                        + " helpsteer2 rewardbench-v1 (with HELPSTEER_DATA unset)");
        write(folder, "rewardbench-v1/Reasoning.jsonl", bench("hep-go", 4));
        assertThat(RewardBenchFile.v1(home)).extracting(BenchmarkPair::id).containsExactly("1", "2", "3", "4");
        assertThat(Sql.query(home, "select sum(id) s from rewardbench").numbers("s"))
                .containsExactly(10);
    }

    @Test
    void rewardBench_unknownSubset_isRefused() throws IOException {
        write(folder, "rewardbench-v1/filtered.jsonl", bench("chat", 1));
        assertThatThrownBy(() -> RewardBenchFile.v1(home))
                .hasMessage("filtered.jsonl:1: subset must be one of the 23 of the filtered split, got \"chat\"");
    }

    @Test
    void sql_query_answersFromTheFile() throws IOException {
        write(folder, "helpsteer2/train.jsonl", row("p", "a", 1) + row("p", "it's", 4));
        Sql.Answer answer = Sql.query(home, "select response, helpfulness h, null n from train order by h desc");
        assertThat(answer.columns()).containsExactly("response", "h", "n");
        assertThat(answer.texts("response")).containsExactly("it's", "a");
        assertThat(answer.numbers("h")).containsExactly(4, 1);
        assertThat(answer.texts("n")).containsExactly("null", "null");
        assertThatThrownBy(() -> answer.numbers("response")).hasMessage("response must hold numbers, got it's");
        assertThatThrownBy(() -> answer.texts("x")).hasMessage("column must be one of [response, h, n], got x");
    }

    @Test
    void sql_missingFileOrWrongQuery_isOneMessage() {
        assertThatThrownBy(() -> Sql.query(home, "select * from validation"))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageEndingWith(
                        "got none; get it with: environment/helpsteer fetch helpsteer2 (with HELPSTEER_DATA unset)");
        assertThatThrownBy(() -> Sql.query(home, "selec 1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("query must run, got ")
                .hasMessageEndingWith("; tables are train, validation, disagreements, preference, human_ratings,"
                        + " helpsteer1, rewardbench, leaderboard_v1, leaderboard_v2, harmless_test");
    }

    @Test
    void sql_anythingButOneSelect_isRefusedAndWritesNothing() throws IOException {
        write(folder, "helpsteer2/train.jsonl", row("p", "a", 1));
        Path made = folder.resolve("made");
        String file = Parquet.quoted(made.toString());
        String[] queries = {
            "copy (select 1) to " + file,
            "copy train to " + file,
            "attach " + file,
            "install httpfs",
            "load json",
            "set threads = 1",
            "pragma version",
            "drop table train",
            "select 1; select 2",
            "select 1; copy (select 1) to " + file,
            "",
            "-- nothing",
        };
        for (String query : queries) {
            assertThatThrownBy(() -> Sql.query(home, query))
                    .as(query)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("query must run, got ");
        }
        assertThat(made).doesNotExist();
    }

    @Test
    void sql_selectOfAnotherFile_isRefused() throws IOException {
        write(folder, "helpsteer2/train.jsonl", row("p", "a", 1));
        String other = write(folder, "other.csv", "a\n1\n").toString();
        String[] sources = {
            Parquet.quoted(other),
            "read_csv(" + Parquet.quoted(other) + ")",
            "read_text(" + Parquet.quoted(other) + ")",
            "glob(" + Parquet.quoted(folder + "/*") + ")",
            "read_json('http://127.0.0.1:9/x')",
        };
        for (String source : sources) {
            assertThatThrownBy(() -> Sql.query(home, "select t.* from train, " + source + " t"))
                    .as(source)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("query must run, got ");
        }
        assertThatThrownBy(() -> Sql.query(home, "select getenv('PATH')")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sql_formsOfSelect_areAnswered() throws IOException {
        write(folder, "helpsteer2/train.jsonl", row("p", "a", 1) + row("p", "b", 3));
        assertThat(Sql.query(home, "with t as (select helpfulness h from train) select avg(h) m from t;")
                        .numbers("m"))
                .containsExactly(2);
        assertThat(Sql.query(home, "from train select response").texts("response"))
                .containsExactly("a", "b");
        assertThat(Sql.query(home, "select 1 a union all select 2").numbers("a"))
                .containsExactlyInAnyOrder(1, 2);
    }

    private static final String RATED =
            "helpfulness,correctness,coherence,complexity,verbosity,word_count,char_count,sentence_count,paragraph_count\n";

    @Test
    void ratedLengths_shortText_keepsItsRatingsOnly() throws IOException {
        Path file = write(folder, "h.csv", RATED + "4,3,2,1,0,5,30,1,1\n1,1,1,1,1,1,9,1,1\n0,0,0,0,0,2,10,1,1\n");
        RatedLengths lengths = RatedLengths.read(file);
        assertThat(lengths.ratings()).hasSize(3);
        assertThat(lengths.unknown()).isEqualTo(1);
        assertThat(lengths.measured().get(0)).isEqualTo(new RatedLengths.Measured(new Ratings(4, 3, 2, 1, 0), 5, 30));
    }

    @Test
    void csv_badLines_areRefusedByLine() {
        assertThatThrownBy(() -> lengths("4,3,2,1,0,5,30,1\n"))
                .hasMessage("h.csv:2: row must have 9 fields, as the header, got 8");
        assertThatThrownBy(() -> lengths("4,3,2,x,0,5,30,1,1\n"))
                .hasMessage("h.csv:2: complexity must be an integer, got \"x\"");
        assertThatThrownBy(() -> lengths("4,3,2,7,0,5,30,1,1\n"))
                .hasMessage("h.csv:2: complexity must be in 0..4, got 7");
        assertThatThrownBy(() -> lengths("\"4,3,2,7,0,5,30,1,1\n"))
                .hasMessage("h.csv:2: quote must be closed on its line, got none; check the row");
        assertThatThrownBy(() -> lengths("4,3,2,1,0,5,30,1,1\n4,3,2,1,0,5,30,1,\"1"))
                .hasMessage("h.csv:3: quote must be closed on its line, got none; check the row");
        assertThatThrownBy(() -> lengths("4,3,2,1,0,5,30,1,1\n4,3,2,1,0,5,30,1,\"1\"x\n"))
                .hasMessage("h.csv:3: row must be sound CSV, got \"Unexpected character after closing quote: 'x'"
                        + " (0x78)\"; check its quotes");
        assertThatThrownBy(() -> lengths("\n4,3,2,1,0,5,30,1,1\n"))
                .hasMessage("h.csv:2: row must have 9 fields, as the header, got 1");
        assertThatThrownBy(() -> lengths(""))
                .hasMessage("h.csv:1: file must hold a header and at least one row, got none");
    }

    private static Csv csv(String text) throws IOException {
        return Csv.read("t.csv", new BufferedReader(new StringReader(text)));
    }

    @Test
    void csv_columnThatStandsTwice_isRefused() {
        assertThatThrownBy(() -> csv("# remark\na,b,a\n1,2,3\n"))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("t.csv:2: columns must differ, got \"a\" twice");
    }

    @Test
    void csv_remarksMarksQuotesAndLineEnds_areReadAsTheyStand() throws IOException {
        Csv csv = csv("\uFEFF# one\n#two\n\"a, \"\"x\"\"\",b\r\n#3,\r\n\"\", y \n");
        assertThat(csv.remarks()).containsExactly("one", "two");
        assertThat(csv.columns()).containsExactly("a, \"x\"", "b");
        assertThat(csv.lines()).extracting(line -> line.text("a, \"x\"")).containsExactly("#3", "");
        assertThat(csv.lines()).extracting(line -> line.text("b")).containsExactly("", " y ");
        assertThatThrownBy(() -> csv.lines().get(1).integer("b", 0, 1))
                .hasMessage("t.csv:5: b must be an integer, got \" y \"");
        assertThat(csv("a\n1").lines()).hasSize(1);
    }

    private void lengths(String rows) throws IOException {
        RatedLengths.read(write(folder, "h.csv", RATED + rows));
    }

    @Test
    void leaderboard_whatWasNotMeasured_isAbsent() throws IOException {
        write(
                folder,
                "rewardbench-leaderboard/rewardbench_v1_scores.csv",
                "model,model_type,Score,Chat,Chat Hard,Safety,Reasoning,Prior Sets (0.5 weight)\n"
                        + "\"a, \"\"b\"\"\",DPO,0.5,0.1,0.2,0.3,,0.0\nc,DPO,0.5,0.1,0.2,0.3,0.4,0.7\n");
        List<Leaderboard> rows = Leaderboard.v1(home);
        assertThat(rows.get(0).model()).isEqualTo("a, \"b\"");
        assertThat(rows.get(0).parts()).containsOnlyKeys("Chat", "Chat Hard", "Safety");
        assertThat(rows.get(1).part("Prior Sets")).hasValue(0.7);
        write(
                folder,
                "rewardbench-leaderboard/rewardbench_v1_scores.csv",
                "model,model_type,Score,Chat,Chat Hard,Safety,Reasoning,Prior Sets (0.5 weight)\na,DPO,50,,,,,\n");
        assertThatThrownBy(() -> Leaderboard.v1(home))
                .hasMessage("rewardbench_v1_scores.csv:2: score of a must be in -0.01..1, got 50.0");
    }

    @Test
    void paperTables_sizes_areThoseOfThePaper() {
        assertThat(List.of(1, 2, 3, 4, 5, 6))
                .map(n -> PaperTable.number(n).rows().size())
                .containsExactly(5, 8, 19, 11, 10, 9);
        assertThatThrownBy(() -> PaperTable.number(7)).hasMessage("number must be in 1..6, got 7");
    }

    @Test
    void paperTable2_cells_areByName() {
        PaperTable table = PaperTable.number(2);
        assertThat(table.number("no. of chars in prompt", "pearson HS2")).hasValue(-0.0774);
        assertThat(table.number("no. of turns in prompt", "pearson HS")).isEmpty();
        assertThat(table.text("helpfulness", "mean HS2")).isEqualTo("2.8655");
        assertThat(table.source()).contains("arXiv 2406.08673v1, Table 2");
        assertThatThrownBy(() -> table.text("x", "mean HS2"))
                .hasMessageStartingWith("row must be one of [helpfulness, correctness, ");
        assertThatThrownBy(() -> table.text("helpfulness", "x"))
                .hasMessageStartingWith("table2.csv:4: columns must hold \"x\", got row, mean HS, ");
    }

    /** The paper's overall is the plain mean of four sections rounded to one digit, which guards against slips of the pen. */
    @Test
    void paperTable3_overall_isTheMeanOfItsSections() {
        PaperTable table = PaperTable.number(3);
        for (String model : table.rows()) {
            double sum = 0;
            for (String section : List.of("chat", "chat-hard", "safety", "reasoning")) {
                sum += table.number(model, section).orElseThrow();
            }
            assertThat(table.number(model, "overall").orElseThrow()).as(model).isCloseTo(sum / 4, within(0.1));
        }
    }
}
