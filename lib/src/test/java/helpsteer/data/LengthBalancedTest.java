package helpsteer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthBalancedTest {
    private static Filtered<Double> balanced(Double... differences) {
        return PairFilter.lengthBalanced(Arrays.asList(differences), d -> d);
    }

    /** 6 is the nearest to 5, and 1.5 to 1; 9 and 2 are left over. */
    @Test
    void lengthBalanced_fewShorter_eachTakesTheNearestOfTheLonger() {
        assertThat(balanced(9.0, 2.0, -1.0, 6.0, -5.0, 1.5))
                .isEqualTo(new Filtered<>(
                        List.of(-1.0, 6.0, -5.0, 1.5), Map.of("no match whose shorter response is chosen", 2)));
    }

    @Test
    void lengthBalanced_fewLonger_dropsOfTheShorter() {
        assertThat(balanced(-3.0, -2.0, 2.0))
                .hasToString("kept 2, dropped {no match whose longer response is chosen=1}");
        assertThat(balanced(-3.0, -2.0, 2.0).items()).containsExactly(-2.0, 2.0);
    }

    @Test
    void lengthBalanced_equalLengths_stay() {
        assertThat(balanced(0.0, 4.0, -0.0).items()).containsExactly(0.0, -0.0);
        assertThat(balanced(0.0, 4.0, -4.0)).hasToString("kept 3, dropped {}");
        assertThat(balanced()).hasToString("kept 0, dropped {}");
    }

    @Test
    void lengthBalanced_severalOfOneDifference_areTakenInTheirOrder() {
        List<String> pairs = List.of("a+2", "b+2", "c-2", "d+2", "e-2");
        assertThat(PairFilter.lengthBalanced(pairs, p -> Double.parseDouble(p.substring(1)))
                        .items())
                .containsExactly("a+2", "b+2", "c-2", "e-2");
    }

    @Test
    void lengthBalanced_manyPairs_leaveLengthWithoutSayAndMatched() {
        SplittableRandom random = new SplittableRandom(4);
        List<Double> differences = IntStream.range(0, 4000)
                .mapToObj(i -> {
                    double apart = Math.abs(random.nextGaussian());
                    return random.nextDouble() < 1 / (1 + Math.exp(-apart)) ? apart : -apart; // the longer more often
                })
                .toList();
        List<Double> kept = PairFilter.lengthBalanced(differences, d -> d).items();
        assertThat(kept.stream().filter(d -> d > 0).count()).isEqualTo(kept.size() / 2);
        assertThat(Math.abs(kept.stream().mapToDouble(d -> d).average().orElseThrow()))
                .isLessThan(0.02);
        assertThat(differences.stream().mapToDouble(d -> d).average().orElseThrow())
                .isGreaterThan(0.05);
    }

    @Test
    void lengthBalanced_noNumber_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> balanced(1.0, Double.NaN))
                .withMessage("difference of lengths must be a number, got NaN");
    }
}
