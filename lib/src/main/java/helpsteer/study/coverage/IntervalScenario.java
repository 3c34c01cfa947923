package helpsteer.study.coverage;

import helpsteer.stats.Interval;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An interval and the samples it is tried on.
 *
 * @param trial made when the scenario is run, as its truth may take a while to compute
 */
public record IntervalScenario(Setting setting, Supplier<IntervalTrial> trial) {
    /** One whose truth is a known number. */
    public static IntervalScenario of(Setting setting, double truth, Function<SplittableRandom, Interval> interval) {
        IntervalTrial trial = random -> new IntervalTrial.Draw(interval.apply(random), truth);
        return new IntervalScenario(setting, () -> trial);
    }

    /** One whose truth depends on the sample, such as the worth of weights found on it. */
    public static IntervalScenario of(Setting setting, IntervalTrial trial) {
        return new IntervalScenario(setting, () -> trial);
    }
}
