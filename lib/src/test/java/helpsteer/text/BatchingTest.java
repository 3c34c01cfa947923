package helpsteer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.run.Seed;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchingTest {
    private static int[] lengths(SplittableRandom random, int most) {
        return random.ints(random.nextInt(most), 1, 513).toArray();
    }

    private static List<Integer> flat(Batching batching) {
        return batching.groups().stream().flatMap(List::stream).sorted().toList();
    }

    /** Sorted 9 7 5 5 3: 9 and 7 need 18 of 20 tokens; 5, 5 and 3 need 15. Padding is 2 + 2 of 33. */
    @Test
    void byTokens_fiveTexts_groupsByHand() {
        Batching batching = Batching.byTokens(new int[] {5, 9, 3, 7, 5}, 20);
        assertThat(batching.groups()).containsExactly(List.of(1, 3), List.of(0, 4, 2));
        assertThat(batching.paddingShare()).isCloseTo(4.0 / 33, within(1e-15));
    }

    @Test
    void byTokens_textLongerThanTheBudget_standsAlone() {
        assertThat(Batching.byTokens(new int[] {50, 60, 1}, 20).groups())
                .containsExactly(List.of(1), List.of(0), List.of(2));
        assertThat(Batching.byTokens(new int[0], 20)).isEqualTo(new Batching(List.of(), 0));
    }

    @Test
    void byTokens_randomLengths_everyTextOnceWithinTheBudget() {
        for (long seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] lengths = lengths(random, 300);
            int budget = random.nextInt(1, 4000);
            Batching batching = Batching.byTokens(lengths, budget);
            assertThat(flat(batching)).as("seed " + seed).isEqualTo(positions(lengths.length));
            for (List<Integer> group : batching.groups()) {
                int longest = group.stream().mapToInt(p -> lengths[p]).max().orElseThrow();
                assertThat(group.size() == 1 || longest * group.size() <= budget)
                        .as("seed " + seed)
                        .isTrue();
            }
        }
    }

    @Test
    void forTraining_randomLengths_everyRowOnceInFullBatches() {
        for (long seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] lengths = lengths(random, 900);
            int rows = random.nextInt(1, 9);
            Batching batching = Batching.forTraining(lengths, rows, new Seed(seed).stream("shuffle"));
            assertThat(flat(batching)).as("seed " + seed).isEqualTo(positions(lengths.length));
            long partial =
                    batching.groups().stream().filter(g -> g.size() != rows).count();
            assertThat(partial).as("seed " + seed).isEqualTo(lengths.length % rows == 0 ? 0 : 1);
        }
    }

    @Test
    void forTraining_sameStream_sameBatches_otherEpoch_others() {
        int[] lengths = new SplittableRandom(1).ints(200, 1, 513).toArray();
        Seed seed = new Seed(4);
        Batching first = Batching.forTraining(lengths, 8, seed.stream("shuffle", 0));
        assertThat(Batching.forTraining(lengths, 8, seed.stream("shuffle", 0))).isEqualTo(first);
        assertThat(Batching.forTraining(lengths, 8, seed.stream("shuffle", 1)).groups())
                .isNotEqualTo(first.groups());
    }

    /** Batches in the order of the file would pad about a half; the batches must still not come sorted. */
    @Test
    void forTraining_lengthsAllOver_padsLittleAndMixesLengths() {
        int[] lengths = new SplittableRandom(1).ints(1000, 10, 513).toArray();
        Batching batching = Batching.forTraining(lengths, 8, new Seed(4).stream("shuffle"));
        assertThat(batching.paddingShare()).isBetween(0.0, 0.05);
        int[] longest = batching.groups().stream()
                .mapToInt(g -> g.stream().mapToInt(p -> lengths[p]).max().orElseThrow())
                .toArray();
        long falls = IntStream.range(1, longest.length)
                .filter(i -> longest[i] < longest[i - 1])
                .count();
        assertThat(falls).isBetween(longest.length / 3L, 2L * longest.length / 3);
    }

    @Test
    void batching_noRoom_isRefused() {
        assertThatThrownBy(() -> Batching.byTokens(new int[] {1}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokenBudget must be at least 1, got 0");
        assertThatThrownBy(() -> Batching.forTraining(new int[] {1}, 0, new SplittableRandom(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows must be at least 1, got 0");
    }

    private static List<Integer> positions(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
