package helpsteer.study.coverage;

import java.util.SplittableRandom;

/** Draws a sample and has the library test it. */
@FunctionalInterface
public interface PValueTrial {
    /**
     * One sample's p-value.
     *
     * @throws IllegalArgumentException where the test refuses the sample
     */
    double draw(SplittableRandom random);
}
