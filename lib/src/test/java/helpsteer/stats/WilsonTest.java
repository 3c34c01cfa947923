package helpsteer.stats;

import static helpsteer.stats.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WilsonTest {
    @Test
    void of_golden_equalsStatsmodels() {
        for (JsonNode row : Golden.rows("wilson")) {
            int successes = row.get("successes").asInt();
            int total = row.get("total").asInt();
            JsonNode ends = row.get("interval");
            Interval interval = Wilson.of(successes, total, row.get("level").asDouble());
            assertClose(
                    successes + " of " + total,
                    interval,
                    ends.get(0).asDouble(),
                    ends.get(1).asDouble(),
                    1e-12);
        }
    }

    @Test
    void of_noneAndAll_endAtZeroAndOneAndMirror() {
        Interval none = Wilson.of(0, 10);
        Interval all = Wilson.of(10, 10);
        assertThat(none.low()).isZero();
        assertThat(all.high()).isEqualTo(1);
        assertThat(none.high()).isCloseTo(1 - all.low(), within(1e-15)).isCloseTo(0.2775, within(1e-4));
        assertThat(none.level()).isEqualTo(0.95);
    }

    @Test
    void of_anyShare_holdsTheShareAndStaysWithinZeroAndOne() {
        Golden.forAll(random -> {
            int total = random.nextInt(1, 5000);
            int successes = random.nextInt(total + 1);
            Interval interval = Wilson.of(successes, total, random.nextDouble(0.01, 0.999));
            assertThat(interval.contains((double) successes / total)).isTrue();
            assertThat(interval.low()).isGreaterThanOrEqualTo(0);
            assertThat(interval.high()).isLessThanOrEqualTo(1);
        });
    }

    /** Rows alone in their groups are independent: the same but for Student's t in place of the normal deviate. */
    @Test
    void ofGroups_rowsAlone_isWilsonsWithStudentsT() {
        boolean[] successes = new boolean[500];
        Arrays.fill(successes, 0, 400, true);
        Interval grouped = Wilson.ofGroups(successes, IntStream.range(0, 500).toArray(), 0.95);
        Interval plain = Wilson.of(400, 500);
        assertThat(grouped.low()).isLessThan(plain.low()).isCloseTo(plain.low(), within(2e-4));
        assertThat(grouped.high()).isGreaterThan(plain.high()).isCloseTo(plain.high(), within(2e-4));
    }

    /** Groups of ten rows all won or all lost: 40 coins, not 400. */
    @Test
    void ofGroups_rowsAlike_countGroups() {
        boolean[] successes = new boolean[400];
        Arrays.fill(successes, 0, 200, true);
        int[] groups = IntStream.range(0, 400).map(i -> i / 10).toArray();
        Interval grouped = Wilson.ofGroups(successes, groups, 0.95);
        Interval coins = Wilson.of(20, 40);
        assertThat(grouped.low()).isCloseTo(coins.low(), within(0.008)); // 39 degrees of freedom
        assertThat(grouped.high()).isCloseTo(coins.high(), within(0.008));
    }

    @Test
    void ofGroups_allOrNone_keepsAWidthByTheNumberOfGroups() {
        int[] groups = IntStream.range(0, 80).map(i -> i / 2).toArray();
        boolean[] all = new boolean[80];
        Arrays.fill(all, true);
        Interval interval = Wilson.ofGroups(all, groups, 0.95);
        assertThat(interval.high()).isEqualTo(1);
        assertThat(interval.low()).isCloseTo(Wilson.of(40, 40).low(), within(0.006));
        assertThat(Wilson.ofGroups(new boolean[80], groups, 0.95).low()).isZero();
    }

    /** Won pairs of which each group has exactly one vary less than independent ones; no more rows are counted for it. */
    @Test
    void ofGroups_groupsThatBalance_countNoMoreThanTheRows() {
        boolean[] half = new boolean[80];
        for (int i = 0; i < 80; i += 2) {
            half[i] = true;
        }
        Interval interval =
                Wilson.ofGroups(half, IntStream.range(0, 80).map(i -> i / 2).toArray(), 0.95);
        assertThat(interval.low()).isLessThan(Wilson.of(40, 80).low());
    }

    @Test
    void ofGroups_oneGroup_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wilson.ofGroups(new boolean[] {true, false}, new int[] {3, 3}, 0.95))
                .withMessage("groups must name at least 2 groups, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wilson.ofGroups(new boolean[] {true}, new int[] {3, 4}, 0.95))
                .withMessage("successes and groups must be of one length, got 1 and 2");
    }

    @Test
    void of_badCounts_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wilson.of(0, 0))
                .withMessage("total must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wilson.of(6, 5))
                .withMessage("successes must be in 0..5, got 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wilson.of(1, 5, Double.NaN))
                .withMessage("level must be in (0, 1), got NaN");
    }
}
