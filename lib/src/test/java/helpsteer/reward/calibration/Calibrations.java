package helpsteer.reward.calibration;

import helpsteer.stats.Estimate;
import helpsteer.stats.fit.LogisticSlope;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A calibration with numbers of a test's own, for tests of what stores and shows one. */
public final class Calibrations {
    private Calibrations() {}

    /** Temperature 0.5; the heads are small and random. */
    public static ScoreCalibration known(int width) {
        return known(width, 160);
    }

    /** The same with heads fitted to prompts that the model has not learned. */
    public static ScoreCalibration afterwards(int width) {
        return known(width, null);
    }

    private static ScoreCalibration known(int width, @Nullable Integer learned) {
        SplittableRandom random = new SplittableRandom(3);
        List<List<Float>> heads = IntStream.range(0, HeadEnsemble.HEADS)
                .mapToObj(h -> IntStream.range(0, width)
                        .mapToObj(d -> (float) random.nextDouble(-0.1, 0.1))
                        .toList())
                .toList();
        return new ScoreCalibration(
                new LogisticSlope(2, 0.25, 64, 60),
                ReferenceScores.of(
                        IntStream.range(-50, 51).mapToDouble(i -> i / 10.0).toArray()),
                new HeadEnsemble(heads, 40, learned),
                new CalibrationQuality(new Estimate(0.081, 0.06, 0.15, 0.95), 0.07, 0.4, 0.25));
    }
}
