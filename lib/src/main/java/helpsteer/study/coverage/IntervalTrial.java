package helpsteer.study.coverage;

import helpsteer.stats.Interval;
import java.util.SplittableRandom;

/** Draws a sample and has the library make an interval of it. */
@FunctionalInterface
public interface IntervalTrial {
    /**
     * What came of one sample.
     *
     * @param interval the library's, at 95 %
     * @param truth what it should hold
     */
    record Draw(Interval interval, double truth) {}

    /**
     * One sample's.
     *
     * @throws IllegalArgumentException where the estimator refuses the sample, such as one in which nothing varies
     */
    Draw draw(SplittableRandom random);

    /** Standard error of the truth; 0 where it is exact. */
    default double truthError() {
        return 0;
    }
}
