package helpsteer.simulation;

import helpsteer.data.Prompt;

/**
 * A prompt with two responses whose qualities are known.
 *
 * @param position where it stands in the sequence of all pairs of its world, from 0; seed and position decide all of it
 */
public record SimulatedPair(long position, Prompt prompt, SimulatedResponse first, SimulatedResponse second) {
    public SimulatedPair {
        if (position < 0) {
            throw new IllegalArgumentException("position must be at least 0, got " + position);
        }
    }
}
