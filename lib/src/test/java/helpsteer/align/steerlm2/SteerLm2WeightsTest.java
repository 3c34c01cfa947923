package helpsteer.align.steerlm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** w', b', the estimator's factors and the distance, by hand and by their laws. */
class SteerLm2WeightsTest {
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    private static List<Candidate> candidates(double[]... logs) {
        return Arrays.stream(logs).map(l -> new Candidate(l[0], l[1], l[2])).toList();
    }

    /** Three answers of P(a|x,y) 1/2, 1/4, 1/4, P(y|x) 1/2, 1/4, 1/4 and Q' 1/4, 1/4, 1/2: w is 1, 1/4, 1/8. */
    private static final SteerLm2Weights BY_HAND = SteerLm2Weights.of(candidates(
            new double[] {Math.log(0.5), Math.log(0.5), Math.log(0.25)},
            new double[] {Math.log(0.25), Math.log(0.25), Math.log(0.25)},
            new double[] {Math.log(0.25), Math.log(0.25), Math.log(0.5)}));

    private static double[] random(SplittableRandom random, int n, double spread) {
        return random.doubles(n, -spread, 0).toArray();
    }

    private static List<Candidate> candidates(SplittableRandom random, int n, double spread) {
        List<Candidate> out = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double[] logs = random(random, 3, spread);
            out.add(new Candidate(logs[0], logs[1], logs[2]));
        }
        return out;
    }

    private static void close(double[] found, double tolerance, double... expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("number %d", i).isCloseTo(expected[i], within(tolerance));
        }
    }

    @Test
    void targets_threeAnswers_areAsByHand() {
        close(BY_HAND.targets(), 1e-15, 8 / 11.0, 2 / 11.0, 1 / 11.0);
        assertThat(BY_HAND.effectiveSamples()).isCloseTo(121 / 69.0, within(1e-12));
        assertThat(BY_HAND.uniform()).isFalse();
        assertThat(BY_HAND).hasToString("3 responses, worth 1.8 of equal weight");
    }

    @Test
    void shares_policyIsTheSampler_areOneOverN() {
        double[] sampler = {Math.log(0.25), Math.log(0.25), Math.log(0.5)};
        close(BY_HAND.shares(sampler), 1e-15, 1 / 3.0, 1 / 3.0, 1 / 3.0);
        close(BY_HAND.pulls(sampler), 1e-15, 8 / 11.0 - 1 / 3.0, 2 / 11.0 - 1 / 3.0, 1 / 11.0 - 1 / 3.0);
        double distance =
                8 / 11.0 * Math.log(24 / 11.0) + 2 / 11.0 * Math.log(6 / 11.0) + 1 / 11.0 * Math.log(3 / 11.0);
        assertThat(BY_HAND.distance(sampler)).isCloseTo(distance, within(1e-14));
        assertThat(BY_HAND.distance(sampler, SteerLm2Weights.REFERENCE_EPSILON)).isCloseTo(distance, within(1e-6));
    }

    @Test
    void pulls_anyNumbers_addUpToZeroAndAreMinusTheDistancesDerivative() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 50; round++) {
            SteerLm2Weights weights = SteerLm2Weights.of(candidates(random, 6, 20));
            double[] policy = random(random, 6, 20);
            double[] pulls = weights.pulls(policy);
            assertThat(Arrays.stream(pulls).sum()).as("seed 5, round %d", round).isCloseTo(0, within(1e-14));
            for (int i = 0; i < pulls.length; i++) {
                double step = 1e-5;
                double[] up = policy.clone();
                double[] down = policy.clone();
                up[i] += step;
                down[i] -= step;
                double slope = (weights.distance(up) - weights.distance(down)) / (2 * step);
                assertThat(-slope).as("seed 5, round %d, response %d", round, i).isCloseTo(pulls[i], within(1e-8));
            }
        }
    }

    @Test
    void targets_constantAddedToAllOfOneKind_doNotMove() {
        SplittableRandom random = new SplittableRandom(6);
        List<Candidate> plain = candidates(random, 5, 1000);
        List<Candidate> moved = plain.stream()
                .map(c -> new Candidate(c.logAttributes() - 7.5, c.logPrior() + 300, c.logSampler() - 4000))
                .toList();
        close(
                SteerLm2Weights.of(moved).targets(),
                1e-10,
                SteerLm2Weights.of(plain).targets());
    }

    @Test
    void targets_farApart_neitherOverflowNorVanish() {
        SteerLm2Weights weights =
                SteerLm2Weights.of(candidates(new double[] {-50, -1e6, -2e6}, new double[] {-1, -3e6, -1e6}));
        close(weights.targets(), 0, 1, 0);
        assertThat(weights.distance(new double[] {-2e6, -1e6})).isCloseTo(Math.log(2), within(1e-12));
        assertThat(weights.distance(new double[] {-1e9, -1})).isCloseTo(1e9 - 3e6 + 1e6 - 1, within(2e6));
        assertThat(weights.effectiveSamples()).isEqualTo(1);
    }

    @Test
    void targets_impossibleResponse_weighsNothingAndIsPushedDown() {
        SteerLm2Weights weights = SteerLm2Weights.of(
                candidates(new double[] {-1, -2, -2}, new double[] {NEVER, -2, -2}, new double[] {-1, NEVER, -2}));
        double[] policy = {-2, -2, -2};
        close(weights.targets(), 0, 1, 0, 0);
        close(weights.pulls(policy), 1e-15, 2 / 3.0, -1 / 3.0, -1 / 3.0);
        assertThat(weights.distance(policy)).isCloseTo(Math.log(3), within(1e-15));
        assertThat(weights.distance(policy, 1e-8)).isFinite();
    }

    @Test
    void targets_identicalCandidates_areUniformAndSayIt() {
        SteerLm2Weights weights = SteerLm2Weights.of(
                candidates(new double[] {-1, -2, -3}, new double[] {-1, -2, -3}, new double[] {-1, -2, -3}));
        close(weights.targets(), 1e-15, 1 / 3.0, 1 / 3.0, 1 / 3.0);
        assertThat(weights.uniform()).isTrue();
        assertThat(weights)
                .hasToString(
                        "3 responses, worth 3.0 of equal weight; all weigh the same, so this prompt teaches nothing"
                                + " by its choice");
    }

    @Test
    void candidate_notANumber_isRefused() {
        assertThatThrownBy(() -> new Candidate(Double.NaN, -1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "log P(a|x,y) must be finite or -Infinity, got NaN; score the response again or leave it out");
        assertThatThrownBy(() -> new Candidate(-1, -1, NEVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("log Q'(y|a,x) must be finite, got -Infinity; score the response again or leave it out");
    }

    @Test
    void of_nothingPossible_isRefused() {
        String message = "candidates must hold one whose log P(a|x,y) and log P(y|x) are finite, got none of %d;"
                + " sample others or leave the prompt out";
        assertThatThrownBy(() ->
                        SteerLm2Weights.of(candidates(new double[] {NEVER, -1, -1}, new double[] {-1, NEVER, -1})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message, 2);
        assertThatThrownBy(() -> SteerLm2Weights.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message, 0);
    }

    @Test
    void pulls_policyNotFinite_isRefused() {
        assertThatThrownBy(() -> BY_HAND.pulls(new double[] {-1, Double.NaN, -1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("logPolicy must be 3 finite numbers, got [-1.0, NaN, -1.0];"
                        + " lower the learning rate where they were finite before");
    }

    @Test
    void distance_withSomethingAddedToBothShares_isByHand() {
        double third = 1 / 3.0 + 0.1;
        double expected = 0;
        for (double target : new double[] {8 / 11.0, 2 / 11.0, 1 / 11.0}) {
            expected += (target + 0.1) * Math.log((target + 0.1) / third);
        }
        assertThat(BY_HAND.distance(new double[] {Math.log(0.25), Math.log(0.25), Math.log(0.5)}, 0.1))
                .isCloseTo(expected, within(1e-14));
    }
}
