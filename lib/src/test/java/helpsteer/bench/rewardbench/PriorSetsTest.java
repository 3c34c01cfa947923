package helpsteer.bench.rewardbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import helpsteer.bench.PairScores;
import helpsteer.bench.PairScores.Scored;
import helpsteer.data.Pair;
import helpsteer.data.benchmark.Leaderboard;
import helpsteer.data.fetch.DataHome;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Estimate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriorSetsTest {
    private static PriorSets sets() {
        Map<PriorSet, Accuracy> sets = new EnumMap<>(PriorSet.class);
        sets.put(PriorSet.ANTHROPIC_HELPFUL, new Accuracy(60, 40, 0));
        sets.put(PriorSet.ANTHROPIC_HHH, new Accuracy(8, 1, 1));
        sets.put(PriorSet.SHP, new Accuracy(40, 60, 0));
        sets.put(PriorSet.SUMMARIZE, new Accuracy(700, 300, 0));
        return new PriorSets(sets);
    }

    private static RewardBenchResult bench() {
        List<Scored> pairs = new ArrayList<>();
        Subset[] one = {Subset.ALPACAEVAL_EASY, Subset.LLMBAR_NATURAL, Subset.DO_NOT_ANSWER, Subset.HEP_GO};
        for (int s = 0; s < one.length; s++) {
            for (int i = 0; i < 20; i++) {
                pairs.add(new Scored(
                        one[s].key() + "/" + i,
                        one[s].key(),
                        i,
                        new Pair<>(i < 10 + 2 * s ? 1 : 0.0, 0.5),
                        new Pair<>(1, 1)));
            }
        }
        return new RewardBenchResult(new PairScores("m", "RewardBench", pairs));
    }

    /** Sections 0.5, 0.6, 0.7, 0.8 and sets 0.6, 0.8, 0.4, 0.7: (2 * 2.6 + 0.625) / 9. */
    @Test
    void overall_weightsTwoTwoTwoTwoOne_byHand() {
        assertThat(sets().mean().value()).isCloseTo(0.625, within(1e-12));
        Estimate overall = sets().overall(bench(), XstestWeights.CURRENT);
        assertThat(overall.value()).isCloseTo((2 * 2.6 + 0.625) / 9, within(1e-12));
        assertThat(overall.value())
                .isNotEqualTo(bench().overall(XstestWeights.CURRENT).value());
        assertThat(overall.interval().contains(overall.value())).isTrue();
    }

    /** Every model of the leaderboard that was measured on all five. */
    @Test
    void leaderboard_publishedRows_areReproduced() {
        String folder = System.getenv().getOrDefault(DataHome.DATA_VARIABLE, "");
        assumeTrue(!folder.isEmpty(), "not run: set HELPSTEER_DATA to a folder of official data");
        int checked = 0;
        for (Leaderboard row : Leaderboard.v1(DataHome.find())) {
            boolean whole = row.parts().size() == 5;
            if (whole) {
                double four = 0;
                for (Section section : Section.values()) {
                    four += row.part(section.title()).orElseThrow() / 4;
                }
                double prior = row.part("Prior Sets").orElseThrow();
                assertThat(PriorSets.leaderboard(four, prior))
                        .as(row.model())
                        .isCloseTo(row.score(), within(2e-4)); // published to few digits
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(80);
    }

    @Test
    void sets_oneMissing_areRefused() {
        Map<PriorSet, Accuracy> three = new EnumMap<>(sets().sets());
        three.remove(PriorSet.SHP);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriorSets(three))
                .withMessage("sets must hold all four Prior Sets, got no shp");
        assertThat(PriorSet.of("summarize")).isEqualTo(PriorSet.SUMMARIZE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PriorSet.of("mtbench_human"))
                .withMessage("set must be one of the 4 Prior Sets, got mtbench_human");
    }
}
