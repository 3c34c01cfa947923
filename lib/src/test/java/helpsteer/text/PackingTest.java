package helpsteer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.run.Seed;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackingTest {
    /** First-fit decreasing of 7 6 5 4 3 2 into 10: (7 3) (6 4) (5 2), whatever the shuffle. */
    @Test
    void of_sixSequences_packsByHand() {
        int[] lengths = {3, 7, 2, 6, 4, 5};
        Packing packing = Packing.of(lengths, 10, new SplittableRandom(1));
        assertThat(packing.rows()).containsExactlyInAnyOrder(List.of(1, 0), List.of(3, 4), List.of(5, 2));
        assertThat(packing.paddingShare()).isCloseTo(3.0 / 30, within(1e-15));
        int row = packing.rows().indexOf(List.of(5, 2));
        assertThat(packing.segments(row, lengths)).containsExactly(0, 0, 0, 0, 0, 1, 1);
        assertThat(packing.positions(row, lengths)).containsExactly(0, 1, 2, 3, 4, 0, 1);
    }

    @Test
    void of_sequenceLongerThanTheBudget_standsAlone() {
        Packing packing = Packing.of(new int[] {30, 4, 5}, 10, new SplittableRandom(1));
        assertThat(packing.rows()).containsExactlyInAnyOrder(List.of(0), List.of(2, 1));
        assertThat(packing.paddingShare()).isCloseTo(1.0 / 40, within(1e-15));
        assertThat(Packing.of(new int[0], 10, new SplittableRandom(1))).isEqualTo(new Packing(List.of(), 10, 0));
    }

    @Test
    void of_randomLengths_everySequenceOnceWithinTheBudget() {
        for (long seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] lengths = random.ints(random.nextInt(500), 1, 300).toArray();
            int budget = random.nextInt(1, 1000);
            Packing packing = Packing.of(lengths, budget, random);
            assertThat(packing.rows().stream().flatMap(List::stream).sorted().toList())
                    .as("seed " + seed)
                    .isEqualTo(IntStream.range(0, lengths.length).boxed().toList());
            for (List<Integer> row : packing.rows()) {
                int tokens = row.stream().mapToInt(p -> lengths[p]).sum();
                assertThat(row.size() == 1 || tokens <= budget)
                        .as("seed " + seed)
                        .isTrue();
            }
        }
    }

    @Test
    void of_sameStream_sameRows_otherEpoch_others() {
        int[] lengths = new SplittableRandom(1).ints(2000, 10, 400).toArray();
        Seed seed = new Seed(4);
        Packing first = Packing.of(lengths, 1024, seed.stream("shuffle", 0));
        assertThat(Packing.of(lengths, 1024, seed.stream("shuffle", 0))).isEqualTo(first);
        assertThat(Packing.of(lengths, 1024, seed.stream("shuffle", 1)).rows()).isNotEqualTo(first.rows());
        assertThat(first.paddingShare()).isBetween(0.0, 0.05);
    }

    @Test
    void of_emptySequenceOrNoBudget_isRefused() {
        assertThatThrownBy(() -> Packing.of(new int[] {3, 0}, 10, new SplittableRandom(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("length of text 1 must be at least 1, got 0");
        assertThatThrownBy(() -> Packing.of(new int[] {3}, 0, new SplittableRandom(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokenBudget must be at least 1, got 0");
    }
}
