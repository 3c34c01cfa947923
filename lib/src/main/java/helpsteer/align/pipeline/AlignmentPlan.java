package helpsteer.align.pipeline;

import helpsteer.generate.SamplingParams;
import helpsteer.reward.InputConfig;
import helpsteer.run.Seed;
import helpsteer.train.TrainingArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The stages of an alignment and their settings.
 *
 * @param stages at least one, in order; a kind may come again
 * @param limits how much of the data is taken
 * @param sampling of an iteration of SteerLM 2.0; the evaluation takes one sample a prompt
 * @param input of every stage, with adapters
 * @param tuning of supervised fine-tuning; stages that compare responses take more and smaller steps
 */
public record AlignmentPlan(
        List<AlignmentStage> stages, Limits limits, SamplingParams sampling, InputConfig input, TrainingArgs tuning) {
    /**
     * Stages that compare responses have a few dozen prompts or pairs where fine-tuning has many rows: with its epochs and
     * batches they would end after two or three steps.
     */
    private static final int COMPARING_EPOCHS = 2; // for each epoch of fine-tuning

    private static final int COMPARING_ROWS = 4; // of a step at most
    private static final double COMPARING_RATE = 0.5; // of the rate of fine-tuning
    private static final double DPO_WEIGHT_DECAY = 0.1; // the paper's

    /**
     * How much is taken at most.
     *
     * @param rows to learn, or conversations
     * @param prompts of an iteration, and of the evaluation
     */
    public record Limits(int rows, int prompts) {
        public Limits {
            if (rows < 1 || prompts < 1) {
                throw new IllegalArgumentException(
                        "rows and prompts must be at least 1, got " + rows + " and " + prompts);
            }
        }
    }

    public AlignmentPlan {
        stages = List.copyOf(stages);
        int dpo = stages.indexOf(AlignmentStage.DPO);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("stages must be at least one, got none");
        }
        if (dpo >= 0 && !stages.subList(0, dpo).contains(AlignmentStage.STEERLM2)) {
            String got = stages.stream().map(AlignmentStage::toString).collect(Collectors.joining(","));
            throw new IllegalArgumentException("stages must have steerlm2 before dpo, got " + got
                    + "; dpo compares the responses that steerlm2 samples");
        }
    }

    /** Whether some stage is of a kind. */
    public boolean has(AlignmentStage stage) {
        return stages.contains(stage);
    }

    /** Whether some stage leaves a policy that is told ratings. */
    boolean tellsRatings() {
        return stages.stream().anyMatch(AlignmentStage::isToldRatings);
    }

    /** The stages' names: of one kind that comes again, with a number. */
    public List<String> names() {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            AlignmentStage stage = stages.get(i);
            long before = stages.subList(0, i).stream().filter(stage::equals).count();
            out.add(before == 0 ? stage.toString() : stage + "-" + (before + 1));
        }
        return out;
    }

    /** How a stage is trained; each with a seed of its own, so that two iterations do not draw the same numbers. */
    public TrainingArgs tuning(int stage) {
        AlignmentStage kind = stages.get(stage);
        boolean compares = kind.comparesResponses();
        return TrainingArgs.constant(
                compares ? COMPARING_EPOCHS * tuning.epochs() : tuning.epochs(),
                compares ? Math.min(COMPARING_ROWS, tuning.batchRows()) : tuning.batchRows(),
                compares ? COMPARING_RATE * tuning.peakRate() : tuning.peakRate(),
                kind == AlignmentStage.DPO ? DPO_WEIGHT_DECAY : tuning.weightDecay(),
                new Seed(tuning.seed().value() + stage));
    }
}
