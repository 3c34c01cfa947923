package helpsteer.bench.judge;

import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.benchmark.JudgePrompt;
import helpsteer.data.benchmark.ModelAnswer;
import helpsteer.data.benchmark.MtBenchJudgment;
import helpsteer.data.benchmark.OpenQuestion;
import helpsteer.data.fetch.DataHome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * MT-Bench's grading of single answers (arXiv 2306.05685, FastChat {@code gen_judgment --mode single}): a grade from 1 to 10
 * for each turn, the second with the whole conversation in view; math, reasoning and coding with a reference answer.
 *
 * <p>The paper (arXiv 2406.08673, appendix H) had GPT-4-0125-Preview judge with 13 reference answers corrected; the data
 * folder's references are upstream's after that correction.
 */
public final class MtBenchJudge implements Judge {
    private static final Set<String> WITH_REFERENCE = Set.of("math", "reasoning", "coding");

    private final Map<String, Asked> asked = new LinkedHashMap<>();
    private final List<Call> calls = new ArrayList<>();

    /** What a call is about. */
    private record Asked(String question, String model, String prompt, int turn, String userPrompt) {}

    /**
     * Prepares the calls for one model's answers, with prompts and references of the data folder.
     *
     * @throws IllegalArgumentException where a question has no answer, or one with too few turns
     */
    public static MtBenchJudge of(DataHome home, Map<String, ModelAnswer> answers) {
        return new MtBenchJudge(
                OpenQuestion.mtBench(home), answers, ModelAnswer.references(home), JudgePrompt.read(home));
    }

    MtBenchJudge(
            List<OpenQuestion> questions,
            Map<String, ModelAnswer> answers,
            Map<String, ModelAnswer> references,
            Map<String, JudgePrompt> prompts) {
        for (OpenQuestion question : questions) {
            ModelAnswer answer = turns(answers, question, "answers");
            boolean reference = WITH_REFERENCE.contains(question.category());
            Map<String, String> fillings = fillings(question, answer);
            if (reference) {
                ModelAnswer right = turns(references, question, "references");
                for (int i = 0; i < right.turns().size(); i++) {
                    fillings.put("ref_answer_" + (i + 1), right.turns().get(i));
                }
            }
            for (int turn = 1; turn <= question.turns().size(); turn++) {
                String name = "single-" + (reference ? "math-" : "") + "v1" + (turn > 1 ? "-multi-turn" : "");
                JudgePrompt prompt = prompts.get(name);
                if (prompt == null) {
                    throw new IllegalArgumentException("prompts must have " + name + ", got " + prompts.keySet());
                }
                add(question, answer.model(), prompt, turn, prompt.filled(fillings));
            }
        }
    }

    private void add(OpenQuestion question, String model, JudgePrompt prompt, int turn, String text) {
        String key = key(question.id(), turn);
        asked.put(key, new Asked(question.id(), model, prompt.name(), turn, text));
        calls.add(new Call(key, List.of(new Turn(Role.SYSTEM, prompt.system()), new Turn(Role.USER, text))));
    }

    private static ModelAnswer turns(Map<String, ModelAnswer> answers, OpenQuestion question, String name) {
        ModelAnswer answer = answers.get(question.id());
        int turns = answer == null ? 0 : answer.turns().size();
        if (answer == null || turns < question.turns().size()) {
            throw new IllegalArgumentException(
                    name + " must have " + question.turns().size() + " turns to question " + question.id() + ", got "
                            + turns + "; let the model answer it first");
        }
        return answer;
    }

    private static Map<String, String> fillings(OpenQuestion question, ModelAnswer answer) {
        Map<String, String> fillings = new HashMap<>();
        fillings.put("question", question.turns().get(0));
        fillings.put("answer", answer.turns().get(0));
        for (int i = 0; i < question.turns().size(); i++) {
            fillings.put("question_" + (i + 1), question.turns().get(i));
            fillings.put("answer_" + (i + 1), answer.turns().get(i));
        }
        return fillings;
    }

    private static String key(String question, int turn) {
        return question + ", turn " + turn;
    }

    @Override
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public Optional<String> verdict(String answer) {
        return VerdictParsers.rating(answer).map(MtBenchJudge::number).map(String::valueOf);
    }

    /** 7, not 7.0, as FastChat writes what it read. */
    private static Number number(double rating) {
        if (rating == Math.rint(rating)) {
            return (int) rating;
        }
        return rating;
    }

    @Override
    public Map<String, Object> line(Call call, String judge, String answer, double seconds) {
        Asked about = asked.get(call.key());
        if (about == null) {
            throw new IllegalArgumentException("call must be one of this judge, got " + call.key());
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("question_id", about.question.matches("\\d{1,9}") ? Integer.valueOf(about.question) : about.question);
        line.put("model", about.model);
        line.put("judge", List.of(judge, about.prompt));
        line.put("user_prompt", about.userPrompt);
        line.put("judgment", answer);
        line.put(
                "score", VerdictParsers.rating(answer).map(MtBenchJudge::number).orElse(-1));
        line.put("turn", about.turn);
        line.put("tstamp", seconds);
        return line;
    }

    @Override
    public Set<String> judged(Path file, String judge) {
        Set<String> keys = new HashSet<>();
        for (MtBenchJudgment each : MtBenchJudgment.read(file)) {
            String key = key(each.question(), each.turn());
            Asked about = asked.get(key);
            if (!each.judge().equals(judge) || (about != null && !about.model.equals(each.model()))) {
                throw new IllegalArgumentException("judgments in " + file.getFileName() + " must be by " + judge
                        + " of these answers' model, got by " + each.judge() + " of " + each.model()
                        + "; choose another file");
            }
            keys.add(key);
        }
        return keys;
    }
}
