package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import helpsteer.data.benchmark.AnswerForm;
import helpsteer.data.benchmark.ModelAnswer;
import helpsteer.data.fetch.DataHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny decoder answers the benchmarks' questions. */
class AnswerCommandTest {
    private static final String MODEL = "lib/src/test/resources/golden/decoder/reward/base";

    private static final String MT_BENCH = "mt-bench/question.jsonl";

    @TempDir
    private Path folder = Path.of("");

    private final Terminal terminal = new Terminal();

    private Path file() {
        return folder.resolve("answers.jsonl");
    }

    private static void assumeQuestions(String file) {
        assumeThat(DataHome.find().file(file))
                .as("%s is not among the data (HELPSTEER_DATA)", file)
                .isPresent();
    }

    private int answer(String benchmark, String... more) {
        List<String> words = new ArrayList<>(List.of("answer", benchmark, MODEL, file().toString()));
        words.addAll(List.of("--batch", "2"));
        words.addAll(List.of(more));
        if (!words.contains("--max-tokens")) {
            words.addAll(List.of("--max-tokens", "5"));
        }
        return terminal.run(words.toArray(String[]::new));
    }

    @Test
    void answer_mtBenchCutOff_goesOnToTheSameAnswers() throws IOException {
        assumeQuestions(MT_BENCH);
        assertThat(answer("mt-bench", "--questions", "4")).as(terminal.errors()).isZero();
        assertThat(terminal.lines()).contains("4 questions answered, 0 before");
        Map<String, ModelAnswer> whole = ModelAnswer.read(file(), AnswerForm.MT_BENCH);
        assertThat(whole.values())
                .hasSize(4)
                .allMatch(a -> a.model().equals("base") && a.turns().size() == 2);
        List<String> lines = Files.readAllLines(file());
        Files.writeString(
                file(), lines.get(0) + "\n" + lines.get(1) + "\n" + lines.get(2).substring(0, 30));
        assertThat(answer("mt-bench", "--questions", "4")).as(terminal.errors()).isZero();
        assertThat(terminal.lines().get(0))
                .startsWith("2 questions answered, 2 before; an unfinished line of 30 bytes");
        assertThat(ModelAnswer.read(file(), AnswerForm.MT_BENCH)).isEqualTo(whole);
    }

    @Test
    void answer_otherSettingsOrName_isRefused() {
        assumeQuestions("arena-hard/arena-hard-v0.1/question.jsonl");
        assertThat(answer("arena-hard", "--questions", "1"))
                .as(terminal.errors())
                .isZero();
        assertThat(ModelAnswer.read(file(), AnswerForm.ARENA_HARD)).hasSize(1);
        assertThat(answer("arena-hard", "--questions", "2", "--max-tokens", "6"))
                .isEqualTo(1);
        assertThat(terminal.firstError())
                .startsWith("answers.jsonl must go on with the sampling that it was begun with");
        assertThat(answer("arena-hard", "--questions", "2", "--name", "other")).isEqualTo(1);
        assertThat(terminal.firstError()).startsWith("answers in answers.jsonl must be of other, got base");
    }

    @Test
    void answer_conversationsTooLong_areCutAndCounted() {
        assumeQuestions(MT_BENCH);
        assertThat(answer("mt-bench", "--questions", "2", "--max-tokens", "200"))
                .as(terminal.errors())
                .isZero();
        assertThat(terminal.lines().get(1))
                .matches(
                        "\\d conversations were too long for the model with an answer of 200 tokens and were cut at their"
                                + " beginning");
    }

    @Test
    void answer_whatCannotBeDone_isRefused() {
        assertThat(answer("vibes")).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("BENCHMARK must be mt-bench or arena-hard, got vibes");
        assertThat(terminal.run("answer", "mt-bench", MODEL)).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("OUT.jsonl must be named, got nothing");
    }
}
