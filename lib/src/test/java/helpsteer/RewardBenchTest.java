package helpsteer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.bench.rewardbench.Section;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.fetch.DataHome;
import helpsteer.report.Rendered;
import helpsteer.report.chart.Estimates;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Scorer;
import helpsteer.text.PromptResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewardBenchTest {
    private static final RewardBench BENCH = RewardBench.v1(DataHome.sample());

    /** Scores a text by its length, so that every number can be counted by hand. */
    private static Scorer length(int sign) {
        return new Scorer() {
            @Override
            public List<AttributeScores> score(List<PromptResponse> texts) {
                return texts.stream()
                        .map(t -> new AttributeScores(sign * t.response().length(), 0, 0, 0, 0))
                        .toList();
            }
        };
    }

    private static RewardBench.Result run(int sign) {
        return BENCH.run(sign > 0 ? "longer" : "shorter", length(sign), AttributeWeights.HELPFULNESS_ONLY);
    }

    @Test
    void run_lengthAsScore_isTheShareOfLongerChosenResponses() {
        Estimates subsets = run(1).bySubset();
        for (Subset subset : Subset.values()) {
            List<BenchmarkPair> own = BENCH.pairs().stream()
                    .filter(pair -> pair.subset().equals(subset.key()))
                    .toList();
            if (!own.isEmpty()) {
                double longer = own.stream()
                        .filter(p -> p.chosen().length() > p.rejected().length())
                        .count();
                assertThat(subsets.items().get(subset.key())).isNotNull().satisfies(e -> assertThat(e.value())
                        .isCloseTo(longer / own.size(), within(1e-12)));
            }
        }
        assertThat(run(1).bySection().items()).hasSize(Section.values().length);
        assertThat(run(1).table().rowCount()).isEqualTo(BENCH.pairs().size());
    }

    @Test
    void rendered_result_hasSectionsSubsetsAndWhatIsMissing() {
        RewardBench.Result longer = run(1);
        assertThat(longer.rendered().plain())
                .startsWith("longer on RewardBench 1: ")
                .contains("a part, " + BENCH.pairs().size() + " rows")
                .contains("By section", "By subset", "Chat Hard", "alpacaeval-easy");
        assertThat(RewardBench.compare(longer, run(-1)).rendered().form(Rendered.HTML))
                .contains("longer / shorter", "Paired differences");
        assertThat(RewardBench.bySubset(longer, run(-1)))
                .extracting(Estimates::name)
                .containsExactly("longer", "shorter");
    }

    @Test
    void firstOfEach_one_keepsOneOfEachSubset() {
        RewardBench few = BENCH.firstOfEach(1);
        assertThat(few.pairs().stream().map(BenchmarkPair::subset)).doesNotHaveDuplicates();
        assertThat(few.pairs().stream().map(BenchmarkPair::subset).distinct().count())
                .isEqualTo(BENCH.pairs().stream()
                        .map(BenchmarkPair::subset)
                        .distinct()
                        .count());
        assertThatThrownBy(() -> BENCH.firstOfEach(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("count must be at least 1, got 0");
    }

    @Test
    void chart_bySubset_namesTheModels() {
        assertThat(Show.chart(run(1).bySubset(), run(-1).bySubset()).rendered().plain())
                .contains("longer, shorter: accuracy with 95 % intervals");
    }
}
