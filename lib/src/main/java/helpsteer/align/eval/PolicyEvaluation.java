package helpsteer.align.eval;

import helpsteer.align.Policy;
import helpsteer.align.PolicySampler;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.generate.Completion;
import helpsteer.generate.CompletionFile;
import helpsteer.generate.SamplingParams;
import helpsteer.reward.Scorer;
import helpsteer.run.FolderLock;
import helpsteer.run.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The same questions for every policy, to be answered and judged. Responses are kept in files as they come, so that an
 * examination that was cut off goes on where it stood; a policy or a setting other than a file's is refused.
 *
 * @param prompts held out from training, at least two
 * @param sampling how, and how many responses a prompt
 * @param scorer the reward model
 * @param seed of the sampling: the same for every policy and every rating asked for, so that differences are less by chance
 * @param folder of the files
 */
public record PolicyEvaluation(List<Prompt> prompts, SamplingParams sampling, Scorer scorer, Seed seed, Path folder) {
    public PolicyEvaluation {
        prompts = List.copyOf(prompts);
    }

    /**
     * Asks a policy.
     *
     * @param name of the policy: small letters, digits, dots and hyphens
     * @param wanted the ratings that it is asked for, or none
     * @throws IllegalArgumentException where a prompt leaves no room for the response
     * @throws IllegalStateException where another examination uses the folder
     */
    public ScoredGenerations of(String name, Policy policy, Optional<Ratings> wanted) {
        if (!name.matches("[a-z0-9][a-z0-9.-]*")) {
            throw new IllegalArgumentException(
                    "name must be of small letters, digits, dots and hyphens, got \"" + name + "\"");
        }
        List<int[]> ids = new ArrayList<>();
        for (Prompt prompt : prompts) {
            if (!policy.leavesRoom(prompt, wanted, sampling.maxTokens())) {
                throw new IllegalArgumentException("prompts must leave room for " + sampling.maxTokens() + " tokens of "
                        + policy.input().maxTokens() + ", got prompt " + prompts.indexOf(prompt)
                        + " that does not; take shorter prompts or let the policy read more");
            }
            ids.add(policy.readPrompt(prompt, wanted));
        }
        String asked = wanted.map(PolicyEvaluation::digits).orElse("plain");
        CompletionFile file = new CompletionFile(folder.resolve(name + "-" + asked + ".jsonl"));
        List<List<Completion>> responses;
        try (FolderLock held = FolderLock.of(folder);
                PolicySampler sampler = new PolicySampler(policy, sampling)) {
            assert held != null;
            responses = sampler.sample(file, ids, sampling.samples(), seed);
        }
        return ScoredGenerations.of(name, prompts, responses, scorer);
    }

    /**
     * Asks a policy for each rating of one attribute in turn.
     *
     * @param base ratings of the other attributes
     * @param ratings of the attribute, rising, at least two
     */
    public ControllabilityCurve control(
            String name, Policy policy, Ratings base, Attribute attribute, List<Integer> ratings) {
        List<ControllabilityCurve.Point> points = new ArrayList<>();
        for (int rating : ratings) {
            Ratings wanted = Ratings.of(a -> a == attribute ? rating : base.of(a));
            points.add(new ControllabilityCurve.Point(rating, of(name, policy, Optional.of(wanted))));
        }
        return new ControllabilityCurve(name, attribute, points);
    }

    /** Five digits, in the order of the attributes. */
    private static String digits(Ratings wanted) {
        StringBuilder out = new StringBuilder();
        for (Attribute attribute : Attribute.values()) {
            out.append(wanted.of(attribute));
        }
        return out.toString();
    }
}
