package helpsteer.bench.rewardbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.bench.rewardbench.RewardBenchResult.Scored;
import helpsteer.data.BenchmarkPair;
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
            out.add(new Scored(subset.key() + "/" + i, subset, chosen, 0));
        }
        return out;
    }

    @SafeVarargs
    private static RewardBenchResult bench(String model, List<Scored>... parts) {
        List<Scored> all = new ArrayList<>();
        for (List<Scored> part : parts) {
            all.addAll(part);
        }
        return new RewardBenchResult(model, all);
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
        assertThat(four().everyPair()).isEqualTo(new Accuracy(376, 104, 20));
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
        assertThat(bench.pairs())
                .containsExactly(
                        new Scored("hep-go/1", Subset.HEP_GO, 3, 2.5),
                        new Scored("donotanswer/1", Subset.DO_NOT_ANSWER, 0, 5.5));
        assertThat(bench.pairs()).extracting(Scored::win).containsExactly(true, false);
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
    void rewardBench_emptyTwiceNaNOrOtherCount_isRefused() {
        assertThatThrownBy(() -> new RewardBenchResult("none", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pairs must not be empty, got none");
        Scored pair = new Scored("hep-go/1", Subset.HEP_GO, 1, 0);
        assertThatThrownBy(() -> new RewardBenchResult("twice", List.of(pair, pair)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pairs must be unique, got hep-go/1 twice");
        assertThatThrownBy(() -> new Scored("hep-go/1", Subset.HEP_GO, Double.NaN, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scores of hep-go/1 must be numbers, got NaN and 0.0");
        List<BenchmarkPair> rows = List.of(new BenchmarkPair("hep-go", "1", Prompt.ofUser("a"), "b", "c"));
        assertThatThrownBy(() -> RewardBenchResult.of("m", rows, List.of(), AttributeWeights.HELPFULNESS_ONLY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scores must be two for each row, got 0 for 1 rows");
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
