package helpsteer.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.Goldens;
import helpsteer.run.Seed;
import helpsteer.train.LoopConfig;
import helpsteer.train.optim.Schedule.Shape;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Offset<Double> EXACT = within(1e-15);

    private static double[] rates(Shape shape) {
        Schedule schedule = new Schedule(0.4, 4, 12, shape);
        return IntStream.rangeClosed(0, 13).mapToDouble(schedule::at).toArray();
    }

    @Test
    void at_eachShape_isWhatTheHandGives() {
        double half = Math.sqrt(0.5);
        assertThat(rates(Shape.CONSTANT))
                .containsExactly(
                        new double[] {0.1, 0.2, 0.3, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4}, EXACT);
        assertThat(rates(Shape.LINEAR))
                .containsExactly(
                        new double[] {0.1, 0.2, 0.3, 0.4, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05, 0, 0}, EXACT);
        double[] cosine = rates(Shape.COSINE);
        assertThat(cosine[6]).isCloseTo(0.2 * (1 + half), EXACT); // a quarter of the way
        assertThat(cosine[8]).isCloseTo(0.2, EXACT);
        assertThat(cosine[10]).isCloseTo(0.2 * (1 - half), EXACT);
        assertThat(cosine[13]).isCloseTo(0, EXACT);
    }

    /** Theirs begins at 0: in the warm-up ours is one step ahead, afterwards both are equal. */
    @Test
    void at_eachShape_equalsTransformersButForTheFirstStep() {
        JsonNode golden = Goldens.json("../train/schedules.json");
        double peak = golden.path("peak").asDouble();
        for (JsonNode row : golden.path("rows")) {
            int warmup = row.path("warmup").asInt();
            int total = row.path("total").asInt();
            for (Shape shape : Shape.values()) {
                compare(row.path(shape.name()), new Schedule(peak, warmup, total, shape));
            }
            double minimum = golden.path("minimum").asDouble();
            compare(row.path("COSINE_MINIMUM"), new Schedule(peak, warmup, total, Shape.COSINE, minimum));
        }
    }

    private static void compare(JsonNode theirs, Schedule schedule) {
        int steps = schedule.totalSteps();
        assertThat(theirs.size()).isGreaterThan(steps);
        for (int step = 0; step <= steps; step++) {
            int their = step < schedule.warmupSteps() ? step + 1 : step;
            double expected = theirs.get(their).asDouble();
            assertThat(schedule.at(step)).as(schedule + " at " + step).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void at_minimum_isWhereTheFallingShapesEnd() {
        Schedule linear = new Schedule(0.4, 2, 12, Shape.LINEAR, 0.1);
        assertThat(linear.at(0)).isEqualTo(0.2); // the warm-up does not know the minimum
        assertThat(linear.at(7)).isCloseTo(0.25, EXACT);
        assertThat(linear.at(12)).isCloseTo(0.1, EXACT);
        assertThat(new Schedule(0.4, 2, 12, Shape.COSINE, 0.1).at(7)).isCloseTo(0.25, EXACT);
        assertThat(new Schedule(0.4, 2, 12, Shape.CONSTANT, 0.1).at(12)).isCloseTo(0.4, EXACT);
        assertThatThrownBy(() -> new Schedule(0.1, 0, 1, Shape.COSINE, 0.2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("minimum must be in [0, peak], got 0.2 with peak 0.1");
    }

    @Test
    void at_noWarmupOrOnlyWarmup_staysInRange() {
        assertThat(new Schedule(0.4, 0, 1, Shape.LINEAR).at(0)).isEqualTo(0.4);
        assertThat(new Schedule(0.4, 10, 4, Shape.COSINE).at(3)).isCloseTo(0.16, EXACT);
        assertThat(new Schedule(0.4, 10, 4, Shape.COSINE).at(10)).isEqualTo(0.4);
    }

    @Test
    void scheduleAndLoopConfig_badNumbers_areRefused() {
        assertThatThrownBy(() -> new Schedule(Double.NaN, 0, 1, Shape.CONSTANT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("peak must be in (0, 1), got NaN");
        assertThatThrownBy(() -> new Schedule(0.1, -1, 0, Shape.CONSTANT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("warmupSteps must be at least 0 and totalSteps at least 1, got -1 and 0");
        assertThatThrownBy(() -> new LoopConfig(1, 0, 1, 1, new Seed(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epochs, accumulate, evaluateEvery and patience must be at least 1, got 1, 0, 1 and 1");
    }
}
