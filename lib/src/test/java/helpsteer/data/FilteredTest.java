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
}
