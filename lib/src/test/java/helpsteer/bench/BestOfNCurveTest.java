package helpsteer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.bench.BestOfNCurve.Responses;
import helpsteer.run.Seed;
import helpsteer.stats.BenchGolden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BestOfNCurveTest {
    private static final Seed SEED = new Seed(1);

    private static List<Double> list(double... values) {
        return Arrays.stream(values).boxed().toList();
    }

    @Test
    void expected_golden_equalsEverySubsetTried() {
        for (JsonNode row : BenchGolden.json("best-of").get("cases")) {
            Responses responses = new Responses(
                    list(BenchGolden.doubles(row.get("rewards"))), list(BenchGolden.doubles(row.get("golds"))));
            for (int n = 1; n <= responses.golds().size(); n++) {
                assertThat(responses.expected(n))
                        .isCloseTo(row.get("expected").get(n - 1).asDouble(), within(1e-12));
                assertThat(responses.best(n))
                        .isCloseTo(row.get("oracle").get(n - 1).asDouble(), within(1e-12));
            }
        }
    }

    /** Rewards in the order of gold 1, 2, 3: of the three pairs two hold the 3, one has 2 as its best. */
    @Test
    void expected_threeResponses_byHand() {
        Responses responses = new Responses(list(0.1, 0.2, 0.3), list(1, 2, 3));
        assertThat(responses.expected(1)).isCloseTo(2, within(1e-15));
        assertThat(responses.expected(2)).isCloseTo((3 + 3 + 2) / 3.0, within(1e-15));
        assertThat(responses.expected(3)).isCloseTo(3, within(1e-15));
    }

    @Test
    void of_randomReward_isFlatAndBelowTheBest() {
        SplittableRandom random = new SplittableRandom(4);
        List<Responses> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            all.add(new Responses(
                    random.doubles(8).boxed().toList(),
                    random.doubles(8).boxed().toList()));
        }
        all.add(new Responses(list(1, 2), list(1, 2)));
        BestOfNCurve curve = BestOfNCurve.of(all, new int[] {1, 2, 4, 8}, SEED);
        assertThat(curve.prompts()).isEqualTo(400);
        assertThat(curve.dropped()).isEqualTo(1);
        for (BestOfNCurve.Point point : curve.points()) {
            assertThat(point.chosen().interval().contains(0.5))
                    .as("n = " + point.n())
                    .isTrue();
            assertThat(point.best()).isCloseTo(point.n() / (point.n() + 1.0), within(0.02));
        }
        assertThat(BestOfNCurve.of(all, new int[] {1, 2, 4, 8}, SEED)).isEqualTo(curve);
    }

    @Test
    void of_badInput_isRefused() {
        Responses two = new Responses(list(1, 2), list(1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> two.expected(3)).withMessage("n must be in 1..2, got 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Responses(list(1), list(1, 2)))
                .withMessage("rewards and golds must be of one length above 0, got 1 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Responses(list(Double.NaN), list(1)))
                .withMessage("rewards and golds must be finite, got NaN and 1.0 for response 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BestOfNCurve.of(List.of(two, two), new int[] {2, 1}, SEED))
                .withMessage("ns must be rising and at least 1, got [2, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BestOfNCurve.of(List.of(two, two), new int[] {1, 4}, SEED))
                .withMessage("at least 2 prompts must have 4 responses, got 0");
    }

    /** Six responses, two of them with equal rewards: each subset of n gives its place to the highest, equals share it. */
    @Test
    void chances_everySubset_isTheShareOfSubsetsThatAResponseWins() {
        double[] rewards = {0.3, -1, 2, 0.3, 5, -7};
        Responses responses = new Responses(list(rewards), list(0, 0, 0, 0, 0, 0));
        for (int n = 1; n <= rewards.length; n++) {
            double[] won = new double[rewards.length];
            int subsets = 0;
            for (int subset = 0; subset < 1 << rewards.length; subset++) {
                if (Integer.bitCount(subset) == n) {
                    subsets++;
                    share(rewards, subset, won);
                }
            }
            double[] chances = responses.chances(n);
            for (int i = 0; i < won.length; i++) {
                assertThat(chances[i]).as("n = %d, response %d", n, i).isCloseTo(won[i] / subsets, within(1e-14));
            }
        }
    }

    private static void share(double[] rewards, int subset, double[] won) {
        double highest = Double.NEGATIVE_INFINITY;
        int equal = 0;
        for (int i = 0; i < rewards.length; i++) {
            if ((subset >> i & 1) == 1 && rewards[i] >= highest) {
                equal = rewards[i] == highest ? equal + 1 : 1;
                highest = rewards[i];
            }
        }
        for (int i = 0; i < rewards.length; i++) {
            won[i] += (subset >> i & 1) == 1 && rewards[i] == highest ? 1.0 / equal : 0;
        }
    }

    /** log 2 - 1/2 and log 1024 - 1023/1024. */
    @Test
    void klBound_someN_byHand() {
        assertThat(BestOfNCurve.klBound(1)).isZero();
        assertThat(BestOfNCurve.klBound(2)).isCloseTo(0.1931471805599453, within(1e-15));
        assertThat(BestOfNCurve.klBound(1024)).isCloseTo(5.932448368099453, within(1e-12));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BestOfNCurve.klBound(0.5))
                .withMessage("n must be at least 1, got 0.5");
    }
}
