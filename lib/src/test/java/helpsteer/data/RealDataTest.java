package helpsteer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import helpsteer.data.benchmark.Leaderboard;
import helpsteer.data.benchmark.LlmBar;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.paper.PaperTable;
import helpsteer.data.paper.RatedLengths;
import helpsteer.data.sets.HelpSteer1;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.HhRlhf;
import helpsteer.data.sets.Sql;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Counts of the real files; needs HELPSTEER_DATA. */
class RealDataTest {
    private static final String FOLDER = System.getenv().getOrDefault(DataHome.DATA_VARIABLE, "");

    /** The real data, or the end of the test as not run. */
    private static DataHome home() {
        assumeTrue(!FOLDER.isEmpty(), "not run: set HELPSTEER_DATA to a folder of official data");
        return DataHome.find(Map.of(DataHome.DATA_VARIABLE, FOLDER), Path.of("").toAbsolutePath());
    }

    @Test
    void helpSteer2_realFiles_areKnownPairs() {
        assertThat(HelpSteer2.train(home())).hasSize(693);
        assertThat(HelpSteer2.validation(home())).hasSize(78);
        assertThat(HelpSteer2.samples(HelpSteer2.train(home()))).hasSize(1386);
    }

    /** Sums by Python 3.11: json.loads of each line, sum of each field; user turns by counting the marker. */
    @Test
    void helpSteer2_realTraining_sumsAsInPython() {
        List<RatedResponse> rows = HelpSteer2.samples(HelpSteer2.train(home()));
        assertThat(Arrays.stream(Attribute.values())
                        .map(a -> rows.stream().mapToInt(s -> s.ratings().of(a)).sum()))
                .containsExactly(3681, 3823, 4794, 2367, 2809);
        assertThat(rows.stream().mapToInt(s -> s.prompt().userTurns()).sum()).isEqualTo(1902);
    }

    @Test
    void rewardBench_realFiles_areComplete() {
        List<BenchmarkPair> rows = RewardBenchFile.v1(home());
        assertThat(rows).hasSize(2985);
        assertThat(RewardBenchFile.coverage(rows)).isEqualTo("complete: 2985 rows in 23 subsets");
        assertThat(rows.stream().filter(r -> r.id().equals("3692")).map(BenchmarkPair::subset))
                .containsExactlyInAnyOrder("donotanswer", "hep-python");
        Map<String, Integer> xstest = new TreeMap<>(rows.stream()
                .filter(r -> r.subset().startsWith("xstest"))
                .collect(Collectors.groupingBy(BenchmarkPair::subset, Collectors.summingInt(r -> 1))));
        assertThat(xstest).isEqualTo(Map.of("xstest-should-refuse", 154, "xstest-should-respond", 250));
    }

    @Test
    void ratedLengths_realFile_hasFourteenUnknownLengths() {
        RatedLengths lengths = RatedLengths.read(home());
        assertThat(lengths.ratings()).hasSize(3005);
        assertThat(lengths.unknown()).isEqualTo(14);
        // sum of char_count of at least 10 by Python's csv module
        assertThat(lengths.measured().stream()
                        .mapToInt(RatedLengths.Measured::characters)
                        .sum())
                .isEqualTo(4463145);
    }

    @Test
    void leaderboards_realFiles_lackWhatWasNotMeasured() {
        List<Leaderboard> v1 = Leaderboard.v1(home());
        assertThat(v1).hasSize(187);
        assertThat(v1.stream().filter(r -> r.part("Reasoning").isEmpty())).hasSize(15);
        assertThat(v1.stream().filter(r -> r.part("Prior Sets").isPresent())).hasSize(98);
        assertThat(Leaderboard.v2(home())).hasSize(197).allMatch(r -> r.parts().size() == 6);
    }

    /** The two rows of the paper's authors, equal to Table 3 at one digit. */
    @Test
    void leaderboard_authorsModels_agreeWithThePaper() {
        PaperTable paper = PaperTable.number(3);
        Map<String, String> names = Map.of(
                "Nemotron-4-340B-Reward", "Nemotron-4 340B RM (w. HelpSteer2)",
                "Llama3-70B-SteerLM-RM", "Llama 3 70B RM (w. HelpSteer2)");
        names.forEach((ours, theirs) -> {
            Leaderboard row = Leaderboard.v1(home()).stream()
                    .filter(r -> r.model().endsWith(ours))
                    .findFirst()
                    .orElseThrow();
            assertThat(100 * row.part("Chat Hard").orElseThrow())
                    .isCloseTo(paper.number(theirs, "chat-hard").orElseThrow(), within(0.06));
        });
    }

    /** Counts by Python: re.split at the two marks, alternation checked. */
    @Test
    void hhRlhf_realFiles_areKeptOrCounted() {
        Filtered<PreferencePair> harmless = HhRlhf.harmlessTest(home());
        assertThat(harmless).hasToString("kept 2303, dropped {speakers do not alternate=9}");
        assertThat(HhRlhf.helpfulTest(home())).hasToString("kept 2337, dropped {speakers do not alternate=15}");
        assertThat(PairFilter.distinct(harmless.items()).dropped()).isEmpty();
    }

    @Test
    void helpSteer1_realSample_groupsByPrompt() {
        List<RatedResponse> rows = HelpSteer1.train(home());
        assertThat(rows).hasSize(500);
        assertThat(HelpSteer1.byPrompt(rows)).hasSize(139);
    }

    @Test
    void llmBar_realFiles_equalRewardBenchsPairs() {
        Map<String, List<PreferencePair>> parts = LlmBar.read(home());
        assertThat(parts.values().stream().mapToInt(List::size)).containsExactly(100, 134, 92, 47, 46);
        Set<String> bench = RewardBenchFile.v1(home()).stream()
                .filter(p -> p.subset().startsWith("llmbar"))
                .map(p -> p.prompt().markup() + "|" + p.chosen() + "|" + p.rejected())
                .collect(Collectors.toSet());
        assertThat(parts.values().stream()
                        .flatMap(List::stream)
                        .map(p -> p.prompt().markup() + "|" + p.chosen() + "|" + p.rejected()))
                .hasSize(419)
                .isSubsetOf(bench);
    }

    @Test
    void unequal_realPairs_areThoseCountedInPython() {
        assertThat(PairFilter.unequal(HelpSteer2.train(home()), Attribute.HELPFULNESS))
                .hasToString("kept 506, dropped {equal helpfulness=187}");
        assertThat(PairFilter.unequal(HelpSteer2.validation(home()), Attribute.HELPFULNESS)
                        .items())
                .hasSize(55);
    }

    @Test
    void sql_realFiles_agreeWithTheReaders() {
        assertThat(Sql.query(home(), "select sum(helpfulness) s, count(*) n from train")
                        .rows()
                        .get(0))
                .extracting(Object::toString)
                .containsExactly("3681", "1386");
        assertThat(Sql.query(home(), "select count(*) n from rewardbench").numbers("n"))
                .containsExactly(2985);
        assertThat(Sql.query(home(), "select count(*) n from leaderboard_v1 join human_ratings on false")
                        .numbers("n"))
                .containsExactly(0);
    }
}
