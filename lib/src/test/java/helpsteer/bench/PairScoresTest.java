package helpsteer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import helpsteer.bench.PairScores.Scored;
import helpsteer.bench.rewardbench.BenchmarkDifferences;
import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Filtered;
import helpsteer.data.Pair;
import helpsteer.data.PreferencePair;
import helpsteer.data.Preferred;
import helpsteer.data.Prompt;
import helpsteer.data.fetch.DataHome;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Scorer;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairScoresTest {
    private static final Scorer LENGTH = exchanges -> exchanges.stream()
            .map(e -> new AttributeScores(e.response().length(), 0, 0, 0, 0))
            .toList();

    private static DataHome realData() {
        assumeTrue(
                !System.getenv().getOrDefault(DataHome.DATA_VARIABLE, "").isEmpty(),
                "not run: set HELPSTEER_DATA to a folder of official data");
        return DataHome.find();
    }

    private static PreferencePair pair(String prompt, String first, String second, Preferred preferred) {
        return new PreferencePair(Prompt.ofUser(prompt), first, second, preferred, preferred == Preferred.TIE ? 0 : 1);
    }

    private static PairBenchmark three() {
        return PairBenchmark.of(
                "three",
                new Filtered<>(
                        List.of(
                                pair("p", "good one", "bad", Preferred.FIRST),
                                pair("p", "bad one", "good", Preferred.SECOND),
                                pair("q", "same", "same", Preferred.FIRST),
                                pair("q", "a", "b", Preferred.TIE),
                                pair("r", "yes", "no!", Preferred.FIRST)),
                        Map.of("no majority for one side", 2)));
    }

    @Test
    void benchmark_tiesAndEqualTexts_areDroppedAndCounted() {
        PairBenchmark set = three();
        assertThat(set.pairs())
                .containsExactly(
                        new BenchmarkPair("three", "0", Prompt.ofUser("p"), "good one", "bad"),
                        new BenchmarkPair("three", "1", Prompt.ofUser("p"), "good", "bad one"),
                        new BenchmarkPair("three", "2", Prompt.ofUser("r"), "yes", "no!"));
        assertThat(set)
                .hasToString("three: 3 pairs, dropped {identical responses=1, no majority for one side=2, tie=1}");
    }

    @Test
    void of_scorer_keepsScoresLengthsAndPromptsButNoTexts() {
        PairScores scores = PairScores.of("length", three(), LENGTH, AttributeWeights.HELPFULNESS_ONLY);
        assertThat(scores.pairs())
                .containsExactly(
                        new Scored("three/0", "three", 0, new Pair<>(8.0, 3.0), new Pair<>(8, 3)),
                        new Scored("three/1", "three", 0, new Pair<>(4.0, 7.0), new Pair<>(4, 7)),
                        new Scored("three/2", "three", 1, new Pair<>(3.0, 3.0), new Pair<>(3, 3)));
        assertThat(scores.accuracy()).isEqualTo(new Accuracy(1, 1, 1));
        assertThat(scores.subsets()).containsExactly(Map.entry("three", new Accuracy(1, 1, 1)));
    }

    /** Ten pairs of each prompt all won or all lost: as sure as 20 coins, not 200. */
    @Test
    void accuracyByPrompt_pairsAlike_isAsWideAsThePromptsAre() {
        List<Scored> pairs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int prompt = i / 10;
            pairs.add(new Scored("" + i, "s", prompt, new Pair<>(prompt % 2 + 0.0, 0.5), new Pair<>(1, 1)));
        }
        PairScores scores = new PairScores("m", "b", pairs);
        Estimate byPrompt = scores.accuracyByPrompt();
        assertThat(byPrompt.value()).isEqualTo(0.5);
        double width = byPrompt.interval().high() - byPrompt.interval().low();
        double naive = scores.accuracy().interval().high()
                - scores.accuracy().interval().low();
        assertThat(width / naive).isBetween(2.5, 3.8); // √10 is 3.2
    }

    /** The bootstrap would give [1, 1], as every resample wins all. */
    @Test
    void accuracyByPrompt_allWon_keepsAWidth() {
        List<Scored> pairs = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            pairs.add(new Scored("" + i, "s", i / 2, new Pair<>(1.0, 0.5), new Pair<>(1, 1)));
        }
        Estimate byPrompt = new PairScores("m", "b", pairs).accuracyByPrompt();
        assertThat(byPrompt.high()).isEqualTo(1);
        assertThat(byPrompt.low()).isBetween(0.89, 0.93);
    }

    @Test
    void rewardBenchRows_weighted_haveItsOverallScoreAsAccuracy() {
        List<BenchmarkPair> rows = helpsteer.data.benchmark.RewardBenchFile.v1(DataHome.sample());
        List<Pair<AttributeScores>> scores = LENGTH.scorePairs(rows);
        for (XstestWeights weights : XstestWeights.values()) {
            double overall = RewardBenchResult.of("length", rows, scores, AttributeWeights.HELPFULNESS_ONLY)
                    .overall(weights)
                    .value();
            assertThat(BenchmarkDifferences.ofRewardBench(rows, scores, weights)
                            .accuracy(AttributeWeights.HELPFULNESS_ONLY))
                    .isCloseTo(overall, within(1e-12));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchmarkDifferences.ofRewardBench(
                        rows.subList(0, 1), scores.subList(0, 1), XstestWeights.CURRENT))
                .withMessage("every section must have pairs, got none of Chat Hard");
    }

    @Test
    void transferSets_sample_areReadInOneForm() {
        DataHome home = DataHome.sample();
        assertThat(TransferSets.helpSteer2(home).pairs()).hasSizeBetween(6, 12);
        assertThat(TransferSets.helpSteer2(home).dropped()).containsOnlyKeys("tie");
        PairBenchmark preference = TransferSets.helpSteer2Preference(home);
        assertThat(preference.pairs().size()
                        + preference.dropped().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum())
                .isEqualTo(12);
        assertThat(TransferSets.rewardBench(home).pairs()).hasSize(46);
    }

    /** Counts by Python 3.11: json.load of each file, rows by label. */
    @Test
    void transferSets_realFiles_haveKnownCounts() {
        DataHome home = realData();
        assertThat(TransferSets.mtBench(home)).hasToString("MT-Bench human: 200 pairs, dropped {}");
        assertThat(TransferSets.mtBench(home).pairs().stream()
                        .map(BenchmarkPair::prompt)
                        .distinct())
                .hasSize(75);
        PairBenchmark llmBar = TransferSets.llmBar(home);
        assertThat(llmBar.pairs()).hasSize(419);
        assertThat(llmBar.dropped()).isEmpty();
        for (PairBenchmark set : List.of(TransferSets.hhHelpful(home), TransferSets.hhHarmless(home))) {
            int dropped =
                    set.dropped().values().stream().mapToInt(Integer::intValue).sum();
            assertThat(set.pairs().size() + dropped).isEqualTo(set.name().endsWith("helpful") ? 2352 : 2312);
        }
        assertThat(TransferSets.helpSteer2(home).pairs().size()
                        + TransferSets.helpSteer2(home).dropped().getOrDefault("tie", 0))
                .isEqualTo(78);
    }

    @Test
    void pairs_emptyTwiceOrNotFinite_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PairBenchmark("none", List.of(), Map.of()))
                .withMessage("pairs of none must not be empty, got none");
        BenchmarkPair one = new BenchmarkPair("s", "1", Prompt.ofUser("p"), "a", "b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PairBenchmark("twice", List.of(one, one), Map.of()))
                .withMessage("pairs of twice must be unique, got 1 keys for 2 pairs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scored("k", "s", 0, new Pair<>(Double.NaN, 1.0), new Pair<>(1, 1)))
                .withMessage("scores of k must be finite, got NaN and 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairScores.of("m", three(), List.of(), AttributeWeights.HELPFULNESS_ONLY))
                .withMessage("scores must be one pair for each row, got 0 for 3 rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PairScores("m", "b", List.of()))
                .withMessage("pairs must not be empty, got none");
    }
}
