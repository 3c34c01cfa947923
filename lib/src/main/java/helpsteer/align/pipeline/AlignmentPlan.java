package helpsteer.align.pipeline;

import helpsteer.align.PolicyReading;
import helpsteer.generate.SamplingParams;
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
 * @param sampling of an iteration of SteerLM 2.0, and of each round of REINFORCE and PPO; the evaluation takes one sample a
 *     prompt
 * @param reading of every stage, with adapters
 * @param tuning of supervised fine-tuning; stages that compare responses take more and smaller steps, REINFORCE and PPO
 *     one pass over each round's responses at a lower rate
 */
public record AlignmentPlan(
        List<AlignmentStage> stages,
        Limits limits,
        SamplingParams sampling,
        PolicyReading reading,
        TrainingArgs tuning) {
    /**
     * Stages that compare responses have a few dozen prompts or pairs where fine-tuning has many rows: with its epochs and
     * batches they would end after two or three steps.
     */
    private static final int COMPARING_EPOCHS = 2; // for each epoch of fine-tuning

    private static final int COMPARING_ROWS = 4; // of a step at most
    private static final double COMPARING_RATE = 0.5; // of the rate of fine-tuning
    private static final double DPO_WEIGHT_DECAY = 0.1; // the paper's

    private static final double ONLINE_RATE = 0.1; // of the rate of fine-tuning: few samples, so a noisy gradient

    private static final int ROUNDS = 4;

    /**
     * How much is taken at most.
     *
     * @param rows to learn, or conversations
     * @param prompts of an iteration, of a round, and of the evaluation
     * @param rounds of REINFORCE and PPO, each of which asks all prompts
     */
    public record Limits(int rows, int prompts, int rounds) {
        public Limits {
            if (rows < 1 || prompts < 1 || rounds < 1) {
                throw new IllegalArgumentException(
                        "rows, prompts and rounds must be at least 1, got " + rows + ", " + prompts + " and " + rounds);
            }
        }

        /** With the usual number of rounds. */
        public Limits(int rows, int prompts) {
            this(rows, prompts, ROUNDS);
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

    /** Whether some stage samples responses. */
    boolean samplesResponses() {
        return stages.stream().anyMatch(AlignmentStage::samplesResponses);
    }

    /** The stages that need a judge, as they are listed in a message. */
    String judged() {
        return stages.stream()
                .filter(AlignmentStage::isJudged)
                .distinct()
                .map(AlignmentStage::toString)
                .collect(Collectors.joining(", "));
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
        Seed seed = new Seed(tuning.seed().value() + stage);
        if (kind.isOnline()) {
            return TrainingArgs.constant(
                    1, tuning.batchRows(), ONLINE_RATE * tuning.peakRate(), tuning.weightDecay(), seed);
        }
        boolean compares = kind.comparesResponses();
        return TrainingArgs.constant(
                compares ? COMPARING_EPOCHS * tuning.epochs() : tuning.epochs(),
                compares ? Math.min(COMPARING_ROWS, tuning.batchRows()) : tuning.batchRows(),
                compares ? COMPARING_RATE * tuning.peakRate() : tuning.peakRate(),
                kind == AlignmentStage.DPO ? DPO_WEIGHT_DECAY : tuning.weightDecay(),
                seed);
    }
}
