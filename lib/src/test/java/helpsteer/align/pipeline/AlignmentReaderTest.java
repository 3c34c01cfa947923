package helpsteer.align.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.align.Policy;
import helpsteer.align.PolicySampler;
import helpsteer.align.sft.SftExample;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Role;
import helpsteer.data.Split;
import helpsteer.data.Turn;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.run.Seed;
import helpsteer.train.TrainingArgs;
import helpsteer.weights.model.TinyDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stages learn from, sample from and are evaluated on. */
class AlignmentReaderTest {
    private static final DataHome HOME = DataHome.sample();

    @TempDir
    private Path folder = Path.of("");

    private final List<String> notes = new ArrayList<>();

    private AlignmentData read(AlignmentSource source, AlignmentStage... stages) {
        return read(source, 6, 32, stages);
    }

    private AlignmentData read(AlignmentSource source, int answer, int prompts, AlignmentStage... stages) {
        Path tiny = folder.resolve("tiny");
        new TinyDecoder(1, 1, 512).write(tiny, new Seed(1));
        AlignmentPlan plan = new AlignmentPlan(
                List.of(stages),
                new AlignmentPlan.Limits(Integer.MAX_VALUE, prompts),
                PolicySampler.paper(answer),
                InputConfig.decoder()
                        .withMaxTokens(320)
                        .withOptions(Decoder.Options.defaults().withLora(Lora.defaults())),
                TrainingArgs.constant(1, 16, 1e-3, 0, new Seed(1)));
        try (Policy policy = Policy.open(PretrainedDecoder.open(tiny), plan.input(), new Seed(1))) {
            return new AlignmentReader(plan, policy, true, notes::add).read(source);
        }
    }

    private static List<String> firstTurns(Stream<Prompt> prompts) {
        return prompts.map(prompt -> firstUser(prompt).text()).distinct().toList();
    }

    private static Turn firstUser(Prompt prompt) {
        return prompt.turns().stream()
                .filter(turn -> turn.role() == Role.USER)
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Prompt> prompts(Split<SftExample> lessons) {
        return Stream.of(lessons.train(), lessons.validation())
                .flatMap(List::stream)
                .map(lesson -> lesson.exchange().prompt());
    }

    /** Questions with three ways of going on, half of them behind a system turn. */
    private static List<Prompt> trees() {
        List<Prompt> out = new ArrayList<>();
        for (int tree = 0; tree < 60; tree++) {
            for (int leaf = 0; leaf < 3; leaf++) {
                List<Turn> turns = new ArrayList<>();
                if (tree % 2 == 0) {
                    turns.add(new Turn(Role.SYSTEM, "Be brief."));
                }
                turns.add(new Turn(Role.USER, "Question " + tree));
                if (leaf > 0) {
                    turns.add(new Turn(Role.ASSISTANT, "Answer"));
                    turns.add(new Turn(Role.USER, "And " + leaf + "?"));
                }
                out.add(new Prompt(turns));
            }
        }
        return out;
    }

    private static List<String> onBothSides(Split<Prompt> split) {
        List<String> shared = new ArrayList<>(firstTurns(split.train().stream()));
        shared.retainAll(firstTurns(split.validation().stream()));
        return shared;
    }

    @Test
    void split_conversationsOfOneTree_standOnOneSide() {
        Split<Prompt> split = AlignmentData.split(trees(), prompt -> prompt);
        assertThat(split.train()).isNotEmpty();
        assertThat(split.validation()).isNotEmpty();
        assertThat(onBothSides(split)).isEmpty();
        assertThat(onBothSides(Split.byPrompt(trees(), prompt -> prompt, 0.1, new Seed(0))))
                .as("what a split by whole prompts would do")
                .isNotEmpty();
    }

    @Test
    void read_helpSteer2_examinesPromptsThatNoStageSees() {
        AlignmentData rows =
                read(AlignmentSource.of(HOME), AlignmentStage.SFT, AlignmentStage.STEERLM, AlignmentStage.STEERLM2);
        assertThat(rows.evaluated()).hasSizeGreaterThan(1);
        assertThat(firstTurns(rows.evaluated().stream()))
                .doesNotContainAnyElementsOf(firstTurns(prompts(rows.plain())))
                .doesNotContainAnyElementsOf(firstTurns(rows.prompts().train().stream()))
                .doesNotContainAnyElementsOf(firstTurns(rows.prompts().validation().stream()));
        assertThat(onBothSides(rows.prompts())).isEmpty();
        assertThat(rows.prompts().train()).hasSizeLessThanOrEqualTo(32);
        assertThat(notes)
                .anyMatch(line -> line.matches("prompts of an iteration: kept \\d+, .*; for validation: kept .*"));
    }

    @Test
    void read_conversationThatBeginsAsAValidationPrompt_isNotExamined() throws IOException {
        Turn leaked = firstUser(HelpSteer2.validation(HOME).get(0).first().prompt());
        String row = "{\"messages\": [{\"role\": \"system\", \"content\": \"Be brief.\"},"
                + " {\"role\": \"user\", \"content\": \"%s\"}, {\"role\": \"assistant\", \"content\": \"Yes.\"}]}%n";
        String chats = Stream.concat(
                        Stream.of(leaked.text()), IntStream.range(0, 40).mapToObj(i -> "Question " + i))
                .map(row::formatted)
                .collect(Collectors.joining());
        Path file = folder.resolve("chats.jsonl");
        Files.writeString(file, chats);
        AlignmentData rows = read(new AlignmentSource(HOME, Optional.of(file), Optional.empty()), AlignmentStage.SFT);
        assertThat(firstTurns(prompts(rows.plain()))).contains(leaked.text());
        assertThat(firstTurns(rows.evaluated().stream())).isNotEmpty().doesNotContain(leaked.text());
        assertThat(rows.prompts().train()).isEmpty();
        assertThat(notes)
                .contains("rows: kept 41, dropped {}; chats.jsonl")
                .anyMatch(line -> line.matches("prompts of the evaluation: .*begins as a row does=1[,}].*"))
                .noneMatch(line -> line.startsWith("asks for"));
    }

    @Test
    void read_promptsThatLeaveNoRoomForTheAnswer_isRefused() {
        assertThatThrownBy(() -> read(AlignmentSource.of(HOME), 300, 32, AlignmentStage.STEERLM2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "prompts of an iteration to train on and for validation must be at least one each that leave"
                                + " room for an answer of 300 tokens within 320, got 0 and 0; take more rows, let texts be longer"
                                + " or the answer be shorter");
        assertThatThrownBy(() -> read(AlignmentSource.of(HOME), 6, 1, AlignmentStage.SFT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "prompts of the evaluation must be at least 2 that begin as no row does and leave room for an"
                                + " answer of 6 tokens within 320, got 1; take more prompts, let texts be longer or the answer be"
                                + " shorter");
    }

    @Test
    void clamped_scoresBeyondTheScale_areCounted() {
        AttributeAnnotation annotation = new AttributeAnnotation(
                List.of(),
                Map.of(Attribute.VERBOSITY, 0),
                Map.of(Attribute.COHERENCE, 1, Attribute.HELPFULNESS, 2, Attribute.VERBOSITY, 0));
        assertThat(AlignmentReader.clamped(annotation))
                .containsExactly("scores above 4, taken as that: helpfulness 2, coherence 1");
    }

    private static SftExample rated(int helpfulness, int coherence, int verbosity) {
        return SftExample.rated(
                new RatedResponse(Prompt.ofUser("Who?"), "Me.", new Ratings(helpfulness, 4, coherence, 2, verbosity)));
    }

    @Test
    void targets_digitsThatNoLessonHad_areThoseBelow() {
        TargetRatings lower = TargetRatings.of(List.of(rated(3, 4, 0), rated(2, 4, 1), rated(1, 4, 3)));
        assertThat(lower).isEqualTo(new TargetRatings(new Ratings(3, 4, 4, 2, 1), List.of(0, 1, 3)));
        assertThat(lower).hasToString("asks for 3,4,4,2,1 (4,4,4,2,2 lowered to what the rows have)");
        TargetRatings higher = TargetRatings.of(List.of(rated(4, 4, 3), rated(4, 4, 4)));
        assertThat(higher).isEqualTo(new TargetRatings(new Ratings(4, 4, 4, 2, 3), List.of(3, 4)));
        assertThat(higher).hasToString("asks for 4,4,4,2,3 (4,4,4,2,2 moved to what the rows have)");
        List<SftExample> all =
                IntStream.range(0, 5).mapToObj(v -> rated(4, 4, v)).toList();
        assertThat(TargetRatings.of(all)).isEqualTo(TargetRatings.PAPER);
        assertThat(TargetRatings.PAPER).hasToString("asks for 4,4,4,2,2");
        assertThat(TargetRatings.of(List.of(rated(4, 4, 2))).controls()).isFalse();
    }

    @Test
    void targets_valuesOfTooFewRows_areNotAskedFor() {
        List<SftExample> rows = List.of(rated(4, 4, 0), rated(3, 4, 0), rated(3, 4, 2), rated(2, 4, 1), rated(2, 4, 2));
        assertThat(TargetRatings.of(rows, 2)).isEqualTo(new TargetRatings(new Ratings(3, 4, 4, 2, 2), List.of(0, 2)));
        assertThat(TargetRatings.of(rows, 1)).isEqualTo(TargetRatings.of(rows));
        assertThatThrownBy(() -> TargetRatings.of(rows, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows must have a value of verbosity that 3 of them share, got counts [2, 1, 2, 0, 0];"
                        + " give more rows or ask for fewer");
        assertThatThrownBy(() -> TargetRatings.of(rows, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fewest must be at least 1, got 0; say how many rows teach a value");
    }
}
