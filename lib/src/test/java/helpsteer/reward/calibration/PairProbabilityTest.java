package helpsteer.reward.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Pair;
import helpsteer.stats.Golden;
import helpsteer.stats.Interval;
import helpsteer.stats.Values;
import helpsteer.stats.fit.LogisticSlope;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairProbabilityTest {
    /** Heads of width 1 whose spread on vectors that are 1 apart is as asked for. */
    private static HeadEnsemble ensemble(int heads, double spread) {
        double[] ramp = IntStream.range(0, heads).asDoubleStream().toArray();
        double sd = Values.sampleSd(ramp);
        return new HeadEnsemble(
                IntStream.range(0, heads)
                        .mapToObj(i -> List.of((float) (i * spread / sd)))
                        .toList(),
                10,
                10);
    }

    private static Pair<float[]> apart(float distance) {
        return new Pair<>(new float[] {distance}, new float[] {0});
    }

    @Test
    void of_goldenRows_equalScipy() {
        for (JsonNode row : Golden.rows("pair-probability")) {
            int groups = row.get("groups").asInt();
            LogisticSlope slope = new LogisticSlope(
                    row.get("slope").asDouble(), row.get("error").asDouble(), groups, groups);
            PairProbability made = PairProbability.of(
                    slope,
                    ensemble(row.get("heads").asInt(), row.get("spread").asDouble()),
                    row.get("difference").asDouble(),
                    apart(1));
            double[] expected = Golden.doubles(row.get("probability"));
            assertThat(made.probability()).isCloseTo(expected[0], within(1e-12));
            assertThat(made.interval().low()).isCloseTo(expected[1], within(1e-6)); // the heads are floats
            assertThat(made.interval().high()).isCloseTo(expected[2], within(1e-6));
        }
    }

    @Test
    void of_responsesInTheOtherOrder_isTheSameTurned() {
        LogisticSlope slope = new LogisticSlope(0.8, 0.1, 60, 50);
        HeadEnsemble heads = ensemble(5, 0.3);
        PairProbability one = PairProbability.of(slope, heads, 1.2, apart(0.5f));
        PairProbability other = PairProbability.of(slope, heads, -1.2, apart(-0.5f));
        assertThat(other.probability()).isCloseTo(one.turned().probability(), within(1e-15));
        assertThat(other.interval().low()).isCloseTo(one.turned().interval().low(), within(1e-15));
        assertThat(other.interval().high()).isCloseTo(one.turned().interval().high(), within(1e-15));
        assertThat(one.firstAhead()).isTrue();
        assertThat(other.firstAhead()).isFalse();
    }

    /** Nothing tells two equal responses apart. */
    @Test
    void of_equalResponses_isOneHalfAndTooClose() {
        PairProbability made = PairProbability.of(new LogisticSlope(2, 0.1, 60, 50), ensemble(5, 0.3), 0, apart(0));
        assertThat(made.probability()).isEqualTo(0.5);
        assertThat(made.interval()).isEqualTo(new Interval(0.5, 0.5, 0.95));
        assertThat(made.tooClose()).isTrue();
        assertThat(made.firstAhead()).isFalse();
    }

    @Test
    void text_eachVerdict_namesTheLikelierWithItsInterval() {
        PairProbability sure = new PairProbability(0.714, new Interval(0.62, 0.79, 0.95));
        assertThat(sure.text("A", "B")).isEqualTo("A is better with probability 0.71 [0.62, 0.79]");
        assertThat(sure.turned().text("A", "B")).isEqualTo("B is better with probability 0.71 [0.62, 0.79]");
        PairProbability close = new PairProbability(0.45, new Interval(0.3, 0.62, 0.95));
        assertThat(close).hasToString("too close to call: the second is better with probability 0.55 [0.38, 0.70]");
    }

    @Test
    void new_badValues_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PairProbability(0.9, new Interval(0.1, 0.2, 0.95)))
                .withMessage("probability must be in [0, 1] and in its interval, got 0.9 and [0.1000, 0.2000]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairProbability.of(
                        new LogisticSlope(2, 0.1, 60, 50), ensemble(5, 0.3), 1, new Pair<>(new float[2], new float[2])))
                .withMessage("first and the ensemble's heads must be of one length, got 2 and 1");
    }
}
