package helpsteer.align.steerlm;

import helpsteer.align.Policy;
import helpsteer.align.PolicyText;
import helpsteer.data.Filtered;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.generate.Completion;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The questions of an iteration that leave room for an answer.
 *
 * @param questions those to train on first
 * @param dropped how many were not asked, by reason
 */
public record PreparedPrompts(List<Question> questions, TreeMap<String, Integer> dropped) {
    private static final String NO_ROOM = "question that leaves no room for an answer";

    /** One prompt with one wish. */
    record Question(Prompt prompt, Ratings wanted, List<Integer> ids) {}

    /**
     * A question with its responses that hold a text.
     *
     * @param empty how many held none
     * @param readBack how many the policy reads token by token as they were sampled
     */
    record Answered(Question question, List<Completion> responses, int empty, int readBack) {}

    public static PreparedPrompts of(Policy policy, SteerLm2Iteration.Questions all, int maxTokens) {
        List<Prompt> prompts = new ArrayList<>(all.prompts().train());
        prompts.addAll(all.prompts().validation());
        List<Question> kept = new ArrayList<>();
        TreeMap<String, Integer> dropped = new TreeMap<>();
        for (Prompt prompt : prompts) {
            for (Ratings wanted : all.wanted()) {
                Optional<Ratings> wish = Optional.of(wanted);
                if (policy.leavesRoom(prompt, wish, maxTokens)) {
                    int[] ids = policy.readPrompt(prompt, wish);
                    kept.add(new Question(
                            prompt, wanted, Arrays.stream(ids).boxed().toList()));
                } else {
                    dropped.merge(NO_ROOM, 1, Integer::sum);
                }
            }
        }
        requireSome(kept, policy, maxTokens, prompts.size() * all.wanted().size());
        return new PreparedPrompts(kept, dropped);
    }

    private static void requireSome(List<?> kept, Policy policy, int maxTokens, int of) {
        if (kept.isEmpty()) {
            throw new IllegalArgumentException("questions must leave room for " + maxTokens + " tokens of "
                    + policy.reading().maxTokens() + ", got none of " + of
                    + " that does; let the policy read more tokens or ask for shorter answers");
        }
    }

    /** The prompts that leave room for an answer, of which there must be one. */
    public static Filtered<Prompt> fitting(Policy policy, List<Prompt> prompts, Optional<Ratings> wish, int maxTokens) {
        List<Prompt> kept = prompts.stream()
                .filter(prompt -> policy.leavesRoom(prompt, wish, maxTokens))
                .toList();
        requireSome(kept, policy, maxTokens, prompts.size());
        int dropped = prompts.size() - kept.size();
        return new Filtered<>(kept, dropped == 0 ? Map.of() : Map.of(NO_ROOM, dropped));
    }

    /** The questions as token ids. */
    List<int[]> prompts() {
        return questions.stream().map(q -> ids(q.ids)).toList();
    }

    private static int[] ids(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    List<Answered> answered(Policy policy, List<List<Completion>> responses) {
        List<Answered> out = new ArrayList<>();
        for (int q = 0; q < questions.size(); q++) {
            Question question = questions.get(q);
            List<Completion> kept =
                    responses.get(q).stream().filter(r -> !r.text().isBlank()).toList();
            int same = (int)
                    kept.stream().filter(r -> isReadBack(policy, question, r)).count();
            out.add(new Answered(question, kept, responses.get(q).size() - kept.size(), same));
        }
        return out;
    }

    private static boolean isReadBack(Policy policy, Question question, Completion response) {
        int[] sampled = PolicyText.of(ids(question.ids), response.tokens()).ids();
        int[] read = policy.read(new PromptResponse(question.prompt, response.text()), Optional.of(question.wanted))
                .ids();
        return read.length >= sampled.length && Arrays.equals(sampled, 0, sampled.length, read, 0, sampled.length);
    }

    /** The texts that are to be scored; questions without any are left out. */
    static List<CandidateScoring.Asked> texts(Policy policy, List<Answered> answered) {
        ResponseReader reader = new ResponseReader(policy);
        return answered.stream()
                .filter(a -> !a.responses.isEmpty())
                .map(a -> new CandidateScoring.Asked(
                        a.question.prompt,
                        a.question.wanted,
                        a.responses.stream()
                                .map(r -> new CandidateScoring.Sampled(r.text(), reader.tokens(r)))
                                .toList()))
                .toList();
    }
}
