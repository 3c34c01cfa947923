package helpsteer.align.pipeline;

import helpsteer.align.Policy;
import helpsteer.align.PolicyJob;
import helpsteer.align.rl.OnlineTraining;
import helpsteer.reward.CachedScorer;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.train.metrics.TrainingResult.Ending;
import helpsteer.weights.PeftAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A language model through stages of alignment, each in a folder of its own; what is done is not done again.
 *
 * <p>DPO learns from the responses that the last iteration of SteerLM 2.0 sampled: the policy which that iteration began
 * with wrote them, asked for ratings. DPO itself begins at the stage before it and is told no ratings, so the pairs are not
 * what its policy would answer.
 *
 * @param backbone pretrained model
 * @param judge scores what is sampled, and evaluates the policies in the end; needed by all stages but supervised fine-tuning
 * @param notes gets a line for each part of the data
 */
public record AlignmentRun(
        AlignmentPlan plan, PretrainedDecoder backbone, Optional<CachedScorer> judge, Consumer<String> notes) {
    public AlignmentRun {
        if (judge.isEmpty() && !plan.judged().isEmpty()) {
            throw new IllegalArgumentException("judge must be given for " + plan.judged()
                    + ", got none; name the folder of a trained reward model");
        }
    }

    /**
     * What came of it.
     *
     * @param stages in order; of a run that was interrupted the last one is not done
     * @param model folder of the last policy, whole; none of a run that was interrupted
     * @param wroteModel whether the folder was written now rather than found
     */
    public record Result(
            AlignmentData data, List<AlignmentPipeline.Done> stages, Optional<Path> model, boolean wroteModel) {
        public Result {
            stages = List.copyOf(stages);
        }

        /** The last stage that was begun. */
        public AlignmentPipeline.Done last() {
            return stages.get(stages.size() - 1);
        }

        /** Whether the thread was interrupted in training; the same call goes on. */
        public boolean interrupted() {
            return model.isEmpty();
        }
    }

    /**
     * Reads the rows, runs the stages that are not done and leaves the last policy whole as {@code model-N-stage}.
     *
     * @param folder of the run
     * @throws java.util.concurrent.CancellationException where the thread was interrupted while it sampled or scored
     * @throws IllegalArgumentException where the rows are too few, or a stage was run with other settings
     */
    public Result run(Path folder, AlignmentSource source) {
        Path model = model(folder);
        AlignmentData data;
        try (Policy policy = start()) {
            data = new AlignmentReader(plan, policy, judge.isPresent(), notes).read(source);
        }
        AlignmentPipeline chain = new AlignmentChain(this, data).chain();
        List<AlignmentPipeline.Done> stages = chain.run(folder);
        if (stages.get(stages.size() - 1).training().ending() == Ending.INTERRUPTED) {
            return new Result(data, stages, Optional.empty(), false);
        }
        boolean writes = !Files.exists(model);
        if (writes) { // adapters of several stages open nowhere but here
            try (Policy policy =
                    chain.open(folder, stages.get(stages.size() - 1).name())) {
                policy.saveWhole(model);
            }
        }
        return new Result(data, stages, Optional.of(model), writes);
    }

    /**
     * Has the judge score what the start and every stage answer to the validation prompts.
     *
     * @param folder of the run
     * @param result of a run that was not interrupted
     */
    public AlignmentEvaluation evaluate(Path folder, Result result) {
        return AlignmentEvaluation.of(this, folder, result);
    }

    /** What the rounds of REINFORCE and PPO are made of: each asks all prompts, so many times as an iteration does. */
    public OnlineTraining.Size rounds(AlignmentData data) {
        return new OnlineTraining.Size(
                plan.limits().rounds(),
                data.prompts().train().size(),
                plan.sampling().samples());
    }

    /** The policy that the chain begins with. */
    Policy start() {
        return Policy.open(backbone, plan.reading(), plan.tuning().seed());
    }

    /** Not in the stage's own folder, where it would pass for what the stage trained. */
    private Path model(Path folder) {
        List<String> names = plan.names();
        String stage = names.size() + "-" + names.get(names.size() - 1);
        Path model = folder.resolve("model-" + stage);
        if (Files.exists(model) && !PeftAdapter.exists(PolicyJob.adapter(folder.resolve(stage)))) {
            throw new IllegalArgumentException(model.getFileName() + " must be of a stage that is done, got none for "
                    + stage + "; move it away and call again");
        }
        return model;
    }
}
