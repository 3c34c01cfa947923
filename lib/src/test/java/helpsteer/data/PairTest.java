package helpsteer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairTest {
    private static final List<Pair<String>> TWO = List.of(new Pair<>("a", "b"), new Pair<>("c", "d"));

    @Test
    void map_function_isOfBoth() {
        assertThat(new Pair<>("good", "no").map(String::length)).isEqualTo(new Pair<>(4, 2));
    }

    @Test
    void flat_pairs_areChosenAndRejectedInTurn() {
        assertThat(Pair.flat(TWO)).containsExactly("a", "b", "c", "d");
        assertThat(Pair.chosenFirst(TWO)).containsExactly("a", "c", "b", "d");
        assertThat(Pair.flat(List.of())).isEmpty();
    }

    @Test
    void mapAll_function_sightsAllItemsOnceAndKeepsPairs() {
        List<List<String>> calls = new ArrayList<>();
        List<Pair<Integer>> codes = Pair.mapAll(TWO, items -> {
            calls.add(items);
            return items.stream().map(String::hashCode).toList();
        });
        assertThat(calls).containsExactly(List.of("a", "b", "c", "d"));
        assertThat(codes).containsExactly(new Pair<>(97, 98), new Pair<>(99, 100));
    }

    /** Whatever the pairs, taking apart undoes laying out, and places say where each item went. */
    @Test
    void apart_flat_isTheSameAgain() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int trial = 0; trial < 50; trial++) {
            List<Pair<Integer>> pairs = IntStream.range(0, random.nextInt(20))
                    .mapToObj(i -> new Pair<>(random.nextInt(), random.nextInt()))
                    .toList();
            List<Integer> flat = Pair.flat(pairs);
            assertThat(Pair.apart(pairs.size(), flat)).as("seed " + seed).isEqualTo(pairs);
            List<Pair<Integer>> found = Pair.places(pairs.size()).stream()
                    .map(place -> place.<Integer>map(flat::get))
                    .toList();
            assertThat(found).as("seed " + seed).isEqualTo(pairs);
        }
    }

    @Test
    void apart_otherCount_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pair.apart(2, List.of("a", "b", "c")))
                .withMessage("items must be two for each pair, got 3 for 2 pairs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pair.mapAll(TWO, items -> items.subList(0, 1)))
                .withMessage("items must be two for each pair, got 1 for 2 pairs");
    }

    @Test
    void responses_anyPair_areItsChosenAndRejectedText() {
        Prompt prompt = Prompt.ofUser("p");
        Pair<String> texts = new Pair<>("good", "bad");
        assertThat(new BenchmarkPair("s", "1", prompt, "good", "bad").responses())
                .isEqualTo(texts);
        assertThat(PreferencePair.ofSigned(prompt, "bad", "good", 2).responses())
                .isEqualTo(texts);
        assertThatIllegalArgumentException()
                .isThrownBy(PreferencePair.ofSigned(prompt, "bad", "good", 0)::responses)
                .withMessage("preferred must be FIRST or SECOND to choose, got TIE; drop ties before");
    }
}
