package helpsteer.study.steering;

import helpsteer.run.Seed;
import helpsteer.train.TrainingArgs;
import helpsteer.train.optim.Schedule.Shape;
import java.util.stream.Stream;

/**
 * A stage of the study and how it is trained. Rates and batches are for decoders of one to five million parameters: the first
 * three stages train all of them, the others adapters of rank 16.
 */
public enum SteeringStage {
    /** Language modelling from nothing, on responses of any quality. */
    BASE("base", 1, 16, 3e-3, Shape.COSINE),
    /** Supervised fine-tuning on responses of high rating. */
    SFT("sft", 1, 16, 1e-3, Shape.COSINE),
    /**
     * Supervised fine-tuning on all responses, each under its ratings. On 3,000 rows a decoder of a million parameters did not
     * read its ratings after two passes at 1e-3; after three more at 2e-3 its answers followed four of the five.
     */
    STEERLM("steerlm", 3, 16, 2e-3, Shape.COSINE),
    /** The first iteration of SteerLM 2.0, from SteerLM. */
    STEERLM2("steerlm2", 2, 4, 5e-4, Shape.CONSTANT),
    /** The second, from the first. */
    STEERLM2_AGAIN("steerlm2-2", 2, 4, 5e-4, Shape.CONSTANT),
    /** Direct preference optimisation from SFT, on the best and the worst of its own samples. */
    DPO("dpo", 2, 4, 5e-4, Shape.CONSTANT),
    /** REINFORCE with a leave-one-out baseline, from SFT. */
    REINFORCE("reinforce", 1, 64, 1e-3, Shape.CONSTANT),
    /** Proximal policy optimisation, from SFT. */
    PPO("ppo", 1, 64, 1e-3, Shape.CONSTANT);

    private final String label;
    private final int epochs;
    private final int batchRows;
    private final double peak;
    private final Shape shape;

    SteeringStage(String label, int epochs, int batchRows, double peak, Shape shape) {
        this.label = label;
        this.epochs = epochs;
        this.batchRows = batchRows;
        this.peak = peak;
        this.shape = shape;
    }

    /** The stage's name in folders and tables. */
    public String label() {
        return label;
    }

    /** Whether its policy is told ratings. */
    public boolean isToldRatings() {
        return this == STEERLM || this == STEERLM2 || this == STEERLM2_AGAIN;
    }

    /** Those that each repetition trains, in order. */
    static Stream<SteeringStage> ofRepetition() {
        return Stream.of(values()).filter(stage -> stage != BASE);
    }

    /** How it is trained. */
    TrainingArgs args(Seed seed) {
        return new TrainingArgs(
                new TrainingArgs.Length(epochs, Integer.MAX_VALUE),
                batchRows,
                new TrainingArgs.Rate(peak, shape),
                0,
                new Seed(seed.stream(label).nextLong()));
    }
}
