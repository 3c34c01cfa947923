package helpsteer.align.steerlm;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.align.Policy;
import helpsteer.align.PolicyJob;
import helpsteer.align.PolicySampler;
import helpsteer.align.PolicyStart;
import helpsteer.align.TimingTable;
import helpsteer.align.Timings;
import helpsteer.align.steerlm2.BetaRatings;
import helpsteer.data.Filtered;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.Split;
import helpsteer.data.sets.SteerLm2Row;
import helpsteer.generate.CompletionFile;
import helpsteer.generate.SamplingParams;
import helpsteer.reward.Scorer;
import helpsteer.run.Json;
import helpsteer.run.RunDirectory;
import helpsteer.text.PromptResponse;
import helpsteer.train.Job;
import helpsteer.train.Run;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.metrics.TrainingResult.Ending;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A whole iteration of SteerLM 2.0 (paper, section 4.5) in a folder: responses are sampled from the policy, which so becomes
 * Q', scored by the reward model, the prior and the policy itself, and the policy is moved towards what they should weigh.
 *
 * <p>Each part is kept as it comes: {@code samples.jsonl}; {@code candidates.jsonl}, the rows in the form of the reference
 * code; checkpoints of the training; {@code summary.json} with what was seen, {@code costs.jsonl} with what it took. An
 * iteration that was cut off goes on where it stood and ends with the same bytes, costs aside.
 *
 * @param questions what is asked
 * @param sampling how; the paper takes 10 samples by {@link PolicySampler#paper}
 * @param ratings how a score becomes a probability
 * @param perToken whether a prompt's loss is divided by the mean number of tokens of its responses, as in the reference code
 */
public record SteerLm2Iteration(Questions questions, SamplingParams sampling, BetaRatings ratings, boolean perToken) {
    private static final String CANDIDATES = "candidates.jsonl";

    /**
     * Prompts, each asked with each of the ratings.
     *
     * @param prompts to train on and to look at, at least one each
     * @param wanted at least one; the paper takes one alone, 4, 4, 4, 2, 2
     */
    public record Questions(Split<Prompt> prompts, List<Ratings> wanted) {
        public Questions {
            wanted = List.copyOf(wanted);
            if (prompts.train().isEmpty() || prompts.validation().isEmpty() || wanted.isEmpty()) {
                throw new IllegalArgumentException(
                        "prompts to train on and to look at and wanted must be at least one each, got "
                                + prompts.train().size() + ", "
                                + prompts.validation().size() + " and " + wanted.size());
            }
        }
    }

    /**
     * Who judges the responses.
     *
     * @param prior P(y|x), opened for the scoring and closed after it: the SFT model, in every iteration
     * @param scorer the reward model
     * @param names what both are, for provenance
     */
    public record Judges(Supplier<Policy> prior, Scorer scorer, String names) {}

    /** The iteration as a training of a policy; the seed of its arguments is that of the sampling, too. */
    public PolicyJob with(PolicyStart from, Judges judges) {
        return new Iterating(from, this, judges);
    }

    private record Iterating(PolicyStart from, SteerLm2Iteration iteration, Judges judges) implements PolicyJob {
        @Override
        public String loss() {
            return "steerlm2";
        }

        @Override
        public int rows() {
            return iteration.questions.prompts.size() * iteration.questions.wanted.size();
        }

        @Override
        public JsonNode task() {
            return Json.tree(Map.of(
                    "wanted", iteration.questions.wanted,
                    "sampling", iteration.sampling,
                    "ratings", iteration.ratings,
                    "perToken", iteration.perToken,
                    "judges", judges.names));
        }

        @Override
        public String dataSha256() {
            return iteration.questions.prompts.sha256(prompt -> new PromptResponse(prompt, "").contentHash());
        }

        @Override
        public TrainingResult train(Policy policy, Session session) {
            return iteration.train(policy, judges, session);
        }
    }

    private TrainingResult train(Policy policy, Judges judges, Job.Session session) {
        RunDirectory directory = session.directory();
        PreparedPrompts asking = PreparedPrompts.of(policy, questions, sampling.maxTokens());
        List<PreparedPrompts.Answered> answered;
        List<SteerLm2Row> scored;
        try (Timings costs = Timings.open(directory.file(Timings.FILE))) {
            try (PolicySampler sampler = new PolicySampler(policy, sampling)) {
                CompletionFile file = new CompletionFile(directory.file("samples.jsonl"));
                answered = asking.answered(
                        policy,
                        costs.timing(
                                "sampling",
                                () -> sampler.sample(
                                        file,
                                        asking.prompts(),
                                        sampling.samples(),
                                        session.args().seed())));
            }
            CandidateFile file = new CandidateFile(directory.file(CANDIDATES));
            List<CandidateScoring.Asked> texts = PreparedPrompts.texts(policy, answered);
            scored = costs.timing("scoring", () -> file.write(policy, judges, ratings, texts));
        }
        Filtered<SteerLm2Row> rows = SteerLm2.fitting(policy, scored);
        Split<SteerLm2Row> split = split(rows.items());
        IterationSummary before = IterationSummary.before(asking.dropped(), answered, scored, rows);
        directory.log().write("sampled", before.fields());
        TrainingResult result = session.train(policy, SteerLm2.objective(policy, split, perToken, session.args()));
        if (result.ending() != Ending.INTERRUPTED) {
            IterationSummary after = before.after(policy, rows.items(), result);
            directory.log().write("trained", after.fields());
            after.write(directory.file(IterationSummary.FILE));
        }
        return result;
    }

    private Split<SteerLm2Row> split(List<SteerLm2Row> rows) {
        Set<Prompt> held = new HashSet<>(questions.prompts.validation());
        Split<SteerLm2Row> split = new Split<>(
                rows.stream().filter(r -> !held.contains(r.prompt())).toList(),
                rows.stream().filter(r -> held.contains(r.prompt())).toList());
        if (split.train().isEmpty() || split.validation().isEmpty()) {
            throw new IllegalArgumentException(
                    "prompts that can be trained on and looked at must be at least one each, got "
                            + split.train().size() + " and "
                            + split.validation().size()
                            + "; give shorter prompts, or let the policy read more tokens");
        }
        return split;
    }

    /** The responses that an iteration in a folder sampled and scored; there once they are scored. */
    public static List<SteerLm2Row> candidates(Path folder) {
        return CandidateFile.read(folder.resolve(CANDIDATES));
    }

    /** What an iteration in a folder saw; there once it is done. */
    public static IterationSummary summary(Path folder) {
        return IterationSummary.read(folder.resolve(IterationSummary.FILE));
    }

    /** What the parts of an iteration that is done took. */
    public static TimingTable costs(Path folder) {
        return Timings.table(
                folder.resolve(Timings.FILE),
                summary(folder).sampled().tokens(),
                List.of("sampling", "scoring"),
                Run.training(folder));
    }
}
