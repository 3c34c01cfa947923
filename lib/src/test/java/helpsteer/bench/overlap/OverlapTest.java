package helpsteer.bench.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.bench.overlap.NearestNeighbours.Neighbour;
import helpsteer.bench.overlap.NgramOverlap.Item;
import helpsteer.bench.overlap.OverlapResult.Count;
import helpsteer.bench.overlap.OverlapResult.ItemOverlap;
import helpsteer.data.RatedResponse;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.stats.BenchGolden;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OverlapTest {
    @Test
    void words_caseAndPunctuation_vanish() {
        assertThat(WordTokenizer.of("  Don't stop—now!\n(re-do)\tÉTÉ 42 … x=1;"))
                .containsExactly("dont", "stopnow", "redo", "été", "42", "x1");
        assertThat(WordTokenizer.of("a\u00a0b\u2003c\u200bd")).containsExactly("a", "b", "cd");
        assertThat(WordTokenizer.of("... — !?")).isEmpty();
    }

    @Test
    void result_golden_equalsSetsOfStrings() {
        JsonNode golden = BenchGolden.json("overlap");
        List<Item> items = new ArrayList<>();
        golden.get("items")
                .forEach(i -> items.add(new Item(
                        i.get("subset").asText(),
                        "" + items.size(),
                        i.get("text").asText())));
        NgramOverlap overlap = new NgramOverlap(items);
        golden.get("train").forEach(t -> overlap.add(t.asText()));
        List<ItemOverlap> made = overlap.result().items();
        int found = 0;
        for (int i = 0; i < made.size(); i++) {
            JsonNode row = golden.get("items").get(i);
            assertThat(made.get(i).ngrams())
                    .as("n-grams of " + i)
                    .isEqualTo(row.get("grams").asInt());
            assertThat(made.get(i).found())
                    .as("found of " + i)
                    .isEqualTo(row.get("found").asInt());
            found += made.get(i).found();
        }
        assertThat(found).isGreaterThan(50);
        assertThat(overlap.result().trainingTexts())
                .isEqualTo(golden.get("train").size());
    }

    /** Two words make n-grams that meet all the time, and hashes that meet in a small table. */
    @Test
    void result_randomTexts_equalBruteForce() {
        for (long seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Item> items = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                items.add(new Item("s" + i % 3, "" + i, text(random, 30)));
            }
            NgramOverlap overlap = new NgramOverlap(items);
            Set<List<String>> seen = new HashSet<>();
            for (int i = 0; i < 8; i++) {
                String text = text(random, 40);
                overlap.add(text);
                seen.addAll(ngrams(text));
            }
            for (int i = 0; i < items.size(); i++) {
                List<List<String>> own = ngrams(items.get(i).text());
                ItemOverlap made = overlap.result().items().get(i);
                assertThat(made.ngrams()).as("seed " + seed).isEqualTo(own.size());
                assertThat(made.found()).as("seed " + seed).isEqualTo((int)
                        own.stream().filter(seen::contains).count());
            }
        }
    }

    private static String text(SplittableRandom random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append("abcd".charAt(random.nextInt(random.nextInt(20) == 0 ? 4 : 2)))
                    .append(' ');
        }
        return text.toString();
    }

    private static List<List<String>> ngrams(String text) {
        List<String> words = List.of(text.strip().split(" +", -1));
        List<List<String>> out = new ArrayList<>();
        for (int i = 0; i + 8 <= words.size(); i++) {
            out.add(words.subList(i, i + 8));
        }
        return out;
    }

    /** Nine words have two 8-grams; the training text holds the first, so half are found. */
    @Test
    void count_halfFound_countsAsHalf() {
        NgramOverlap overlap = new NgramOverlap(List.of(
                new Item("a", "1", "one two three four five six seven eight nine"),
                new Item("a", "2", "eight seven six five four three two one"),
                new Item("b", "3", "one two three")));
        overlap.add("Zero: one, two, three; four, five, six, seven, eight, ten.");
        overlap.add("");
        assertThat(overlap.result().subsets())
                .isEqualTo(Map.of("a", new Count(2, 0, 1, 1), "b", new Count(0, 1, 0, 0)));
        assertThat(overlap.result().total().anyShare()).isEqualTo(0.5);
        assertThat(overlap.result())
                .hasToString(
                        "2 training texts; of 2 items 1 share an 8-gram and 1 half of theirs; 1 too short to tell");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NgramOverlap(List.of()))
                .withMessage("items must not be empty, got none");
    }

    @Test
    void contamination_benchmarkAgainstItself_findsEverything() {
        List<RatedResponse> sample = HelpSteer2.samples(HelpSteer2.train(DataHome.sample()));
        var pairs = RewardBenchFile.v1(DataHome.sample());
        List<RatedResponse> copied = new ArrayList<>(sample);
        pairs.forEach(p -> copied.add(
                new RatedResponse(p.prompt(), p.chosen(), sample.get(0).ratings())));
        Count prompts = Contamination.prompts(pairs, copied).total();
        Count chosen = Contamination.chosen(pairs, copied).total();
        assertThat(prompts.half()).isEqualTo(prompts.items()).isPositive();
        assertThat(chosen.half()).isEqualTo(chosen.items()).isPositive();
        assertThat(Contamination.chosen(pairs, sample).total().any()).isLessThan(chosen.any() / 4);
        Count rejected = Contamination.rejected(pairs, copied).total();
        assertThat(rejected.half()).isLessThan(rejected.items());
    }

    @Test
    void neighbours_byHand() {
        float[][] items = {{2, 0, 0}, {0, 0.5f, 0}, {1, 1, 0}};
        float[][] training = {{0, -1, 0}, {3, 0, 0}, {0, 0, 9}, {5, 0, 0}};
        List<Neighbour> near = NearestNeighbours.of(items, training, 0.7);
        assertThat(near).extracting(Neighbour::item).containsExactly(0, 2);
        assertThat(near).extracting(Neighbour::training).containsExactly(1, 1);
        assertThat(near.get(0).cosine()).isCloseTo(1, within(1e-7));
        assertThat(near.get(1).cosine()).isCloseTo(Math.sqrt(0.5), within(1e-7));
        assertThat(NearestNeighbours.of(items, training, -1)).hasSize(3);
    }

    @Test
    void neighbours_randomVectors_equalBruteForce() {
        SplittableRandom random = new SplittableRandom(6);
        float[][] items = vectors(random, 20);
        float[][] training = vectors(random, 30);
        List<Neighbour> near = NearestNeighbours.of(items, training, -1);
        for (Neighbour n : near) {
            double best = -2;
            for (float[] other : training) {
                double dot = 0;
                double a = 0;
                double b = 0;
                for (int d = 0; d < other.length; d++) {
                    dot += (double) items[n.item()][d] * other[d];
                    a += (double) items[n.item()][d] * items[n.item()][d];
                    b += (double) other[d] * other[d];
                }
                best = Math.max(best, dot / Math.sqrt(a * b));
            }
            assertThat(n.cosine()).isCloseTo(best, within(1e-6));
        }
    }

    private static float[][] vectors(SplittableRandom random, int count) {
        float[][] out = new float[count][11];
        for (float[] vector : out) {
            for (int d = 0; d < vector.length; d++) {
                vector[d] = (float) (random.nextDouble() - 0.5);
            }
        }
        return out;
    }

    @Test
    void neighbours_badVectors_areRefused() {
        float[][] one = {{1, 0}};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NearestNeighbours.of(one, new float[][] {{0, 0}}, 0.5))
                .withMessage("training[0] must have a finite length above 0, got 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NearestNeighbours.of(one, new float[][] {{1, 0, 0}}, 0.5))
                .withMessage("training[0] must have 2 numbers, got 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NearestNeighbours.of(one, one, 1.5))
                .withMessage("threshold must be in [-1, 1], got 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NearestNeighbours.of(one, new float[0][], 0.5))
                .withMessage("items and training must hold at least one vector each, got 1 and 0");
    }
}
