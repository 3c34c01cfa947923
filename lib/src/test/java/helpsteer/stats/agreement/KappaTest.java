package helpsteer.stats.agreement;

import static helpsteer.stats.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.stats.Bootstrap;
import helpsteer.stats.Golden;
import helpsteer.stats.agreement.Kappa.Pooling;
import helpsteer.stats.agreement.Kappa.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KappaTest {
    @Test
    void of_golden_equalsScikitLearn() {
        for (JsonNode row : Golden.rows("kappa")) {
            for (Weights weights : Weights.values()) {
                Kappa kappa = Kappa.of(Golden.ints(row.get("a")), Golden.ints(row.get("b")), 5, weights);
                assertClose(
                        weights.name(), kappa.value(), row.get(weights.name()).asDouble(), 1e-12);
            }
        }
    }

    @Test
    void pooled_golden_equalsScikitLearnOnThePairs() {
        for (JsonNode row : Golden.rows("pooled")) {
            ScoreLists lists = new ScoreLists(Golden.lists(row.get("items")), 5);
            for (Pooling pooling : Pooling.values()) {
                for (Weights weights : Weights.values()) {
                    double expected =
                            row.get(pooling.name()).get(weights.name()).asDouble();
                    assertClose(
                            pooling + " " + weights,
                            Kappa.pooled(lists, weights, pooling).value(),
                            expected,
                            1e-12);
                }
            }
        }
    }

    @Test
    void of_handMade_isByHand() {
        // 20 and 15 of 50 on the diagonal: observed agreement 0.7, by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5
        int[] a = new int[50];
        int[] b = new int[50];
        for (int i = 0; i < 50; i++) {
            a[i] = i < 25 ? 0 : 1;
            b[i] = i < 20 || i >= 40 ? 0 : 1;
        }
        Kappa kappa = Kappa.of(a, b, 2, Weights.UNWEIGHTED);
        assertThat(kappa.value()).isCloseTo(0.4, within(1e-15));
        assertThat(kappa).hasToString("kappa (unweighted) = 0.4000, 50 items");
        // With two categories every weighting is the same.
        assertThat(Kappa.of(a, b, 2, Weights.QUADRATIC).value()).isCloseTo(0.4, within(1e-15));
    }

    @Test
    void of_perfectAgreement_isOne() {
        int[] scores = {0, 4, 2, 2, 1};
        for (Weights weights : Weights.values()) {
            assertThat(Kappa.of(scores, scores, 5, weights).value()).isEqualTo(1);
        }
    }

    @Test
    void of_oppositeRaters_isMinusOne() {
        assertThat(Kappa.of(new int[] {0, 1}, new int[] {1, 0}, 2, Weights.UNWEIGHTED)
                        .value())
                .isEqualTo(-1);
    }

    @Test
    void of_oneCategoryOnly_isNaNSinceChanceAgreesToo() {
        assertThat(Kappa.of(new int[] {3, 3}, new int[] {3, 3}, 5, Weights.QUADRATIC)
                        .value())
                .isNaN();
        assertThat(Kappa.of(new int[] {3}, new int[] {3}, 5, Weights.QUADRATIC).value())
                .isNaN();
    }

    @Test
    void of_oneRaterConstant_isZero() {
        assertThat(Kappa.of(new int[] {3, 3, 3}, new int[] {1, 3, 4}, 5, Weights.QUADRATIC)
                        .value())
                .isCloseTo(0, within(1e-15));
    }

    @Test
    void pooled_listsOfTwo_differByOrderOnlyInOneOrder() {
        ScoreLists lists = new ScoreLists(List.of(List.of(0, 1), List.of(1, 2), List.of(2, 4), List.of(3, 3)), 5);
        ScoreLists turned = new ScoreLists(List.of(List.of(1, 0), List.of(1, 2), List.of(4, 2), List.of(3, 3)), 5);
        assertThat(value(turned, Pooling.ALL_PAIRS_BOTH_ORDERS)).isEqualTo(value(lists, Pooling.ALL_PAIRS_BOTH_ORDERS));
        assertThat(value(turned, Pooling.ALL_PAIRS_ONE_ORDER)).isNotEqualTo(value(lists, Pooling.ALL_PAIRS_ONE_ORDER));
        assertThat(value(lists, Pooling.FIRST_TWO)).isEqualTo(value(lists, Pooling.ALL_PAIRS_ONE_ORDER));
        assertThat(value(lists, Pooling.EACH_ITEM_ONCE))
                .isCloseTo(value(lists, Pooling.ALL_PAIRS_BOTH_ORDERS), within(1e-15));
    }

    @Test
    void pooled_longList_weighsMoreUnlessEachItemCountsOnce() {
        // The long list disagrees: counted by pairs it drags kappa down further.
        ScoreLists lists = new ScoreLists(List.of(List.of(0, 0), List.of(4, 4), List.of(0, 4, 0, 4, 0)), 5);
        assertThat(value(lists, Pooling.ALL_PAIRS_BOTH_ORDERS)).isLessThan(value(lists, Pooling.EACH_ITEM_ONCE));
    }

    @Test
    void pooled_itemsWithoutAPair_areCountedAndChangeNothing() {
        List<List<Integer>> items = List.of(List.of(0, 1, 1), List.of(3, 4));
        Kappa without = Kappa.pooled(new ScoreLists(items, 5), Weights.QUADRATIC, Pooling.ALL_PAIRS_BOTH_ORDERS);
        List<List<Integer>> more = new ArrayList<>(items);
        more.add(List.of());
        more.add(List.of(2));
        Kappa with = Kappa.pooled(new ScoreLists(more, 5), Weights.QUADRATIC, Pooling.ALL_PAIRS_BOTH_ORDERS);
        assertThat(with.value()).isEqualTo(without.value());
        assertThat(with.items()).isEqualTo(2);
        assertThat(with.skipped()).isEqualTo(2);
        assertThat(with.toString()).endsWith(", 2 items, 2 without a pair left out");
    }

    @Test
    void statistic_inABootstrapByItem_holdsTheEstimate() {
        ScoreLists lists =
                new ScoreLists(Golden.lists(Golden.rows("pooled").get(1).get("items")), 5);
        var statistic = Kappa.statistic(lists, Weights.QUADRATIC, Pooling.ALL_PAIRS_BOTH_ORDERS);
        Bootstrap bootstrap = Bootstrap.of(lists.size(), statistic, 500, 0.95, new SplittableRandom(3));
        assertThat(bootstrap.estimate()).isEqualTo(value(lists, Pooling.ALL_PAIRS_BOTH_ORDERS));
        assertThat(bootstrap.interval().contains(bootstrap.estimate())).isTrue();
        assertThat(bootstrap.interval().high() - bootstrap.interval().low()).isBetween(0.02, 0.4);
    }

    @Test
    void statistic_itemsTwice_equalsTheLists_twice() {
        ScoreLists lists = new ScoreLists(List.of(List.of(0, 1), List.of(2, 2, 4)), 5);
        ScoreLists twice = new ScoreLists(List.of(List.of(2, 2, 4), List.of(0, 1), List.of(2, 2, 4)), 5);
        var statistic = Kappa.statistic(lists, Weights.LINEAR, Pooling.EACH_ITEM_ONCE);
        assertThat(statistic.applyAsDouble(new int[] {1, 0, 1}))
                .isEqualTo(Kappa.pooled(twice, Weights.LINEAR, Pooling.EACH_ITEM_ONCE)
                        .value());
    }

    @Test
    void of_badInput_isRefused() {
        int[] two = {0, 1};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kappa.of(two, new int[] {0, 5}, 5, Weights.LINEAR))
                .withMessage("b[1] must be in 0..4, got 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kappa.of(two, new int[] {0}, 5, Weights.LINEAR))
                .withMessage("a and b must be of one length, got 2 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kappa.of(new int[0], new int[0], 5, Weights.LINEAR))
                .withMessage("a must hold at least 1 value, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Kappa.of(two, two, 1, Weights.LINEAR))
                .withMessage("categories must be at least 2, got 1");
    }

    @Test
    void scoreLists_badInput_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScoreLists(List.of(List.of(1, 2), List.of(0, -1)), 5))
                .withMessage("items[1] must hold scores in 0..4, got -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScoreLists(List.of(List.of(1), List.of()), 5))
                .withMessage("items must hold at least one item with two scores, got none among 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScoreLists(List.of(), 1))
                .withMessage("categories must be at least 2, got 1");
    }

    private static double value(ScoreLists lists, Pooling pooling) {
        return Kappa.pooled(lists, Weights.QUADRATIC, pooling).value();
    }
}
