package helpsteer.study.learning;

import helpsteer.reward.InputConfig;
import helpsteer.simulation.files.SimulationSettings;
import helpsteer.train.TrainingArgs;

/**
 * What is learned in which world, and how.
 *
 * @param world settings of the simulated files; each seed of the study gives another world
 * @param testPairs pairs of unseen prompts by which learners are judged, at least 20
 * @param input how the encoder reads texts
 * @param args how the encoder is fine-tuned
 * @param decoderRows how many of the training rows, the first ones, a small decoder learns by adapters; 0 leaves it out
 */
public record LearningSettings(
        SimulationSettings world, int testPairs, InputConfig input, TrainingArgs args, int decoderRows) {
    private static final int FEWEST = 20;

    public LearningSettings {
        if (testPairs < FEWEST) {
            throw new IllegalArgumentException("test pairs must be at least " + FEWEST + ", got " + testPairs);
        }
        if (decoderRows != 0 && decoderRows < FEWEST) {
            throw new IllegalArgumentException("decoder rows must be 0 or at least " + FEWEST + ", got " + decoderRows);
        }
    }
}
