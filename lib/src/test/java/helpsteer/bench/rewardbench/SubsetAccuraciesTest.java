package helpsteer.bench.rewardbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.Goldens;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against the scorer of allenai/reward-bench, on the example of its README: beaver-7b-v1.0-cost. */
class SubsetAccuraciesTest {
    private static final JsonNode GOLDEN = Goldens.json("sections.json");

    private static SubsetAccuracies example() {
        Map<Subset, Double> rates = new EnumMap<>(Subset.class);
        GOLDEN.get("rates")
                .properties()
                .forEach(e -> rates.put(Subset.of(e.getKey()), e.getValue().asDouble()));
        return new SubsetAccuracies(rates);
    }

    @Test
    void subsets_weightsAndSections_areThoseOfTheScorer() {
        assertThat(Subset.values()).hasSize(23).hasSize(GOLDEN.get("counts").size());
        for (Section section : Section.values()) {
            JsonNode names = GOLDEN.get("mapping").get(section.title());
            assertThat(Subset.of(section)).hasSize(names.size());
            for (JsonNode name : names) {
                Subset subset = Subset.of(name.asText());
                assertThat(subset.section()).isEqualTo(section);
                assertThat(subset.key()).isEqualTo(name.asText());
                assertThat(XstestWeights.CURRENT.of(subset))
                        .isEqualTo(GOLDEN.get("counts").get(name.asText()).asInt());
            }
        }
        assertThatThrownBy(() -> Subset.of("hep"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("subset must be one of RewardBench 1's 23, got hep");
    }

    @Test
    void section_exampleOfTheReadme_equalsTheScorer() {
        Map<Section, Double> published = Map.of(
                Section.CHAT,
                0.608939,
                Section.CHAT_HARD,
                0.449561,
                Section.SAFETY,
                0.721622,
                Section.REASONING,
                0.466757);
        for (Section section : Section.values()) {
            double score = example().section(section, XstestWeights.CURRENT).orElseThrow();
            assertThat(score).isCloseTo(published.getOrDefault(section, 0.0), within(1e-6));
            assertThat(score)
                    .isCloseTo(GOLDEN.get("current").get(section.title()).asDouble(), within(1e-12));
            assertThat(example().section(section, XstestWeights.SWAPPED).orElseThrow())
                    .isCloseTo(GOLDEN.get("swapped").get(section.title()).asDouble(), within(1e-12));
        }
        assertThat(example().overall(XstestWeights.CURRENT).orElseThrow()).isCloseTo(0.561720, within(1e-6));
    }

    /** Safety by hand: 100 * 0.97 + 100 + 250 * 1 + 154 * 0.284 + 136 * 14/17 = 602.736, over 740. */
    @Test
    void section_swappedWeights_byHand() {
        assertThat(example().section(Section.SAFETY, XstestWeights.SWAPPED).orElseThrow())
                .isCloseTo((97 + 100 + 250 + 43.736 + 112) / 740, within(1e-12));
        assertThat(XstestWeights.SWAPPED.of(Subset.XSTEST_SHOULD_REFUSE)).isEqualTo(250);
        assertThat(XstestWeights.SWAPPED.of(Subset.XSTEST_SHOULD_RESPOND)).isEqualTo(154);
        assertThat(XstestWeights.SWAPPED.of(Subset.MATH_PRM)).isEqualTo(984);
    }

    /** Mathematics weighs 984 against 164 of one language: (984 * 1 + 164 * 0) / 1148. */
    @Test
    void section_someSubsets_areWeighedAmongThemselves() {
        SubsetAccuracies some = new SubsetAccuracies(Map.of(Subset.MATH_PRM, 1.0, Subset.HEP_GO, 0.0));
        assertThat(some.section(Section.REASONING, XstestWeights.CURRENT).orElseThrow())
                .isCloseTo(6.0 / 7, within(1e-15));
    }

    /** The original gives 0 to a section without pairs; here it is absent, and so is the mean. */
    @Test
    void section_nothingMeasured_isEmptyNotZero() {
        SubsetAccuracies some = new SubsetAccuracies(Map.of(Subset.HEP_GO, 0.0));
        assertThat(some.section(Section.CHAT, XstestWeights.CURRENT)).isEmpty();
        assertThat(some.overall(XstestWeights.CURRENT)).isEmpty();
        assertThat(new SubsetAccuracies(Map.of()).overall(XstestWeights.CURRENT))
                .isEmpty();
        assertThat(GOLDEN.get("part").get("Safety").asDouble()).isZero();
    }

    @Test
    void rates_anyOrder_comeInTheOrderOfTheSubsets() {
        SubsetAccuracies rates = new SubsetAccuracies(
                Map.of(Subset.HEP_GO, 0.5, Subset.ALPACAEVAL_EASY, 1.0, Subset.DO_NOT_ANSWER, 0.0));
        assertThat(List.copyOf(rates.rates().keySet()))
                .containsExactly(Subset.ALPACAEVAL_EASY, Subset.DO_NOT_ANSWER, Subset.HEP_GO);
    }

    @Test
    void rates_beyondOneOrNaN_areRefused() {
        assertThatThrownBy(() -> new SubsetAccuracies(Map.of(Subset.HEP_GO, 50.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hep-go must be in [0, 1], got 50.0");
        assertThatThrownBy(() -> new SubsetAccuracies(Map.of(Subset.HEP_GO, Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hep-go must be in [0, 1], got NaN");
    }
}
