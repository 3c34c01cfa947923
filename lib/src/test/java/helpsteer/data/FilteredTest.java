package helpsteer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilteredTest {
    @Test
    void atMost_longerList_keepsTheFirstAndCountsTheRest() {
        Filtered<String> kept = Filtered.atMost(List.of("a", "b", "c", "d", "e"), 2);

        assertThat(kept).isEqualTo(new Filtered<>(List.of("a", "b"), Map.of("over the cap of 2", 3)));
        assertThat(kept.droppedCount()).isEqualTo(3);
        assertThat(kept).hasToString("kept 2, dropped {over the cap of 2=3}");
    }

    @Test
    void atMost_asManyOrFewer_dropsNothing() {
        assertThat(Filtered.atMost(List.of(1, 2), 2)).isEqualTo(new Filtered<>(List.of(1, 2), Map.of()));
        assertThat(Filtered.atMost(List.of(1), 2).droppedCount()).isZero();
    }

    private static Filtered<Integer> below(List<Integer> items, int bound) {
        return PairFilter.filter(items, i -> PairFilter.reasonIf(i >= bound, "not below " + bound));
    }

    @Test
    void then_secondFilter_keepsBothCounts() {
        Filtered<Integer> kept = new Filtered<>(List.of(1, 5, 9, 7), Map.of("not below 6", 1, "torn", 2))
                .then(items -> below(items, 8))
                .then(items -> below(items, 6));
        assertThat(kept).hasToString("kept 2, dropped {not below 6=2, not below 8=1, torn=2}");
        assertThat(kept.items()).containsExactly(1, 5);
        assertThat(kept.droppedCount()).isEqualTo(5);
    }

    @Test
    void map_items_keepsTheCounts() {
        assertThat(below(List.of(3, 12, 4), 10).map(i -> "n" + i))
                .isEqualTo(new Filtered<>(List.of("n3", "n4"), Map.of("not below 10", 1)));
    }

    @Test
    void dropped_several_areAddedByReason() {
        assertThat(Filtered.dropped(List.of(below(List.of(7, 8), 1), below(List.of(9), 1), below(List.of(0), 1))))
                .isEqualTo(Map.of("not below 1", 3));
    }
}
