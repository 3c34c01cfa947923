package helpsteer.reward.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.Split;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.Scorer;
import helpsteer.reward.frozen.CrossValidation;
import helpsteer.reward.frozen.Vectors;
import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrozenComparisonTest {
    /** The letters of a response, counted: a, b and c. */
    private static final Vectors LETTERS = new Vectors(Map.of(), exchanges -> exchanges.stream()
            .map(e -> new float[] {count(e.response(), 'a'), count(e.response(), 'b'), count(e.response(), 'c')})
            .toArray(float[][]::new));

    private static int count(String text, char letter) {
        return (int) text.chars().filter(c -> c == letter).count();
    }

    private static List<Comparison> pairs(int count) {
        SplittableRandom random = new SplittableRandom(6);
        List<Comparison> out = new ArrayList<>();
        while (out.size() < count) {
            String chosen = word(random);
            String rejected = word(random);
            if (!chosen.equals(rejected)) {
                Prompt prompt = Prompt.ofUser("prompt " + out.size() / 2); // two pairs a prompt
                out.add(new Comparison(prompt, chosen, rejected, random.nextInt(1, 4)));
            }
        }
        return out;
    }

    private static String word(SplittableRandom random) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            out.append("abc".charAt(random.nextInt(3)));
        }
        return out.toString();
    }

    private static double[] margins(BradleyTerry loss, double penalty, List<Comparison> pairs) {
        return new FrozenComparison(LETTERS, loss, penalty)
                .learn(pairs).scorePairs(pairs).stream()
                        .map(pair -> pair.map(AttributeScores::helpfulness))
                        .mapToDouble(numbers -> numbers.chosen() - numbers.rejected())
                        .toArray();
    }

    private static List<Comparison> withStrength(List<Comparison> pairs, double strength) {
        return pairs.stream()
                .map(p -> new Comparison(p.prompt(), p.chosen(), p.rejected(), strength))
                .toList();
    }

    /** Three times the loss beside a penalty is the loss beside a third of it. */
    @Test
    void learn_scaledWithOneStrength_isRegularWithAShareOfThePenalty() {
        List<Comparison> pairs = withStrength(pairs(40), 3);
        assertThat(margins(BradleyTerry.SCALED, 9, pairs))
                .containsExactly(margins(BradleyTerry.REGULAR, 3, pairs), within(1e-6));
        assertThat(margins(BradleyTerry.MARGIN, 9, pairs)[0])
                .isNotCloseTo(margins(BradleyTerry.REGULAR, 3, pairs)[0], within(1e-3));
    }

    @Test
    void learn_largerPenalty_bringsScoresTogether() {
        List<Comparison> pairs = pairs(40);
        double[] weak = margins(BradleyTerry.REGULAR, 1, pairs);
        double[] strong = margins(BradleyTerry.REGULAR, 100, pairs);
        assertThat(IntStream.range(0, weak.length)
                        .mapToDouble(i -> Math.abs(strong[i]))
                        .sum())
                .isLessThan(0.5
                        * IntStream.range(0, weak.length)
                                .mapToDouble(i -> Math.abs(weak[i]))
                                .sum());
    }

    @Test
    void crossValidation_eachPair_isScoredByAModelThatDidNotSeeItsPrompt() {
        List<Comparison> pairs = new ArrayList<>(pairs(30));
        pairs.sort(Comparator.comparing(Comparison::chosen)); // so that the pairs of a prompt are apart
        Seed seed = new Seed(5);
        FrozenComparison learner = new FrozenComparison(LETTERS, BradleyTerry.SCALED, 1);
        List<Pair<AttributeScores>> crossed = CrossValidation.ofComparisons(pairs, 3, seed, learner);
        assertThat(crossed).hasSize(30);
        int held = 0;
        for (Split<Comparison> fold : Split.folds(pairs, Comparison::prompt, 3, seed)) {
            assertThat(fold.train()).noneMatch(t -> fold.validation().stream()
                    .anyMatch(v -> v.prompt().equals(t.prompt())));
            Scorer scorer = learner.learn(fold.train());
            for (Comparison pair : fold.validation()) {
                assertThat(crossed.get(pairs.indexOf(pair)))
                        .isEqualTo(scorer.scorePairs(List.of(pair)).get(0));
                held++;
            }
        }
        assertThat(held).isEqualTo(30);
    }

    @Test
    void new_penaltyOfZero_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FrozenComparison(LETTERS, BradleyTerry.REGULAR, 0))
                .withMessage("penalty must be above 0 and finite, got 0.0");
        assertThat(new FrozenComparison(LETTERS, BradleyTerry.MARGIN, 10).name())
                .isEqualTo("margin, penalty 10.0");
    }
}
