package helpsteer.bench.judge;

import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.benchmark.ArenaHardJudgment;
import helpsteer.data.benchmark.ModelAnswer;
import helpsteer.data.benchmark.OpenQuestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Arena-Hard's comparison with a baseline (arXiv 2406.11939, lmarena/arena-hard-auto): each question twice, the baseline's
 * answer first and then the model's, with a verdict from {@code A>>B} to {@code B>>A}.
 *
 * <p>The paper compares with GPT-4-0314 and has GPT-4-1106-preview judge (arXiv 2406.08673, appendix H).
 */
public final class ArenaHardJudge implements Judge {
    private static final String SYSTEM = resource();

    private final String model;
    private final String baseline;
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Game> games = new LinkedHashMap<>();

    /** What a call is about. */
    private record Game(String question, String category, int number) {}

    /**
     * Prepares both games of each question.
     *
     * @throws IllegalArgumentException where one side has not answered a question
     */
    public ArenaHardJudge(
            List<OpenQuestion> questions, Map<String, ModelAnswer> answers, Map<String, ModelAnswer> baselines) {
        if (questions.isEmpty()) {
            throw new IllegalArgumentException("questions must be at least one, got none");
        }
        model = only(answers, questions.get(0), "answers").model();
        baseline = only(baselines, questions.get(0), "baselines").model();
        for (OpenQuestion question : questions) {
            String own = only(answers, question, "answers").turns().get(0);
            String other = only(baselines, question, "baselines").turns().get(0);
            for (int number = 1; number <= 2; number++) {
                String key = key(question.id(), number);
                String text = text(question.turns().get(0), number == 1 ? other : own, number == 1 ? own : other);
                games.put(key, new Game(question.id(), question.category(), number));
                calls.add(new Call(key, List.of(new Turn(Role.SYSTEM, SYSTEM), new Turn(Role.USER, text))));
            }
        }
    }

    private static ModelAnswer only(Map<String, ModelAnswer> answers, OpenQuestion question, String name) {
        ModelAnswer answer = answers.get(question.id());
        if (answer == null) {
            throw new IllegalArgumentException(
                    name + " must have question " + question.id() + ", got none; let the model answer it first");
        }
        return answer;
    }

    private static String text(String question, String first, String second) {
        return "<|User Prompt|>\n" + question + "\n\n<|The Start of Assistant A's Answer|>\n" + first
                + "\n<|The End of Assistant A's Answer|>\n\n<|The Start of Assistant B's Answer|>\n" + second
                + "\n<|The End of Assistant B's Answer|>";
    }

    private static String key(String question, int game) {
        return question + ", game " + game;
    }

    @Override
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public Optional<String> verdict(String answer) {
        return VerdictParsers.label(answer);
    }

    @Override
    public Map<String, Object> line(Call call, String judge, String answer, double seconds) {
        Game game = games.get(call.key());
        if (game == null) {
            throw new IllegalArgumentException("call must be one of this judge, got " + call.key());
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("uid", game.question);
        line.put("category", game.category);
        line.put("judge", judge);
        line.put("model", model);
        line.put("baseline", baseline);
        line.put("game", game.number);
        VerdictParsers.label(answer).ifPresent(label -> line.put("score", label));
        line.put("judgment", answer);
        line.put("tstamp", seconds);
        return line;
    }

    @Override
    public Set<String> judged(Path file, String judge) {
        Set<String> keys = new HashSet<>();
        for (ArenaHardJudgment each : ArenaHardJudgment.read(file)) {
            if (!each.judge().equals(judge)
                    || !each.model().equals(model)
                    || !each.baseline().equals(baseline)) {
                throw new IllegalArgumentException(
                        "judgments in " + file.getFileName() + " must be by " + judge + " of "
                                + model + " against " + baseline + ", got by " + each.judge() + " of " + each.model()
                                + " against " + each.baseline() + "; choose another file");
            }
            keys.add(key(each.question(), each.game()));
        }
        return keys;
    }

    private static String resource() {
        try (InputStream in = ArenaHardJudge.class.getResourceAsStream("/helpsteer/bench/arena-hard-judge.txt")) {
            if (in == null) {
                throw new IllegalStateException("arena-hard-judge.txt must be on the class path, got none");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read arena-hard-judge.txt: " + e.getMessage(), e);
        }
    }
}
