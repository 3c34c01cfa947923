package helpsteer.bench.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.bench.ArenaHardScore;
import helpsteer.bench.MtBenchScores;
import helpsteer.bench.judge.ChatEndpoint.Limits;
import helpsteer.data.benchmark.AnswerForm;
import helpsteer.data.benchmark.ArenaHardJudgment;
import helpsteer.data.benchmark.JudgePrompt;
import helpsteer.data.benchmark.ModelAnswer;
import helpsteer.data.benchmark.MtBenchJudgment;
import helpsteer.data.benchmark.OpenQuestion;
import helpsteer.data.fetch.DataHome;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeRunTest {
    private static final Limits LIMITS = new Limits(3, Duration.ofSeconds(5), 2, 100, 64);
    private static final List<OpenQuestion> QUESTIONS = List.of(
            new OpenQuestion("1", "writing", List.of("q1", "then1")),
            new OpenQuestion("2", "math", List.of("q2", "then2")),
            new OpenQuestion("3", "stem", List.of("q3", "then3")));
    private static final Map<String, JudgePrompt> PROMPTS = Stream.of(
                    new JudgePrompt("single-v1", "s", "one {question} {answer}"),
                    new JudgePrompt("single-v1-multi-turn", "s", "two {question_2} {answer_2}"),
                    new JudgePrompt("single-math-v1", "s", "one {question} {answer} {ref_answer_1}"),
                    new JudgePrompt("single-math-v1-multi-turn", "s", "two {answer_2} {ref_answer_2}"))
            .collect(Collectors.toMap(JudgePrompt::name, Function.identity()));

    private final Path file;

    JudgeRunTest(@TempDir Path folder) {
        file = folder.resolve("judgments.jsonl");
    }

    private static Map<String, ModelAnswer> answers(String model) {
        return QUESTIONS.stream()
                .collect(Collectors.toMap(
                        OpenQuestion::id,
                        q -> new ModelAnswer(q.id(), model, List.of(model + q.id(), model + "then" + q.id()))));
    }

    private static MtBenchJudge mtBench() {
        return new MtBenchJudge(QUESTIONS, answers("m"), answers("ref"), PROMPTS);
    }

    private static ArenaHardJudge arenaHard() {
        return new ArenaHardJudge(QUESTIONS, answers("m"), answers("base"));
    }

    private static ChatClient client(FakeEndpoint server, Limits limits) {
        return new ChatClient(server.endpoint("", limits), Map.of(), new Seed(1), new FakeTime());
    }

    private JudgeRun.Outcome run(Judge judge, FakeEndpoint server, Limits limits) {
        return JudgeRun.run(judge, client(server, limits), file);
    }

    @Test
    void calls_mathHasItsReference_othersNot() {
        assertThat(mtBench().calls().stream()
                        .map(c -> c.key() + ": " + c.conversation().get(1).text()))
                .containsExactly(
                        "1, turn 1: one q1 m1",
                        "1, turn 2: two then1 mthen1",
                        "2, turn 1: one q2 m2 ref2",
                        "2, turn 2: two mthen2 refthen2",
                        "3, turn 1: one q3 m3",
                        "3, turn 2: two then3 mthen3");
        assertThatThrownBy(() -> new MtBenchJudge(QUESTIONS, answers("m"), Map.of(), PROMPTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("references must have 2 turns to question 2, got 0; let the model answer it first");
    }

    /** The judge gives no rating the first time it sees a turn of question 3, and never one for question 2's second. */
    @Test
    void run_answersWithoutRating_areAskedOnceMoreAndThenRecorded() throws IOException {
        AtomicInteger seen = new AtomicInteger();
        try (FakeEndpoint server = new FakeEndpoint(q -> {
            if (q.equals("two mthen2 refthen2")) {
                return "I would rather not say. [[A]]";
            }
            return q.equals("one q3 m3") && seen.getAndIncrement() == 0 ? "Hm." : "Rating: [[7]]";
        })) {
            JudgeRun.Outcome outcome = run(mtBench(), server, LIMITS);
            assertThat(outcome)
                    .isEqualTo(new JudgeRun.Outcome(0, 6, 0, List.of("2, turn 2"), List.of(), "", 8, 80, 24));
        }
        List<MtBenchJudgment> read = MtBenchJudgment.read(file);
        assertThat(read).hasSize(6);
        assertThat(read)
                .contains(
                        new MtBenchJudgment(
                                "2", "m", "judge-model", "single-math-v1-multi-turn", 2, OptionalDouble.empty()),
                        new MtBenchJudgment("3", "m", "judge-model", "single-v1", 1, OptionalDouble.of(7)));
        assertThat(MtBenchScores.of(read, "m").unparsed()).containsExactly("2, turn 2");
        JsonNode line = new ObjectMapper().readTree(Files.readAllLines(file).get(0));
        assertThat(line.properties().stream().map(Map.Entry::getKey))
                .containsExactly("question_id", "model", "judge", "user_prompt", "judgment", "score", "turn", "tstamp");
        assertThat(line.path("question_id").isInt()).isTrue();
    }

    /** Killed in the middle of a line: what is whole is kept, the rest is asked, nothing twice. */
    @Test
    void run_goesOn_withoutAskingAgain() throws IOException {
        try (FakeEndpoint server = new FakeEndpoint(q -> "[[5]]")) {
            JudgeRun.Outcome first = run(mtBench(), server, new Limits(1, Duration.ofSeconds(5), 2, 4, 64));
            assertThat(first.judged()).isEqualTo(4);
            assertThat(first.left()).isEqualTo(2);
            assertThat(first.stopped())
                    .isEqualTo("calls must stay within the budget, got all 4 sent;"
                            + " raise it and run again, what was judged is kept");
            Files.writeString(file, "{\"question_id\": 3, \"model\"", StandardOpenOption.APPEND);
            assertThat(JudgeRun.estimate(mtBench(), server.endpoint("", LIMITS), file))
                    .isEqualTo(new CallEstimate(2, "sone q3 m3stwo then3 mthen3".length(), 128));
            assertThat(server.bodies).hasSize(4); // an estimate sends nothing
            JudgeRun.Outcome second = run(mtBench(), server, LIMITS);
            assertThat(second.before()).isEqualTo(4);
            assertThat(second.judged()).isEqualTo(2);
            assertThat(second.complete()).isTrue();
            assertThat(server.bodies).hasSize(6).doesNotHaveDuplicates();
        }
        assertThat(MtBenchJudgment.read(file)).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void run_oneCallFails_othersAreJudged() {
        FakeEndpoint.Behaviour broken = FakeEndpoint.status(500, "");
        Limits one = new Limits(1, Duration.ofSeconds(5), 2, 100, 64);
        try (FakeEndpoint server = new FakeEndpoint(q -> "[[5]]", broken, broken)) {
            JudgeRun.Outcome outcome = run(mtBench(), server, one);
            assertThat(outcome.failed())
                    .containsExactly("1, turn 1: endpoint must answer in 2 attempts, got at last status 500");
            assertThat(outcome.judged()).isEqualTo(5);
            assertThat(outcome.left()).isEqualTo(1);
            assertThat(run(mtBench(), server, one).complete()).isTrue();
        }
    }

    @Test
    void run_wrongKeyOrDeadEndpoint_stopsEarly() {
        Limits one = new Limits(1, Duration.ofSeconds(5), 1, 100, 64);
        try (FakeEndpoint server = new FakeEndpoint(q -> "[[5]]", FakeEndpoint.status(403, "no"))) {
            JudgeRun.Outcome outcome = run(mtBench(), server, one);
            assertThat(outcome)
                    .hasToString("0 judged, 0 before, 6 left; 1 requests, 0 + 0 tokens\nstopped: endpoint must take the"
                            + " request, got status 403: no; check the address, the model's name and the key");
        }
        FakeEndpoint.Behaviour[] dead =
                Stream.generate(() -> FakeEndpoint.status(502, "")).limit(6).toArray(FakeEndpoint.Behaviour[]::new);
        try (FakeEndpoint server = new FakeEndpoint(q -> "[[5]]", dead)) {
            JudgeRun.Outcome outcome = run(mtBench(), server, one);
            assertThat(outcome.failed()).hasSize(JudgeRun.FAILURES_IN_A_ROW);
            assertThat(outcome.stopped()).startsWith("5 calls in a row failed; the last: endpoint must answer");
            assertThat(outcome.left()).isEqualTo(6);
        }
    }

    @Test
    void run_manyAtOnce_areAsManyAsTheLimit() {
        CountDownLatch three = new CountDownLatch(3);
        FakeEndpoint.Behaviour[] together = new FakeEndpoint.Behaviour[1];
        FakeEndpoint.Behaviour[] script = new FakeEndpoint.Behaviour[6];
        Arrays.setAll(script, i -> (exchange, body) -> together[0].treat(exchange, body));
        try (FakeEndpoint server = new FakeEndpoint(q -> "[[5]]", script)) {
            together[0] = server.together(three);
            assertThat(run(mtBench(), server, LIMITS).complete()).isTrue();
            assertThat(server.mostAtOnce.get()).isEqualTo(3);
        }
    }

    @Test
    void run_interrupted_keepsWhatIsJudged() {
        Thread here = Thread.currentThread();
        AtomicInteger answered = new AtomicInteger();
        try (FakeEndpoint server = new FakeEndpoint(q -> "[[5]]")) {
            Progress interrupting = (task, done, total, note) -> {
                if (answered.incrementAndGet() == 2) {
                    here.interrupt();
                }
            };
            JudgeRun.Outcome outcome = Progress.during(
                    interrupting,
                    () -> JudgeRun.run(
                            mtBench(), client(server, new Limits(1, Duration.ofSeconds(5), 1, 100, 64)), file));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(outcome.stopped()).isEqualTo("interrupted");
            assertThat(MtBenchJudgment.read(file)).hasSize(outcome.judged());
            assertThat(run(mtBench(), server, LIMITS).complete()).isTrue();
        }
        assertThat(MtBenchJudgment.read(file)).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void run_fileOfAnotherJudge_isRefused() {
        try (FakeEndpoint server = new FakeEndpoint(q -> "[[5]]")) {
            run(mtBench(), server, LIMITS);
            MtBenchJudge other = new MtBenchJudge(QUESTIONS, answers("n"), answers("ref"), PROMPTS);
            assertThatThrownBy(() -> run(other, server, LIMITS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("judgments in judgments.jsonl must be by judge-model of these answers' model, got by"
                            + " judge-model of m; choose another file");
        }
    }

    /** A judge that prefers what stands first: each question is won once and lost once. */
    @Test
    void arenaHard_bothOrders_cancelAJudgeOfOneSide() {
        try (FakeEndpoint server = new FakeEndpoint(q -> "My own answer... [[A>B]] no, my final verdict: [[A>>B]]")) {
            assertThat(run(arenaHard(), server, LIMITS).complete()).isTrue();
            List<ArenaHardJudgment> read = ArenaHardJudgment.read(file);
            assertThat(read).hasSize(6).allMatch(j -> j.verdict().orElseThrow().equals("A>>B"));
            assertThat(ArenaHardScore.of(read).winRate()).isEqualTo(50);
            assertThat(run(arenaHard(), server, LIMITS).judged()).isZero();
        }
    }

    /** A judge that knows the model's answers. */
    @Test
    void arenaHard_betterModel_winsFromBothSides() throws IOException {
        try (FakeEndpoint server = new FakeEndpoint(q -> {
            int own = q.indexOf("Answer|>\nm");
            return own < q.indexOf("Answer|>\nbase") ? "[[A>B]]" : "[[B>A]]";
        })) {
            assertThat(run(arenaHard(), server, LIMITS).complete()).isTrue();
            assertThat(FakeEndpoint.question(server.bodies.stream()
                            .filter(b -> b.contains("\\nbase1\\n<|The End of Assistant A"))
                            .findFirst()
                            .orElseThrow()))
                    .isEqualTo("<|User Prompt|>\nq1\n\n<|The Start of Assistant A's Answer|>\nbase1\n<|The End of"
                            + " Assistant A's Answer|>\n\n<|The Start of Assistant B's Answer|>\nm1\n<|The End of"
                            + " Assistant B's Answer|>");
        }
        assertThat(ArenaHardScore.of(ArenaHardJudgment.read(file)).winRate()).isEqualTo(100);
        assertThatThrownBy(() -> new ArenaHardJudge(QUESTIONS, answers("m"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("baselines must have question 1, got none; let the model answer it first");
    }

    @Test
    void readers_proseOfJudges_isRead() {
        assertThat(VerdictParsers.rating("Rating: [[8.5]] or [[3]]")).contains(8.5);
        assertThat(VerdictParsers.rating("Rating: [6]")).contains(6.0);
        assertThat(VerdictParsers.rating("[[0]]")).isEmpty();
        assertThat(VerdictParsers.rating("[[11]]")).isEmpty();
        assertThat(VerdictParsers.rating("[[rating]] ten of ten")).isEmpty();
        assertThat(VerdictParsers.label("first [[A>B]], at last [[b>>a]]")).contains("B>>A");
        assertThat(VerdictParsers.label("[A=B]")).contains("A=B");
        assertThat(VerdictParsers.label("[[A]]")).isEmpty();
        assertThat(VerdictParsers.label("[[A<>B]]")).isEmpty();
        assertThat(VerdictParsers.label("tie")).isEmpty();
    }

    /** What FastChat sent and read: GPT-4's 800 judgments of five models, prompt for prompt and grade for grade; the mean is pandas'. */
    @Test
    void mtBench_realJudgments_haveOurPromptsAndGrades() throws IOException {
        DataHome home = DataHome.find();
        String folder = "mt-bench/judged_llama2/";
        assumeThat(home.file(folder + "model_judgment/gpt-4_single.jsonl.gz"))
                .as("MT-Bench's judgments are not among the data (HELPSTEER_DATA)")
                .isPresent();
        Path judgments = home.need(folder + "model_judgment/gpt-4_single.jsonl.gz");
        Map<String, Map<String, String>> prompts = new HashMap<>();
        int compared = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(judgments)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode judgment = new ObjectMapper().readTree(line);
                String model = judgment.path("model").textValue();
                String key = judgment.path("question_id").asText() + ", turn " + judgment.path("turn");
                assertThat(prompts.computeIfAbsent(model, m -> promptsOf(home, folder, m))
                                .get(key))
                        .isEqualTo(judgment.path("user_prompt").textValue());
                assertThat(VerdictParsers.rating(judgment.path("judgment").textValue()))
                        .contains(judgment.path("score").doubleValue());
                compared++;
            }
        }
        assertThat(compared).isEqualTo(800);
        assertThat(MtBenchScores.of(MtBenchJudgment.read(judgments), "llama2_chat_7b")
                        .mean())
                .isEqualTo(6.190625);
    }

    private static Map<String, String> promptsOf(DataHome home, String folder, String model) {
        Path answers = home.need(folder + "model_answer/" + model + ".jsonl");
        return MtBenchJudge.of(home, ModelAnswer.read(answers, AnswerForm.MT_BENCH)).calls().stream()
                .collect(Collectors.toMap(
                        Judge.Call::key, c -> c.conversation().get(1).text()));
    }
}
