package helpsteer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.bench.AnswerGeneration;
import helpsteer.data.Prompt;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.benchmark.AnswerForm;
import helpsteer.data.benchmark.ModelAnswer;
import helpsteer.data.benchmark.OpenQuestion;
import helpsteer.run.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny random decoder as what answers a benchmark. */
class ChatModelTest {
    private static final Path MODEL = Path.of("lib/src/test/resources/golden/decoder/reward/base");

    private final LanguageModel model = LanguageModel.open(MODEL);

    @AfterEach
    void close() {
        model.close();
    }

    private static List<Turn> user(String text) {
        return List.of(new Turn(Role.USER, text));
    }

    @Test
    void answer_severalConversations_isTheLikeliestOfEachAlone() {
        try (ChatModel chat = new ChatModel(model, 6)) {
            List<String> answers = chat.answer(List.of(user("Why?"), user("How many?")));
            assertThat(answers)
                    .containsExactly(
                            model.generate(List.of(Prompt.ofUser("Why?")), SamplingParams.greedy(6), new Seed(9))
                                    .get(0)
                                    .get(0)
                                    .text(),
                            chat.answer(List.of(user("How many?"))).get(0));
            assertThat(chat.cutConversations()).isZero();
        }
    }

    @Test
    void answer_conversationWithoutRoom_isCutAndCounted() {
        try (ChatModel chat = new ChatModel(model, 100)) {
            assertThat(chat.answer(List.of(user("word ".repeat(300)), user("Why?"))))
                    .hasSize(2);
            assertThat(chat.cutConversations()).isOne();
        }
    }

    @Test
    void run_fileOfOtherSettings_isRefused(@TempDir Path folder) {
        List<OpenQuestion> questions = List.of(new OpenQuestion("1", "c", List.of("q", "and then?")));
        AnswerGeneration generation = new AnswerGeneration(AnswerForm.MT_BENCH, "tiny", 2);
        Path file = folder.resolve("a.jsonl");
        try (ChatModel chat = new ChatModel(model, 5);
                ChatModel longer = new ChatModel(model, 6)) {
            assertThat(generation.run(questions, file, chat)).hasToString("1 questions answered, 0 before");
            Map<String, ModelAnswer> answers = ModelAnswer.read(file, AnswerForm.MT_BENCH);
            assertThat(answers.values()).singleElement().satisfies(a -> assertThat(a.turns())
                    .hasSize(2));
            assertThatThrownBy(() -> generation.run(questions, file, longer))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a.jsonl must go on with the sampling that it was begun with, ");
        }
    }

    @Test
    void chatModel_answersAsLongAsTheModel_isRefused() {
        assertThatThrownBy(() -> new ChatModel(model, 256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokens of an answer must be fewer than the model's 256 positions, got 256; ask for shorter"
                        + " answers");
    }
}
