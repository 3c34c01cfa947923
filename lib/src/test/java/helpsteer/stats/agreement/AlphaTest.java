package helpsteer.stats.agreement;

import static helpsteer.stats.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.stats.Golden;
import helpsteer.stats.agreement.Alpha.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AlphaTest {
    @Test
    void of_golden_equalsKrippendorffPackage() {
        for (JsonNode row : Golden.rows("alpha")) {
            var lists = new ScoreLists(
                    Golden.lists(row.get("items")), row.get("categories").asInt());
            for (Metric metric : Metric.values()) {
                double expected = row.get(metric.name()).asDouble();
                assertClose(metric.name(), Alpha.of(lists, metric).value(), expected, 1e-12);
            }
        }
    }

    @Test
    void of_handMade_isByHand() {
        // Coincidences: 0-0 twice, 1-1 twice, 0-1 and 1-0 once each; n0 = n1 = 3, n = 6.
        // Observed 2 / 6; expected 2 * 3 * 3 / (6 * 5) = 0.6; alpha = 1 - (1/3) / 0.6 = 4 / 9.
        Alpha alpha = Alpha.of(new ScoreLists(List.of(List.of(0, 0), List.of(1, 1), List.of(0, 1)), 2), Metric.NOMINAL);
        assertThat(alpha.value()).isCloseTo(4.0 / 9, within(1e-15));
        assertThat(alpha).hasToString("alpha (nominal) = 0.4444, 3 items");
    }

    @Test
    void of_perfectAgreement_isOne() {
        var lists = new ScoreLists(List.of(List.of(0, 0, 0), List.of(4, 4)), 5);
        for (Metric metric : Metric.values()) {
            assertThat(Alpha.of(lists, metric).value()).isEqualTo(1);
        }
    }

    @Test
    void of_oneCategoryOnly_isNaN() {
        assertThat(Alpha.of(new ScoreLists(List.of(List.of(2, 2), List.of(2, 2)), 5), Metric.INTERVAL)
                        .value())
                .isNaN();
    }

    @Test
    void of_ordinal_knowsRanksNotDistances() {
        // Categories 1 to 3 are never used: for ranks 0 and 4 are then neighbours, for intervals far apart.
        var near = new ScoreLists(List.of(List.of(0, 1), List.of(1, 1), List.of(2, 2), List.of(0, 0)), 5);
        var far = new ScoreLists(List.of(List.of(0, 1), List.of(1, 1), List.of(4, 4), List.of(0, 0)), 5);
        assertThat(Alpha.of(far, Metric.ORDINAL).value())
                .isEqualTo(Alpha.of(near, Metric.ORDINAL).value());
        assertThat(Alpha.of(far, Metric.INTERVAL).value())
                .isGreaterThan(Alpha.of(near, Metric.INTERVAL).value());
    }

    @Test
    void of_randomScores_isNearZero() {
        var random = new SplittableRandom(5);
        List<List<Integer>> items = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            items.add(random.ints(random.nextInt(2, 6), 0, 5).boxed().toList());
        }
        for (Metric metric : Metric.values()) {
            assertThat(Alpha.of(new ScoreLists(items, 5), metric).value()).isCloseTo(0, within(0.03));
        }
    }

    @Test
    void of_orderOfScores_doesNotMatter() {
        Golden.forAll(random -> {
            List<List<Integer>> items = new ArrayList<>();
            List<List<Integer>> turned = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                List<Integer> scores = random.ints(3, 0, 5).boxed().toList();
                items.add(scores);
                turned.add(List.of(scores.get(2), scores.get(0), scores.get(1)));
            }
            for (Metric metric : Metric.values()) {
                assertThat(Alpha.of(new ScoreLists(turned, 5), metric).value())
                        .isCloseTo(Alpha.of(new ScoreLists(items, 5), metric).value(), within(1e-14));
            }
        });
    }

    @Test
    void of_singleScores_areCountedAndChangeNothing() {
        var with = new ScoreLists(List.of(List.of(0, 1), List.of(4, 4), List.of(3)), 5);
        var without = new ScoreLists(List.of(List.of(0, 1), List.of(4, 4)), 5);
        Alpha alpha = Alpha.of(with, Metric.INTERVAL);
        assertThat(alpha.value()).isEqualTo(Alpha.of(without, Metric.INTERVAL).value());
        assertThat(alpha)
                .hasToString(
                        String.format("alpha (interval) = %.4f, 2 items, 1 without a pair left out", alpha.value()));
    }

    @Test
    void statistic_ofAllItems_isAlpha() {
        var lists = new ScoreLists(List.of(List.of(0, 1), List.of(4, 4), List.of(3, 1)), 5);
        assertThat(Alpha.statistic(lists, Metric.ORDINAL).applyAsDouble(new int[] {2, 0, 1}))
                .isCloseTo(Alpha.of(lists, Metric.ORDINAL).value(), within(1e-15));
    }
}
