package helpsteer.simulation.files;

import helpsteer.data.Prompt;
import helpsteer.run.Seed;

/**
 * Holds out one prompt in twenty, as HelpSteer2 and HelpSteer3 are divided 95 to 5 (arXiv 2406.08673, section 2.1).
 *
 * <p>A seeded hash of the prompt's text decides alone. A prompt that comes twice therefore falls on the same side twice, and
 * nothing has to be remembered.
 *
 * @param seed decides which prompts they are
 */
record PromptSplit(Seed seed) {
    private static final double HELD_OUT = 0.05;

    /** Whether the prompt may stand in validation rows and benchmarks, and not in training rows. */
    boolean isHeldOut(Prompt prompt) {
        return seed.stream("held out " + prompt.markup()).nextDouble() < HELD_OUT;
    }
}
