package helpsteer.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Prompt;
import helpsteer.simulation.GoldRatings;
import helpsteer.simulation.Qualities;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.SimulatedResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedWorldTest {
    private static final SimulatedWorld WORLD = SimulatedWorld.of(WorldSettings.standard(7));

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 10})
    void read_textOfTheWorldItself_findsTheQualitiesThatWereDrawn(int scale) {
        SimulatedWorld world = SimulatedWorld.of(WorldSettings.standard(3).withScale(scale));
        for (long position = 0; position < 3000 / scale; position++) {
            for (int candidate = 0; candidate < 3; candidate++) {
                SimulatedResponse response = world.response(position, candidate);
                assertThat(world.read(position, response.text()))
                        .as("%s%n%s", world.prompt(position).markup(), response.text())
                        .isEqualTo(response.qualities());
                assertThat(world.judge(position, response.text())).isEqualTo(response.gold());
            }
        }
    }

    @Test
    void read_ignoresSpaceAndCapitals() {
        SimulatedResponse response = WORLD.response(5, 0);
        String changed = "  " + response.text().toUpperCase(Locale.ROOT).replace(" ", " \n");
        assertThat(WORLD.read(5, changed)).isEqualTo(response.qualities());
    }

    @Test
    void judge_textOutsideTheWorld_costsCoherenceAndStatesNothing() {
        SimulatedResponse response = WORLD.response(5, 0);
        assertThat(WORLD.judge(5, "Lorem ipsum dolor. Sit amet."))
                .satisfies(gold -> assertThat(gold.coherence()).isZero())
                .satisfies(gold -> assertThat(gold.correctness()).isZero())
                .satisfies(gold -> assertThat(gold.complexity()).isZero());
        Qualities longer = WORLD.read(5, response.text() + " Lorem ipsum.");
        assertThat(longer.flow().unreadable()).isEqualTo(1);
        assertThat(longer.content()).isEqualTo(response.qualities().content());
        assertThat(WORLD.read(5, "").flow().unreadable()).isEqualTo(1);
    }

    @Test
    void judge_everyAskedFactTwice_countsRepetitions() {
        SimulatedWorld world = SimulatedWorld.of(WorldSettings.standard(7).withRefusalDue(0));
        SimulatedPair pair = world.pair(2);
        String text = pair.first().text();
        Qualities twice = world.read(2, text + " " + text);
        assertThat(twice.flow().repetitions())
                .isEqualTo(pair.first().qualities().flow().repetitions()
                        + pair.first().qualities().style().sentences());
        assertThat(twice.content()).isEqualTo(pair.first().qualities().content());
    }

    @Test
    void pair_isTheSameInAnyLocaleOrderAndThread() {
        String expected = texts(WORLD, LongStream.range(0, 200).boxed());
        assertThat(texts(
                        SimulatedWorld.of(WorldSettings.standard(7)),
                        LongStream.range(0, 200).boxed().parallel()))
                .isEqualTo(expected);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(texts(
                            SimulatedWorld.of(WorldSettings.standard(7)),
                            LongStream.range(0, 200).boxed()))
                    .isEqualTo(expected);
        } finally {
            Locale.setDefault(before);
        }
        assertThat(texts(
                        SimulatedWorld.of(WorldSettings.standard(8)),
                        LongStream.range(0, 200).boxed()))
                .isNotEqualTo(expected);
    }

    private static String texts(SimulatedWorld world, Stream<Long> positions) {
        return String.join(
                "\n", positions.map(position -> world.pair(position).toString()).toList());
    }

    @Test
    void pair_isOfTheFirstTwoCandidatesAndDiffers() {
        for (long position = 0; position < 2000; position++) {
            SimulatedPair pair = WORLD.pair(position);
            assertThat(pair.first()).isEqualTo(WORLD.response(position, 0));
            assertThat(pair.prompt()).isEqualTo(WORLD.prompt(position));
            assertThat(pair.first().text()).isNotEqualTo(pair.second().text());
        }
    }

    @Test
    void pair_ofTheOfficialNumber_hasNearlyAllTextsDifferent() {
        Set<String> prompts = new HashSet<>();
        Set<String> responses = new HashSet<>();
        int severalTurns = 0;
        int refusalDue = 0;
        for (long position = 0; position < 10_162; position++) {
            SimulatedPair pair = WORLD.pair(position);
            prompts.add(pair.prompt().markup());
            responses.add(pair.first().text());
            responses.add(pair.second().text());
            severalTurns += pair.prompt().userTurns() > 1 ? 1 : 0;
            refusalDue += pair.first().qualities().asked().refusal() ? 1 : 0;
        }
        assertThat(prompts).hasSizeGreaterThan(10_000);
        assertThat(responses).hasSizeGreaterThan(20_000);
        assertThat(severalTurns / 10_162.0).isEqualTo(0.29, within(0.02));
        assertThat(refusalDue / 10_162.0).isEqualTo(0.08, within(0.01));
    }

    /** Most responses refuse throughout or not at all, some do both. */
    @Test
    void pair_whereARefusalIsDue_seldomHasBothRefusalsAndFacts() {
        SimulatedWorld world = SimulatedWorld.of(WorldSettings.standard(7).withRefusalDue(1));
        int refusals = 0;
        int answers = 0;
        int both = 0;
        for (long position = 0; position < 1000; position++) {
            Qualities.Content content = world.pair(position).first().qualities().content();
            boolean refuses = content.refusals() > 0;
            boolean answered = content.right() + content.wrong() > 0;
            refusals += refuses && !answered ? 1 : 0;
            answers += answered && !refuses ? 1 : 0;
            both += refuses && answered ? 1 : 0;
        }
        assertThat(refusals).isBetween(600, 850);
        assertThat(answers).isBetween(150, 350);
        assertThat(both).isBetween(20, 150);
    }

    @Test
    void response_ofManyCandidates_differs() {
        Set<String> texts = new HashSet<>();
        for (int candidate = 0; candidate < 1024; candidate++) {
            texts.add(WORLD.response(1, candidate).text());
        }
        assertThat(texts).hasSizeGreaterThan(900);
    }

    @Test
    void markup_isReadBackAsTheSamePrompt() {
        for (long position = 0; position < 500; position++) {
            Prompt prompt = WORLD.prompt(position);
            assertThat(Prompt.parse(prompt.markup())).isEqualTo(prompt);
        }
    }

    @ParameterizedTest
    @EnumSource(PairKind.class)
    void pairOfKind_hasTheBetterOneFirst(PairKind kind) {
        for (int scale : List.of(1, 10)) {
            SimulatedWorld world = SimulatedWorld.of(WorldSettings.standard(11).withScale(scale));
            for (long position = 0; position < 300; position++) {
                SimulatedPair pair = world.pairOfKind(kind, position);
                assertThat(pair.first().gold().helpfulness())
                        .as("%s", pair)
                        .isGreaterThan(pair.second().gold().helpfulness());
                assertThat(pair.first().qualities().asked().refusal()).isEqualTo(kind.refusalDue());
            }
        }
    }

    @Test
    void pairOfKind_differsInWhatItsNameSays() {
        for (long position = 0; position < 300; position++) {
            assertThat(worse(PairKind.FACTS, position).content().wrong()).isEqualTo(1);
            assertThat(worse(PairKind.ORDER, position).flow().orderBroken()).isTrue();
            assertThat(worse(PairKind.REPETITION, position).flow().repetitions())
                    .isEqualTo(1);
            assertThat(worse(PairKind.CONTRADICTION, position).flow().contradictions())
                    .isEqualTo(1);
            assertThat(worse(PairKind.RELEVANCE, position).content().offTopic()).isEqualTo(1);
            assertThat(worse(PairKind.REFUSAL_DUE, position).content().refusals())
                    .isZero();
            assertThat(worse(PairKind.REFUSAL_NOT_DUE, position).content().right())
                    .isZero();
            SimulatedPair longer = WORLD.pairOfKind(PairKind.LONGER_IS_WORSE, position);
            assertThat(longer.second().text().length())
                    .isGreaterThan(longer.first().text().length());
            SimulatedPair shorter = WORLD.pairOfKind(PairKind.SHORTER_IS_WORSE, position);
            assertThat(shorter.second().text().length())
                    .isLessThan(shorter.first().text().length());
            SimulatedPair learned = WORLD.pairOfKind(PairKind.LEARNED_IS_WORSE, position);
            assertThat(learned.second().gold().complexity())
                    .isGreaterThan(learned.first().gold().complexity());
        }
    }

    private static Qualities worse(PairKind kind, long position) {
        return WORLD.pairOfKind(kind, position).second().qualities();
    }

    @Test
    void scale_givesTextsOfHelpSteerLength() {
        assertThat(meanCharacters(WorldSettings.standard(1))).isBetween(100.0, 220.0);
        assertThat(meanCharacters(WorldSettings.standard(1).withScale(10))).isBetween(1000.0, 1500.0);
    }

    private static double meanCharacters(WorldSettings settings) {
        SimulatedWorld world = SimulatedWorld.of(settings);
        return LongStream.range(0, 500)
                .mapToObj(world::pair)
                .mapToInt(pair -> pair.first().text().getBytes(StandardCharsets.UTF_8).length)
                .average()
                .orElseThrow();
    }

    @Test
    void lengthFollowsQuality_makesGoodResponsesLonger() {
        assertThat(longerWins(0.5)).isGreaterThan(0.6);
        assertThat(longerWins(-0.5)).isLessThan(0.4);
    }

    private static double longerWins(double lengthFollowsQuality) {
        SimulatedWorld world =
                SimulatedWorld.of(WorldSettings.standard(5).withLengthFollowsQuality(lengthFollowsQuality));
        int wins = 0;
        int decided = 0;
        for (long position = 0; position < 2000; position++) {
            SimulatedPair pair = world.pair(position);
            int longer = Integer.compare(
                    pair.first().text().length(), pair.second().text().length());
            int better = Double.compare(helpfulness(pair.first()), helpfulness(pair.second()));
            wins += longer * better > 0 ? 1 : 0;
            decided += longer * better != 0 ? 1 : 0;
        }
        return (double) wins / decided;
    }

    private static double helpfulness(SimulatedResponse response) {
        GoldRatings gold = response.gold();
        return Math.rint(gold.helpfulness());
    }

    @Test
    void positionOrCandidateBelowZero_isRefused() {
        assertThatThrownBy(() -> WORLD.pair(-1)).hasMessage("position must be at least 0, got -1");
        assertThatThrownBy(() -> WORLD.response(0, -1)).hasMessage("candidate must be at least 0, got -1");
    }
}
