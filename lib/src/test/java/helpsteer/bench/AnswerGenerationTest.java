package helpsteer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.benchmark.AnswerForm;
import helpsteer.data.benchmark.ModelAnswer;
import helpsteer.data.benchmark.OpenQuestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerGenerationTest {
    private static final List<OpenQuestion> QUESTIONS = List.of(
            new OpenQuestion("1", "c", List.of("q1", "then1")),
            new OpenQuestion("2", "c", List.of("q2")),
            new OpenQuestion("3", "c", List.of("q3", "then3")));

    private final Path file;

    AnswerGenerationTest(@TempDir Path folder) {
        file = folder.resolve("answers.jsonl");
    }

    /** Repeats all that was said, so that an answer shows its conversation. */
    private static String echo(List<Turn> conversation) {
        return "<" + String.join(",", conversation.stream().map(Turn::text).toList()) + ">";
    }

    private static final AnswerGeneration ONE = new AnswerGeneration(AnswerForm.MT_BENCH, "m", 2);

    @Test
    void run_turns_seeTheAnswersBefore() {
        List<Integer> sizes = new ArrayList<>();
        AnswerGeneration.Outcome outcome = ONE.run(QUESTIONS, file, conversations -> {
            sizes.add(conversations.size());
            assertThat(conversations).allMatch(c -> c.get(c.size() - 1).role() == Role.USER);
            return conversations.stream().map(AnswerGenerationTest::echo).toList();
        });
        assertThat(outcome).isEqualTo(new AnswerGeneration.Outcome(0, 3, 0, 0));
        assertThat(sizes).containsExactly(2, 1, 1, 1); // two first turns, one second; then the third question
        assertThat(ModelAnswer.read(file, AnswerForm.MT_BENCH).values())
                .containsExactly(
                        new ModelAnswer("1", "m", List.of("<q1>", "<q1,<q1>,then1>")),
                        new ModelAnswer("2", "m", List.of("<q2>")),
                        new ModelAnswer("3", "m", List.of("<q3>", "<q3,<q3>,then3>")));
    }

    @Test
    void run_policyBreaksOff_nextRunAsksTheRestOnly() throws IOException {
        List<String> asked = new ArrayList<>();
        AnswerGeneration.Policy breaking = AnswerGeneration.Policy.each(conversation -> {
            asked.add(conversation.get(0).text());
            if (conversation.get(0).text().equals("q3")) {
                throw new IllegalStateException("out of memory");
            }
            return "a";
        });
        assertThatThrownBy(() -> ONE.run(QUESTIONS, file, breaking)).hasMessage("out of memory");
        Files.writeString(file, "{\"question_id\": 3, \"mod", StandardOpenOption.APPEND); // killed while writing
        asked.clear();
        AnswerGeneration.Outcome outcome = ONE.run(QUESTIONS, file, AnswerGeneration.Policy.each(conversation -> {
            asked.add(conversation.get(0).text());
            return "b";
        }));
        assertThat(asked).containsExactly("q3", "q3");
        assertThat(outcome).isEqualTo(new AnswerGeneration.Outcome(2, 1, 0, 23));
        assertThat(outcome)
                .hasToString("1 questions answered, 2 before; an unfinished line of 23 bytes was asked again");
        assertThat(ModelAnswer.read(file, AnswerForm.MT_BENCH)).hasSize(3);
    }

    @Test
    void run_interrupted_stopsBetweenBatches() {
        AnswerGeneration.Outcome outcome = ONE.run(QUESTIONS, file, AnswerGeneration.Policy.each(conversation -> {
            Thread.currentThread().interrupt();
            return "a";
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isEqualTo(new AnswerGeneration.Outcome(0, 2, 1, 0));
        assertThat(outcome).hasToString("2 questions answered, 0 before, 1 left; the same call goes on");
    }

    @Test
    void run_otherModelsFileOrTooFewAnswers_isRefused() {
        AnswerGeneration.Policy policy = AnswerGeneration.Policy.each(AnswerGenerationTest::echo);
        ONE.run(QUESTIONS, file, policy);
        assertThatThrownBy(() -> new AnswerGeneration(AnswerForm.MT_BENCH, "other", 1).run(QUESTIONS, file, policy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("answers in answers.jsonl must be of other, got m; choose another file");
        Path fresh = file.resolveSibling("fresh.jsonl");
        assertThatThrownBy(() -> ONE.run(QUESTIONS, fresh, c -> List.of("one")))
                .hasMessage("policy must give an answer to each of 2 conversations, got 1");
        assertThatThrownBy(() -> new AnswerGeneration(AnswerForm.MT_BENCH, "m", 0))
                .hasMessage("batch must be at least 1, got 0");
    }
}
