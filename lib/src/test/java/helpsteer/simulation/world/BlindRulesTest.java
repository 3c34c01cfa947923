package helpsteer.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.Turn;
import helpsteer.simulation.SimulatedPair;
import helpsteer.stats.Accuracy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.junit.jupiter.api.Test;

/** The standard world has to be read: rules that do not read fail in it, and bags of words do not get far. */
class BlindRulesTest {
    private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");
    private static final SimulatedWorld WORLD = SimulatedWorld.of(WorldSettings.standard(7));
    private static final int TRAIN = 6000;
    private static final int TEST = 1000;

    /** How often a score of the first response above that of the second goes with a higher gold helpfulness. */
    private static double accuracy(List<SimulatedPair> pairs, ToDoubleFunction<SimulatedPair> firstMinusSecond) {
        double[] right = new double[pairs.size()];
        for (int i = 0; i < right.length; i++) {
            double score = firstMinusSecond.applyAsDouble(pairs.get(i));
            right[i] = difference(pairs.get(i)) > 0 ? score : -score;
        }
        Accuracy accuracy = Accuracy.of(right, new double[right.length]);
        return (accuracy.wins() + accuracy.ties() / 2.0) / right.length;
    }

    private static double difference(SimulatedPair pair) {
        return pair.first().gold().helpfulness() - pair.second().gold().helpfulness();
    }

    /** Pairs whose gold helpfulness differs by at least this much. */
    private static List<SimulatedPair> pairs(long from, long to, double least) {
        return LongStream.range(from, to)
                .mapToObj(WORLD::pair)
                .filter(pair -> Math.abs(difference(pair)) >= least)
                .toList();
    }

    @Test
    void rulesThatReadNothing_areNearChance() {
        for (double least : new double[] {1e-9, 0.5}) {
            List<SimulatedPair> pairs = pairs(0, 20_000, least);
            assertThat(accuracy(pairs, pair -> 1)).as("first, %s", least).isBetween(0.48, 0.52);
            assertThat(accuracy(
                            pairs,
                            pair -> pair.first().text().length()
                                    - pair.second().text().length()))
                    .as("longer, %s", least)
                    .isBetween(0.46, 0.55);
            assertThat(accuracy(pairs, BlindRulesTest::moreSentences))
                    .as("more sentences, %s", least)
                    .isBetween(0.47, 0.53);
        }
    }

    /** Learned words are longer ones, and good responses have slightly more of them, as in HelpSteer2: r of 0.18 with complexity. */
    @Test
    void longerWords_sayALittle() {
        assertThat(accuracy(pairs(0, 20_000, 1e-9), BlindRulesTest::longerWords))
                .isBetween(0.5, 0.58);
    }

    private static double moreSentences(SimulatedPair pair) {
        return pair.first().qualities().style().sentences()
                - pair.second().qualities().style().sentences();
    }

    private static double longerWords(SimulatedPair pair) {
        return meanWord(pair.first().text()) - meanWord(pair.second().text());
    }

    private static double meanWord(String text) {
        return NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .mapToInt(String::length)
                .average()
                .orElse(0);
    }

    /** Half of the way from chance to the ceiling, which is 1 as gold has no noise. */
    @Test
    void bagOfWords_coversAtMostHalfOfTheWay() {
        for (double least : new double[] {1e-9, 0.5}) {
            BagOfWords bag = BagOfWords.fit(pairs(0, TRAIN, least));
            double accuracy = accuracy(pairs(TRAIN, TRAIN + TEST, least), bag::score);
            assertThat(accuracy).as("bag of words, %s", least).isBetween(0.5, 0.75);
        }
    }

    /** What a bag of words cannot see, a reader can: the share of words that prompt and response have in common. */
    @Test
    void wordsSharedWithThePrompt_sayLittle() {
        List<SimulatedPair> pairs = pairs(0, 10_000, 0.5);
        assertThat(accuracy(
                        pairs,
                        pair -> shared(pair, pair.first().text())
                                - shared(pair, pair.second().text())))
                .isBetween(0.5, 0.7);
    }

    private static double shared(SimulatedPair pair, String response) {
        Set<String> prompt = new HashSet<>();
        for (Turn turn : pair.prompt().turns()) {
            NO_WORD.splitAsStream(turn.text().toLowerCase(Locale.ROOT)).forEach(prompt::add);
        }
        return NO_WORD.splitAsStream(response.toLowerCase(Locale.ROOT))
                .filter(prompt::contains)
                .count();
    }

    /** Ridge regression of the difference in gold helpfulness on the difference in counts of words. */
    private record BagOfWords(Map<String, Integer> words, ArrayRealVector weights) {
        private static final double PENALTY = 10;

        static BagOfWords fit(List<SimulatedPair> pairs) {
            Map<String, Integer> words = new HashMap<>();
            List<Map<Integer, Double>> rows = new ArrayList<>();
            for (SimulatedPair pair : pairs) {
                rows.add(counts(pair, words, true));
            }
            double[][] squares = new double[words.size()][words.size()];
            double[] products = new double[words.size()];
            for (int i = 0; i < rows.size(); i++) {
                double difference = difference(pairs.get(i));
                for (Map.Entry<Integer, Double> a : rows.get(i).entrySet()) {
                    products[a.getKey()] += a.getValue() * difference;
                    rows.get(i).forEach((b, count) -> squares[a.getKey()][b] += a.getValue() * count);
                }
            }
            for (int i = 0; i < products.length; i++) {
                squares[i][i] += PENALTY;
            }
            return new BagOfWords(
                    words,
                    new ArrayRealVector(new CholeskyDecomposition(new Array2DRowRealMatrix(squares, false))
                            .getSolver()
                            .solve(new ArrayRealVector(products, false))));
        }

        double score(SimulatedPair pair) {
            return counts(pair, words, false).entrySet().stream()
                    .mapToDouble(entry -> entry.getValue() * weights.getEntry(entry.getKey()))
                    .sum();
        }

        private static Map<Integer, Double> counts(SimulatedPair pair, Map<String, Integer> words, boolean grow) {
            Map<Integer, Double> counts = new HashMap<>();
            count(pair.first().text(), 1, words, counts, grow);
            count(pair.second().text(), -1, words, counts, grow);
            counts.values().removeIf(value -> value == 0);
            return counts;
        }

        private static void count(
                String text, double sign, Map<String, Integer> words, Map<Integer, Double> counts, boolean grow) {
            for (String word :
                    NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT)).toList()) {
                if (grow) {
                    words.putIfAbsent(word, words.size());
                }
                if (words.containsKey(word)) {
                    counts.merge(words.get(word), sign, Double::sum);
                }
            }
        }
    }
}
