package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.align.Policy;
import helpsteer.align.pipeline.AttributeAnnotation;
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
import helpsteer.reward.PretrainedDecoder;
import helpsteer.run.Seed;
import helpsteer.weights.model.TinyDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the terminal's stages learn from, sample from and are examined on. */
class AlignRowsTest {
    private static final DataHome HOME = DataHome.sample();

    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private AlignRows read(String... more) {
        List<String> words = new ArrayList<>(List.of("--tokens", "320", "--answer", "6", "--judge", "judge"));
        words.addAll(List.of(more));
        AlignWords asked = AlignWords.of(new Words(words));
        Path tiny = folder.resolve("tiny");
        new TinyDecoder(1, 1, 512).write(tiny, new Seed(1));
        PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
        try (Policy policy = Policy.open(PretrainedDecoder.open(tiny), asked.reading(), new Seed(1))) {
            return new AlignReader(asked, policy, HOME, lines).read();
        }
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
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
        Split<Prompt> split = AlignRows.split(trees(), prompt -> prompt);
        assertThat(split.train()).isNotEmpty();
        assertThat(split.validation()).isNotEmpty();
        assertThat(onBothSides(split)).isEmpty();
        assertThat(onBothSides(Split.byPrompt(trees(), prompt -> prompt, 0.1, new Seed(0))))
                .as("what a split by whole prompts would do")
                .isNotEmpty();
    }

    @Test
    void read_helpSteer2_examinesPromptsThatNoStageSees() {
        AlignRows rows = read("--stages", "sft,steerlm,steerlm2");
        assertThat(rows.examined()).hasSizeGreaterThan(1);
        assertThat(firstTurns(rows.examined().stream()))
                .doesNotContainAnyElementsOf(firstTurns(prompts(rows.plain())))
                .doesNotContainAnyElementsOf(firstTurns(rows.prompts().train().stream()))
                .doesNotContainAnyElementsOf(firstTurns(rows.prompts().validation().stream()));
        assertThat(onBothSides(rows.prompts())).isEmpty();
        assertThat(rows.prompts().train()).hasSizeLessThanOrEqualTo(32);
        assertThat(lines())
                .anyMatch(line -> line.matches("prompts of an iteration: kept \\d+, .*; to look at: kept .*"));
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
        AlignRows rows = read("--stages", "sft", "--data", file.toString());
        assertThat(firstTurns(prompts(rows.plain()))).contains(leaked.text());
        assertThat(firstTurns(rows.examined().stream())).isNotEmpty().doesNotContain(leaked.text());
        assertThat(rows.prompts().train()).isEmpty();
        assertThat(lines())
                .contains("rows: kept 41, dropped {}; chats.jsonl")
                .anyMatch(line -> line.matches("prompts of the examination: .*begins as a row does=1[,}].*"))
                .noneMatch(line -> line.startsWith("asks for"));
    }

    @Test
    void held_scoresBeyondTheScale_areCounted() {
        AttributeAnnotation annotation = new AttributeAnnotation(
                List.of(),
                Map.of(Attribute.VERBOSITY, 0),
                Map.of(Attribute.COHERENCE, 1, Attribute.HELPFULNESS, 2, Attribute.VERBOSITY, 0));
        assertThat(AlignReader.held(annotation))
                .containsExactly("scores above 4, taken as that: helpfulness 2, coherence 1");
    }

    private static SftExample rated(int helpfulness, int coherence, int verbosity) {
        return SftExample.rated(
                new RatedResponse(Prompt.ofUser("Who?"), "Me.", new Ratings(helpfulness, 4, coherence, 2, verbosity)));
    }

    @Test
    void wish_digitsThatNoLessonHad_areThoseBelow() {
        AlignWish lower = AlignWish.of(List.of(rated(3, 4, 0), rated(2, 4, 1), rated(1, 4, 3)));
        assertThat(lower).isEqualTo(new AlignWish(new Ratings(3, 4, 4, 2, 1), List.of(0, 1, 3)));
        assertThat(lower).hasToString("asks for 3,4,4,2,1 (4,4,4,2,2 lowered to what the rows have)");
        AlignWish higher = AlignWish.of(List.of(rated(4, 4, 3), rated(4, 4, 4)));
        assertThat(higher).isEqualTo(new AlignWish(new Ratings(4, 4, 4, 2, 3), List.of(3, 4)));
        assertThat(higher).hasToString("asks for 4,4,4,2,3 (4,4,4,2,2 moved to what the rows have)");
        List<SftExample> all =
                IntStream.range(0, 5).mapToObj(v -> rated(4, 4, v)).toList();
        assertThat(AlignWish.of(all)).isEqualTo(AlignWish.PAPER);
        assertThat(AlignWish.PAPER).hasToString("asks for 4,4,4,2,2");
        assertThat(AlignWish.of(List.of(rated(4, 4, 2))).controls()).isFalse();
    }
}
