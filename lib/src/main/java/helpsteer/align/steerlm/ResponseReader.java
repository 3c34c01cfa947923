package helpsteer.align.steerlm;

import helpsteer.align.Policy;
import helpsteer.align.PolicyText;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.sets.SteerLm2Row;
import helpsteer.generate.Completion;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Sampled responses as a policy reads them: by the token ids that were sampled, where a row has them. A text may be tokenised
 * in other ids than those that were sampled, and would then have another log-probability.
 */
final class ResponseReader {
    private final Policy policy;

    /** What the policy's form of text puts behind a response: first what ends it, then what is not asked for. */
    private final int[] ending;

    private final int asked;

    ResponseReader(Policy policy) {
        this.policy = policy;
        PolicyText one = text("a");
        int[] ids = one.ids();
        int[] other = text("b").ids(); // what both share at their ends is no part of the response
        int same = 0;
        while (same < Math.min(ids.length, other.length)
                && ids[ids.length - 1 - same] == other[other.length - 1 - same]) {
            same++;
        }
        int from = ids.length - same;
        ending = Arrays.copyOfRange(ids, from, ids.length);
        asked = (int) Arrays.stream(one.asked()).filter(at -> at >= from).count();
    }

    private PolicyText text(String response) {
        return policy.read(new PromptResponse(Prompt.ofUser("a"), response), Optional.empty());
    }

    /** The ids of a response with what ends it; one that was cut off is taken as if it had ended there. */
    List<Integer> tokens(Completion response) {
        int[] sampled = response.tokens();
        int shared = Math.min(sampled.length, asked);
        while (shared > 0 && !Arrays.equals(sampled, sampled.length - shared, sampled.length, ending, 0, shared)) {
            shared--;
        }
        IntStream added = shared > 0 || !response.ended() ? Arrays.stream(ending, shared, asked) : IntStream.empty();
        return IntStream.concat(Arrays.stream(sampled), added).boxed().toList();
    }

    /** The responses of a row behind its prompt, which is told the ratings. */
    List<PolicyText> texts(SteerLm2Row row) {
        Optional<Ratings> wanted = Optional.of(row.wanted());
        int[] prompt = policy.readPrompt(row.prompt(), wanted);
        List<PolicyText> out = new ArrayList<>();
        for (SteerLm2Row.Response response : row.responses()) {
            out.add(text(new PromptResponse(row.prompt(), response.text()), wanted, prompt, response.tokens()));
        }
        return out;
    }

    /** A response behind a prompt whose ids are known; its text is read where it has no ids of its own. */
    PolicyText text(PromptResponse exchange, Optional<Ratings> wanted, int[] prompt, List<Integer> tokens) {
        return tokens.isEmpty()
                ? policy.read(exchange, wanted)
                : PolicyText.of(
                        prompt,
                        tokens.stream().mapToInt(Integer::intValue).toArray(),
                        Arrays.copyOfRange(ending, asked, ending.length));
    }

    /** Whether every response of a row is read whole: of a part the log-probability would be another's. */
    boolean fits(SteerLm2Row row) {
        Optional<Ratings> wanted = Optional.of(row.wanted());
        int counted = 1 + asked; // by leavesRoom, for a shortest response with its end
        return row.responses().stream()
                .allMatch(r -> r.tokens().isEmpty()
                        ? policy.fits(new PromptResponse(row.prompt(), r.text()), wanted)
                        : policy.leavesRoom(row.prompt(), wanted, r.tokens().size() + ending.length - asked - counted));
    }
}
