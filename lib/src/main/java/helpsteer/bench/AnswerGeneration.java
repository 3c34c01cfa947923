package helpsteer.bench;

import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.benchmark.AnswerForm;
import helpsteer.data.benchmark.ModelAnswer;
import helpsteer.data.benchmark.OpenQuestion;
import helpsteer.run.AppendLog;
import helpsteer.run.Progress;
import helpsteer.run.SettingsFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Lets a policy answer a benchmark's questions into a file of the benchmark's own form, turn after turn, for a judge to
 * grade. What the file has already is not asked again, so the same call goes on with one that was cut off.
 *
 * @param form of the file's lines
 * @param model the name that the answers are filed under
 * @param batch questions handed to the policy at a time, at least 1
 */
public record AnswerGeneration(AnswerForm form, String model, int batch) {
    private static final double MILLIS = 1000;

    public AnswerGeneration {
        if (model.isBlank()) {
            throw new IllegalArgumentException("model must be named, got \"" + model + "\"");
        }
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, got " + batch);
        }
    }

    /** What answers. */
    @FunctionalInterface
    public interface Policy {
        /** One answer to each conversation, all of which end with the user's turn. */
        List<String> answer(List<List<Turn>> conversations);

        /** What decides the answers, which a file goes on with; none where that is not known. */
        default Map<String, String> settings() {
            return Map.of();
        }

        /** A policy that takes one conversation after the other. */
        static Policy each(Function<List<Turn>, String> one) {
            return conversations -> conversations.stream().map(one).toList();
        }
    }

    /**
     * How it went.
     *
     * @param before questions that the file had answers to
     * @param asked questions answered now
     * @param left questions not answered because the thread was interrupted
     * @param cutOffBytes of an unfinished last line that was taken away
     */
    public record Outcome(int before, int asked, int left, long cutOffBytes) {
        @Override
        public String toString() {
            return asked + " questions answered, " + before + " before"
                    + (left > 0 ? ", " + left + " left; the same call goes on" : "")
                    + (cutOffBytes > 0 ? "; an unfinished line of " + cutOffBytes + " bytes was asked again" : "");
        }
    }

    /**
     * Answers the questions that the file lacks; an interrupt ends the run between two batches.
     *
     * @throws IllegalArgumentException where the file's answers are another model's, or made with other settings
     */
    public Outcome run(List<OpenQuestion> questions, Path file, Policy policy) {
        return run(questions, file, policy, Clock.systemUTC());
    }

    Outcome run(List<OpenQuestion> questions, Path file, Policy policy, Clock clock) {
        try (AppendLog lines = AppendLog.open(file)) {
            if (!policy.settings().isEmpty()) {
                SettingsFile.require(file, policy.settings(), lines.isEmpty());
            }
            long cutOff = lines.cutOff();
            lines.mend();
            Set<String> known = lines.hasLines() ? known(file) : Set.of();
            List<OpenQuestion> open =
                    questions.stream().filter(q -> !known.contains(q.id())).toList();
            int before = questions.size() - open.size();
            for (int from = 0; from < open.size(); from += batch) {
                Progress.current().update("answering", before + from, questions.size(), "");
                if (Thread.currentThread().isInterrupted()) {
                    return new Outcome(before, from, open.size() - from, cutOff);
                }
                List<OpenQuestion> some = open.subList(from, Math.min(open.size(), from + batch));
                for (ModelAnswer answer : answers(some, policy)) {
                    OpenQuestion question = some.stream()
                            .filter(q -> q.id().equals(answer.question()))
                            .findFirst()
                            .orElseThrow();
                    lines.append(form.line(question, answer, clock.millis() / MILLIS));
                }
            }
            Progress.current().update("answering", questions.size(), questions.size(), "");
            return new Outcome(before, open.size(), 0, cutOff);
        }
    }

    private Set<String> known(Path file) {
        Map<String, ModelAnswer> answers = ModelAnswer.read(file, form);
        String found = answers.values().iterator().next().model(); // a file is of one model
        if (!found.equals(model)) {
            throw new IllegalArgumentException("answers in " + file.getFileName() + " must be of " + model + ", got "
                    + found + "; choose another file");
        }
        return answers.keySet();
    }

    /** Answers to a batch, all first turns before the second ones. */
    private List<ModelAnswer> answers(List<OpenQuestion> questions, Policy policy) {
        List<List<String>> given = new ArrayList<>();
        questions.forEach(q -> given.add(new ArrayList<>()));
        int turns = questions.stream().mapToInt(q -> q.turns().size()).max().orElse(0);
        for (int turn = 0; turn < turns; turn++) {
            List<Integer> asked = new ArrayList<>();
            List<List<Turn>> conversations = new ArrayList<>();
            for (int i = 0; i < questions.size(); i++) {
                if (turn < questions.get(i).turns().size()) {
                    asked.add(i);
                    conversations.add(conversation(questions.get(i), given.get(i)));
                }
            }
            List<String> texts = policy.answer(conversations);
            if (texts.size() != conversations.size()) {
                throw new IllegalArgumentException("policy must give an answer to each of " + conversations.size()
                        + " conversations, got " + texts.size());
            }
            for (int i = 0; i < asked.size(); i++) {
                given.get(asked.get(i)).add(texts.get(i));
            }
        }
        List<ModelAnswer> answers = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            answers.add(new ModelAnswer(questions.get(i).id(), model, given.get(i)));
        }
        return answers;
    }

    private static List<Turn> conversation(OpenQuestion question, List<String> given) {
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            turns.add(new Turn(Role.USER, question.turns().get(i)));
            turns.add(new Turn(Role.ASSISTANT, given.get(i)));
        }
        turns.add(new Turn(Role.USER, question.turns().get(given.size())));
        return turns;
    }
}
