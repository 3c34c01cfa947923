package helpsteer.align.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import helpsteer.align.Policy;
import helpsteer.align.PolicySampler;
import helpsteer.align.PolicyText;
import helpsteer.align.TinyPolicy;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the tiny random decoder, whose answers are letters without sense. */
class PolicyEvaluationTest {
    private final Path folder;

    PolicyEvaluationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private PolicyEvaluation examination(int prompts, int tokens) {
        List<Prompt> all =
                IntStream.range(0, prompts).mapToObj(TinyPolicy::prompt).toList();
        return new PolicyEvaluation(
                all, PolicySampler.paper(tokens).withSamples(2), TinyPolicy.LENGTH, new Seed(3), folder);
    }

    @Test
    void of_askedTwice_isFoundAndEqual() throws Exception {
        PolicyEvaluation examination = examination(3, 5);
        try (Policy policy = TinyPolicy.withAdapters()) {
            ScoredGenerations first = examination.of("tiny", policy, Optional.of(TinyPolicy.WANTED));
            Path file = folder.resolve("tiny-44422.jsonl");
            byte[] kept = Files.readAllBytes(file);
            ScoredGenerations again = examination.of("tiny", policy, Optional.of(TinyPolicy.WANTED));
            assertThat(Files.readAllBytes(file)).isEqualTo(kept);
            assertThat(again.byPrompt(GenerationMetric.CHARS)).isEqualTo(first.byPrompt(GenerationMetric.CHARS));
            assertThat(first.responses()).hasSize(3).allMatch(r -> r.size() == 2);
            double chars = first.responses().get(0).get(0).response().text().length();
            assertThat(first.responses().get(0).get(0).scores().of(Attribute.HELPFULNESS))
                    .isEqualTo(chars / 8.0 - 0.6);
        }
    }

    @Test
    void of_anotherPolicyUnderAName_isRefused() {
        PolicyEvaluation examination = examination(2, 4);
        try (Policy policy = TinyPolicy.withAdapters()) {
            examination.of("tiny", policy, Optional.empty());
            policy.parameters().get(policy.decoder().adapterNames().get(0)).addi(0.5f);
            assertThatThrownBy(() -> examination.of("tiny", policy, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tiny-plain");
        }
    }

    @Test
    void of_whileAnotherUsesTheFolder_isRefused() {
        PolicyEvaluation examination = examination(2, 4);
        List<Throwable> refusals = new ArrayList<>();
        try (Policy policy = TinyPolicy.withAdapters()) {
            Progress asking = (task, done, total, note) -> {
                if (task.equals("sampling") && done == 0) {
                    refusals.add(catchThrowable(() -> examination.of("other", policy, Optional.empty())));
                }
            };
            Progress.during(asking, () -> examination.of("tiny", policy, Optional.empty()));
        }
        assertThat(refusals).singleElement().satisfies(e -> assertThat(e)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("folder must belong to one run at a time, got " + folder.getFileName()));
        assertThat(folder.resolve("other-plain.jsonl")).doesNotExist();
    }

    @Test
    void control_ratingsInTurn_keepsAFileForEach() {
        try (Policy policy = TinyPolicy.withAdapters()) {
            ControllabilityCurve curve =
                    examination(2, 4).control("tiny", policy, TinyPolicy.WANTED, Attribute.VERBOSITY, List.of(0, 4));
            assertThat(curve.points())
                    .extracting(ControllabilityCurve.Point::rating)
                    .containsExactly(0, 4);
            assertThat(folder.resolve("tiny-44420.jsonl")).exists();
            assertThat(folder.resolve("tiny-44424.jsonl")).exists();
            // What is asked for reaches the policy: the same random numbers give other letters.
            assertThat(texts(curve, 0)).isNotEqualTo(texts(curve, 1));
        }
    }

    private static List<String> texts(ControllabilityCurve curve, int point) {
        return curve.points().get(point).answers().responses().stream()
                .flatMap(List::stream)
                .map(judged -> judged.response().text())
                .toList();
    }

    @Test
    void of_noRoomForTheAnswer_isRefused() {
        try (Policy policy = TinyPolicy.withAdapters()) {
            assertThatThrownBy(() -> examination(2, 150).of("tiny", policy, Optional.empty()))
                    .hasMessage("prompts must leave room for 150 tokens of 160, got prompt 0 that does not; take"
                            + " shorter prompts or let the policy read more");
            assertThatThrownBy(() -> examination(2, 4).of("../tiny", policy, Optional.empty()))
                    .hasMessage("name must be of small letters, digits, dots and hyphens, got \"../tiny\"");
        }
    }

    /** Its last turn alone would leave room, and is all that is read. */
    @Test
    void leavesRoom_turnsThatAreCut_doNot() {
        Prompt last = TinyPolicy.prompt(0);
        Prompt all = new Prompt(List.of(
                new Turn(Role.USER, "word ".repeat(300)),
                new Turn(Role.ASSISTANT, "yes"),
                last.turns().get(0)));
        try (Policy policy = TinyPolicy.withAdapters()) {
            assertThat(policy.readPrompt(all, Optional.empty())).hasSizeLessThan(40);
            assertThat(policy.leavesRoom(last, Optional.empty(), 4)).isTrue();
            assertThat(policy.leavesRoom(all, Optional.empty(), 4)).isFalse();
        }
    }

    @Test
    void gain_ofRatedRows_isOwnLessTheMeanOfOthers() {
        List<RatedResponse> rows = IntStream.range(0, 2)
                .mapToObj(i ->
                        new RatedResponse(TinyPolicy.prompt(i), TinyPolicy.response(i), new Ratings(4, 3, 2, 1, i)))
                .toList();
        try (Policy policy = TinyPolicy.withAdapters()) {
            AttributeLogRatio gain = AttributeLogRatio.of("tiny", policy, rows, Attribute.VERBOSITY);
            double[] logs = new double[5];
            for (int v = 0; v < 5; v++) {
                PolicyText text = policy.read(PromptResponse.of(rows.get(1)), Optional.of(new Ratings(4, 3, 2, 1, v)));
                logs[v] = policy.sums(List.of(text))[0];
            }
            double others = (logs[0] + logs[2] + logs[3] + logs[4]) / 4;
            assertThat(gain.nats().get(1)).isCloseTo(logs[1] - others, within(1e-4));
            assertThat(gain.cut()).isZero();
            assertThat(gain.test().differences().count()).isEqualTo(2);
        }
    }

    @Test
    void gain_rowsTooLong_areCountedAndRefusedWhereNoneIsLeft() {
        RatedResponse row = new RatedResponse(TinyPolicy.prompt(0), "word ".repeat(300), new Ratings(4, 3, 2, 1, 0));
        try (Policy policy = TinyPolicy.withAdapters()) {
            assertThatThrownBy(() -> AttributeLogRatio.of("tiny", policy, List.of(row), Attribute.VERBOSITY))
                    .hasMessage("responses that the policy reads whole must be at least two, got 0 and 1 longer ones");
        }
    }
}
