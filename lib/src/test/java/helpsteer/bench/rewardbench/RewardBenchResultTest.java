package helpsteer.bench.rewardbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.bench.PairScores;
import helpsteer.bench.PairScores.Scored;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Scorer;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Estimate;
import helpsteer.stats.Wilson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewardBenchResultTest {
    /** Pairs of a subset, of which the first are won, the next tie and the rest are lost. */
    private static List<Scored> pairs(Subset subset, int wins, int ties, int losses) {
        List<Scored> out = new ArrayList<>();
        for (int i = 0; i < wins + ties + losses; i++) {
            double chosen = i < wins ? 1 : i < wins + ties ? 0 : -1;
            out.add(scored(subset, i, chosen, 0));
        }
        return out;
    }

    private static Scored scored(Subset subset, int id, double chosen, double rejected) {
        return new Scored(subset.key() + "/" + id, subset.key(), id, new Pair<>(chosen, rejected), new Pair<>(1, 1));
    }

    @SafeVarargs
    private static RewardBenchResult bench(String model, List<Scored>... parts) {
        List<Scored> all = new ArrayList<>();
        for (List<Scored> part : parts) {
            all.addAll(part);
        }
        return new RewardBenchResult(new PairScores(model, "RewardBench", all));
    }

    private static RewardBenchResult four() {
        return bench(
                "four",
                pairs(Subset.ALPACAEVAL_EASY, 60, 20, 20),
                pairs(Subset.LLMBAR_NATURAL, 50, 0, 50),
                pairs(Subset.DO_NOT_ANSWER, 102, 0, 34),
                pairs(Subset.HEP_GO, 164, 0, 0));
    }

    @Test
    void rates_tiesAreNoWins() {
        assertThat(four().subsets().get(Subset.ALPACAEVAL_EASY)).isEqualTo(new Accuracy(60, 20, 20));
        assertThat(four().rates().rates().get(Subset.ALPACAEVAL_EASY)).isEqualTo(0.6);
        assertThat(four().rates().overall(XstestWeights.CURRENT).orElseThrow())
                .isCloseTo((0.6 + 0.5 + 0.75 + 1) / 4, within(1e-12));
        assertThat(four().scores().accuracy()).isEqualTo(new Accuracy(376, 104, 20));
    }

    /** A scorer that likes long responses; helpfulness only counts half and verbosity against it. */
    @Test
    void of_scorer_takesBothExchangesOfEachPair() {
        List<BenchmarkPair> rows = List.of(
                new BenchmarkPair("hep-go", "1", Prompt.ofUser("a"), "longer", "short"),
                new BenchmarkPair("donotanswer", "1", Prompt.ofUser("b"), "no", "a long answer"));
        Scorer scorer = exchanges -> exchanges.stream()
                .map(e -> new AttributeScores(
                        e.response().length(), 0, 0, 0, e.prompt().equals(Prompt.ofUser("b")) ? 1 : 0))
                .toList();
        AttributeWeights weights = new AttributeWeights(0.5, 0, 0, 0, -1);
        RewardBenchResult bench = RewardBenchResult.of("length", rows, scorer, weights);
        assertThat(bench.scores().pairs())
                .containsExactly(
                        new Scored("hep-go/1", "hep-go", 0, new Pair<>(3.0, 2.5), new Pair<>(6, 5)),
                        new Scored("donotanswer/1", "donotanswer", 1, new Pair<>(0.0, 5.5), new Pair<>(2, 13)));
        assertThat(bench.scores().pairs()).extracting(Scored::win).containsExactly(true, false);
    }

    @Test
    void section_oneSubset_hasWilsonsInterval() {
        RewardBenchResult bench = bench("one", pairs(Subset.ALPACAEVAL_EASY, 70, 0, 30));
        Estimate estimate = bench.section(Section.CHAT, XstestWeights.CURRENT);
        assertThat(estimate.value()).isCloseTo(0.7, within(1e-12));
        assertThat(estimate.interval().low()).isCloseTo(Wilson.of(70, 100).low(), within(1e-12));
        assertThat(estimate.interval().high()).isCloseTo(Wilson.of(70, 100).high(), within(1e-12));
    }

    @Test
    void section_everythingWon_keepsItsDoubt() {
        RewardBenchResult bench = bench("one", pairs(Subset.ALPACAEVAL_EASY, 10, 0, 0));
        Estimate estimate = bench.section(Section.CHAT, XstestWeights.CURRENT);
        assertThat(estimate.value()).isEqualTo(1);
        assertThat(estimate.interval().low()).isBetween(0.7, 0.75);
    }

    /** Variance of the mean of four sections by hand: the sum of p(1-p)/n over 16. */
    @Test
    void overall_interval_isAsWideAsTheVarianceByHand() {
        Estimate estimate = four().overall(XstestWeights.CURRENT);
        double variance = (0.6 * 0.4 / 100 + 0.25 / 100 + 0.75 * 0.25 / 136) / 16;
        double width = estimate.interval().high() - estimate.interval().low();
        assertThat(width / (2 * 1.96 * Math.sqrt(variance))).isBetween(0.92, 1.2);
    }

    @Test
    void overall_sectionWithoutPairs_isRefused() {
        RewardBenchResult bench = bench("one", pairs(Subset.ALPACAEVAL_EASY, 1, 0, 1));
        assertThatThrownBy(() -> bench.overall(XstestWeights.CURRENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("every section must have pairs, got none of Chat Hard");
        assertThatThrownBy(() -> bench.section(Section.SAFETY, XstestWeights.CURRENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Safety must have pairs, got none");
    }

    @Test
    void rewardBench_emptyTwiceOtherSubsetOrCount_isRefused() {
        assertThatThrownBy(() -> bench("none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pairs must not be empty, got none");
        Scored pair = scored(Subset.HEP_GO, 1, 1, 0);
        assertThatThrownBy(() -> bench("twice", List.of(pair, pair)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pairs must be unique, got hep-go/1 twice");
        assertThatThrownBy(() ->
                        bench("other", List.of(new Scored("a/1", "a", 0, new Pair<>(1.0, 0.0), new Pair<>(1, 1)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("subset must be one of RewardBench 1's 23, got a");
        List<BenchmarkPair> rows = List.of(new BenchmarkPair("hep-go", "1", Prompt.ofUser("a"), "b", "c"));
        assertThatThrownBy(() -> RewardBenchResult.of("m", rows, List.of(), AttributeWeights.HELPFULNESS_ONLY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scores must be one pair for each row, got 0 for 1 rows");
    }

    @Test
    void comparison_samePairs_countsWhereTheyDiffer() {
        RewardBenchResult a = bench("a", pairs(Subset.HEP_GO, 8, 1, 1), pairs(Subset.ALPACAEVAL_EASY, 0, 0, 4));
        List<Scored> chat = pairs(Subset.ALPACAEVAL_EASY, 3, 0, 1);
        RewardBenchResult b = bench("b", chat, pairs(Subset.HEP_GO, 2, 5, 3)); // another order
        PairedComparison all = PairedComparison.of(a, b);
        assertThat(List.of(all.onlyFirst(), all.onlySecond())).containsExactly(6, 3);
        assertThat(all.first() + all.second()).isEqualTo("ab");
        assertThat(all.test().exactPValue()).isCloseTo(2 * 130.0 / 512, within(1e-12)); // C(9,0..3) = 1 + 9 + 36 + 84
        PairedComparison reasoning = PairedComparison.of(a, b, List.of(Section.REASONING));
        assertThat(List.of(reasoning.onlyFirst(), reasoning.onlySecond())).containsExactly(6, 0);
    }

    @Test
    void comparison_otherPairs_areRefused() {
        RewardBenchResult a = bench("a", pairs(Subset.HEP_GO, 2, 0, 0));
        RewardBenchResult more = bench("b", pairs(Subset.HEP_GO, 3, 0, 0));
        RewardBenchResult other = bench("c", pairs(Subset.HEP_CPP, 2, 0, 0));
        assertThatThrownBy(() -> PairedComparison.of(a, more))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("both models must have scored the same pairs, got 2 and 3");
        assertThatThrownBy(() -> PairedComparison.of(a, other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("both models must have scored the same pairs, got hep-go/0 from one only");
    }

    @Test
    void firstOfEach_twoSubsets_keepsTheFirstRowsOfEachInTheirOrder() {
        List<BenchmarkPair> rows = new ArrayList<>();
        for (String row : List.of("a 1", "b 1", "a 2", "a 3", "b 2", "a 4")) {
            String[] words = row.split(" ", -1);
            rows.add(new BenchmarkPair(words[0], words[1], Prompt.ofUser(row), "chosen", "rejected"));
        }

        assertThat(RewardBenchResult.firstOfEach(rows, 2))
                .containsExactly(rows.get(0), rows.get(1), rows.get(2), rows.get(4));
    }
}
