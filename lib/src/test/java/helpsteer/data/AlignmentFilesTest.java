package helpsteer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import helpsteer.data.benchmark.AlpacaEvalRow;
import helpsteer.data.benchmark.AnswerForm;
import helpsteer.data.benchmark.ArenaHardRow;
import helpsteer.data.benchmark.JudgePrompt;
import helpsteer.data.benchmark.ModelAnswer;
import helpsteer.data.benchmark.OpenQuestion;
import helpsteer.data.benchmark.TruthfulQa;
import helpsteer.data.benchmark.TruthfulQa.Option;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.InvalidDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the benchmarks that aligned models are measured on. */
class AlignmentFilesTest {
    private final Path folder;

    AlignmentFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static DataHome official(String file) {
        DataHome home = DataHome.find();
        assumeThat(home.file(file))
                .as("%s is not among the data (HELPSTEER_DATA)", file)
                .isPresent();
        return home;
    }

    private static String task(String mc1, String mc2) {
        return "[{\"question\": \"q\", \"mc1_targets\": {" + mc1 + "}, \"mc2_targets\": {" + mc2 + "}}]";
    }

    @Test
    void truthfulQa_optionsAndLabels_areReadInOrder() throws IOException {
        Path file = TestFiles.write(folder, "t.json", task("\"a\": 1, \"b\": 0", "\"b\": 0, \"a\": 1, \"\": 1"));
        Filtered<TruthfulQa> read = TruthfulQa.read(file);
        Option a = new Option("a", true);
        Option b = new Option("b", false);
        assertThat(read.items()).containsExactly(new TruthfulQa("q", List.of(a, b), List.of(b, a)));
        assertThat(read.dropped()).isEqualTo(Map.of("option without text", 1));
    }

    @Test
    void truthfulQa_badTargets_areRefused() throws IOException {
        Path two = TestFiles.write(folder, "two.json", task("\"a\": 1, \"b\": 1", "\"a\": 1, \"b\": 0"));
        assertThatThrownBy(() -> TruthfulQa.read(two))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("two.json:1: mc1_targets must have one true option and others, got 2 of 2");
        Path all = TestFiles.write(folder, "all.json", task("\"a\": 1, \"b\": 0", "\"a\": 1, \"b\": 1"));
        assertThatThrownBy(() -> TruthfulQa.read(all))
                .hasMessage("all.json:1: mc2_targets must have true options and others, got 2 true of 2");
        Path label = TestFiles.write(folder, "label.json", task("\"a\": 2, \"b\": 0", "\"a\": 1, \"b\": 0"));
        assertThatThrownBy(() -> TruthfulQa.read(label))
                .hasMessage("label.json:1: mc1_targets.a must be in 0..1, got 2");
    }

    @Test
    void truthfulQa_official_has817And790Questions() {
        DataHome home = official("truthfulqa/v1/mc_task.json");
        Filtered<TruthfulQa> first = TruthfulQa.first(home);
        assertThat(first.items()).hasSize(817);
        assertThat(first.dropped()).isEmpty();
        Filtered<TruthfulQa> revised = TruthfulQa.revised(home);
        assertThat(revised.items()).hasSize(790);
        assertThat(revised.dropped()).containsOnlyKeys("option without text");
    }

    @Test
    void openQuestions_official_areWhole() {
        DataHome home = official("mt-bench/question.jsonl");
        List<OpenQuestion> mtBench = OpenQuestion.mtBench(home);
        assertThat(mtBench).hasSize(80).allMatch(q -> q.turns().size() == 2);
        assertThat(mtBench.stream().map(OpenQuestion::category).distinct()).hasSize(8);
        assertThat(OpenQuestion.arenaHard(official("arena-hard/arena-hard-v0.1/question.jsonl")))
                .hasSize(500)
                .allMatch(q -> q.turns().size() == 1 && q.category().equals("arena-hard-v0.1"));
        assertThat(OpenQuestion.arenaHardTwo(home)).hasSize(750);
        assertThat(ModelAnswer.references(home)).hasSize(30).containsKey("101");
    }

    @Test
    void openQuestions_idTwice_isRefused() throws IOException {
        String row = "{\"question_id\": 7, \"category\": \"c\", \"turns\": [\"t\"]}\n";
        Path file = TestFiles.write(folder, "q.jsonl", row + row);
        assertThatThrownBy(() -> OpenQuestion.mtBench(file))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("q.jsonl:2: id must stand once, got 7 again");
    }

    @Test
    void answers_writtenInEitherForm_areReadBack() throws IOException {
        OpenQuestion two = new OpenQuestion("81", "writing", List.of("erst", "dann"));
        ModelAnswer answer = new ModelAnswer("81", "m", List.of("a \"1\"\n", ""));
        for (AnswerForm form : AnswerForm.values()) {
            Path file = TestFiles.write(folder, form + ".jsonl", form.line(two, answer, 1.5) + "\n");
            assertThat(ModelAnswer.read(file, form)).isEqualTo(Map.of("81", answer));
        }
        assertThat(AnswerForm.MT_BENCH.line(two, answer, 1.5))
                .isEqualTo("{\"question_id\":81,\"answer_id\":\"" + answer.id() + "\",\"model_id\":\"m\",\"choices\":"
                        + "[{\"index\":0,\"turns\":[\"a \\\"1\\\"\\n\",\"\"]}],\"tstamp\":1.5}");
        assertThat(AnswerForm.ARENA_HARD.line(two, answer, 1.5))
                .isEqualTo("{\"uid\":\"81\",\"ans_id\":\"" + answer.id() + "\",\"model\":\"m\",\"messages\":["
                        + "{\"role\":\"user\",\"content\":\"erst\"},"
                        + "{\"role\":\"assistant\",\"content\":{\"answer\":\"a \\\"1\\\"\\n\"}},"
                        + "{\"role\":\"user\",\"content\":\"dann\"},"
                        + "{\"role\":\"assistant\",\"content\":{\"answer\":\"\"}}],\"tstamp\":1.5}");
        assertThatThrownBy(() -> AnswerForm.MT_BENCH.line(two, new ModelAnswer("81", "m", List.of("a")), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("answer must be to question 81 and of 2 turns, got one to 81 of 1");
    }

    @Test
    void answers_twoModelsOrTwiceOneQuestion_areRefused() throws IOException {
        String row = "{\"question_id\": %s, \"model_id\": \"%s\", \"choices\": [{\"index\": 0, \"turns\": [\"t\"]}]}\n";
        Path models = TestFiles.write(folder, "m.jsonl", row.formatted(1, "a") + row.formatted(2, "b"));
        assertThatThrownBy(() -> ModelAnswer.read(models, AnswerForm.MT_BENCH))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("m.jsonl:2: model must be a, as in the lines before, got b");
        Path twice = TestFiles.write(folder, "t.jsonl", row.formatted(1, "a") + row.formatted(1, "a"));
        assertThatThrownBy(() -> ModelAnswer.read(twice, AnswerForm.MT_BENCH))
                .hasMessage("t.jsonl:2: question must be answered once, got 1 again");
    }

    @Test
    void answers_officialFiles_areReadInTheirForms() {
        DataHome home = official("arena-hard/arena-hard-v0.1/model_answer/gpt-4-0314.jsonl.gz");
        Path arena = home.need("arena-hard/arena-hard-v0.1/model_answer/gpt-4-0314.jsonl.gz");
        assertThat(ModelAnswer.read(arena, AnswerForm.ARENA_HARD)).hasSize(500);
        Path mtBench = official("mt-bench/model_answer/gpt-4.jsonl").need("mt-bench/model_answer/gpt-4.jsonl");
        assertThat(ModelAnswer.read(mtBench, AnswerForm.MT_BENCH))
                .hasSize(80)
                .allSatisfy((id, answer) -> assertThat(answer.turns()).hasSize(2));
    }

    @Test
    void judgePrompt_markInAFilling_staysText() {
        JudgePrompt prompt = new JudgePrompt("p", "s", "{question} and {answer}");
        assertThat(prompt.filled(Map.of("question", "{answer} $1 \\", "answer", "b")))
                .isEqualTo("{answer} $1 \\ and b");
        assertThatThrownBy(() -> prompt.filled(Map.of("answer", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fillings of p must have question, got [answer]");
    }

    @Test
    void alpacaEval_leaderboards_areReadAndOneIsComputedAgain() {
        DataHome home =
                official("alpaca-eval/leaderboards/data_AlpacaEval_2/weighted_alpaca_eval_gpt4_turbo_leaderboard.csv");
        List<AlpacaEvalRow> second = AlpacaEvalRow.second(home);
        assertThat(second).hasSize(223);
        AlpacaEvalRow alpaca = second.stream()
                .filter(r -> r.model().equals("alpaca-7b"))
                .findFirst()
                .orElseThrow();
        assertThat(alpaca.lengthControlled()).hasValue(5.875487163278986);
        assertThat(alpaca.averageLength()).hasValue(396);
        assertThat(alpaca.lengthControlledError()).isEmpty();
        var annotated = AlpacaEvalRow.annotated(home, "alpaca-7b");
        assertThat(annotated.mean()).isCloseTo(alpaca.winRate(), within(1e-9));
        assertThat(annotated.standardError()).isCloseTo(alpaca.standardError(), within(1e-9));
        assertThat(AlpacaEvalRow.first(home)).isNotEmpty();
    }

    @Test
    void alpacaEval_tableWithoutLength_hasNone() throws IOException {
        Path file = TestFiles.write(folder, "l.csv", ",win_rate,standard_error\nm,50.0,1.5\n");
        OptionalDouble none = OptionalDouble.empty();
        assertThat(AlpacaEvalRow.read(file)).containsExactly(new AlpacaEvalRow("m", 50, 1.5, none, none, none));
        Path high = TestFiles.write(folder, "h.csv", ",win_rate,standard_error\nm,150.0,1.5\n");
        assertThatThrownBy(() -> AlpacaEvalRow.read(high))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(
                        "h.csv:2: win_rate must be in 0..100 and standard_error at least 0, got 150.0 and 1.5 for m");
    }

    @Test
    void arenaHard_leaderboard_hasIntervals() {
        List<ArenaHardRow> rows =
                ArenaHardRow.leaderboard(official("arena-hard/leaderboard/arena_hard_leaderboard_20240731.csv"));
        assertThat(rows).hasSize(60);
        assertThat(rows.get(0).model()).isEqualTo("gpt-4-turbo-2024-04-09");
        assertThat(rows.get(0).score()).isEqualTo(82.63);
        assertThat(rows).allMatch(r -> r.interval().contains(r.score()));
    }
}
