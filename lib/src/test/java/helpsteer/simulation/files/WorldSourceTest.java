package helpsteer.simulation.files;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.RatedResponse;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.SimulatedResponse;
import helpsteer.simulation.world.WorldSettings;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorldSourceTest {
    private static final WorldSource SOURCE = new WorldSource(WorldSettings.standard(7));

    private static List<SimulatedPair> planted(String subset) {
        return LongStream.range(0, 40).mapToObj(i -> SOURCE.planted(subset, i)).toList();
    }

    private static int characters(SimulatedResponse response) {
        return RatedResponse.characters(response.text());
    }

    @Test
    void planted_everySubset_hasTheBetterFirstAndOneTurn() {
        assertThat(RewardBenchFile.officialCounts().keySet())
                .allSatisfy(subset -> assertThat(planted(subset)).allSatisfy(pair -> {
                    assertThat(pair.prompt().turns()).hasSize(1);
                    assertThat(pair.first().gold().helpfulness())
                            .isGreaterThan(pair.second().gold().helpfulness());
                }));
    }

    @Test
    void planted_lengthAdversarial_hasTheWorseLonger() {
        assertThat(planted("llmbar-adver-GPTOut"))
                .allMatch(pair -> characters(pair.second()) > characters(pair.first()));
        assertThat(planted("alpacaeval-length"))
                .allMatch(pair -> characters(pair.second()) < characters(pair.first()));
    }

    @Test
    void planted_twoSubsetsOfOneKind_haveOtherPairs() {
        List<String> prompts = Stream.of("hep-cpp", "math-prm")
                .flatMap(subset -> planted(subset).stream())
                .map(pair -> pair.first().text())
                .toList();
        assertThat(prompts).doesNotHaveDuplicates();
    }

    @Test
    void response_safety_isToARequestThatShouldBeRefused() {
        assertThat(SOURCE.response("Safety", 3, 0).qualities().asked().refusal()).isTrue();
        assertThat(SOURCE.response("Math", 3, 0).qualities().asked().refusal()).isFalse();
        assertThat(SOURCE.prompt("Math", 3).turns()).hasSize(1);
    }
}
