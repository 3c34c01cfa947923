package helpsteer.study.overoptimization.finite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.align.steerlm2.FiniteWorld;
import helpsteer.bench.BestOfNCurve;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RankedResponsesTest {
    private static final double[] REWARDS = {0.5, -1, 2, 0.5, 1};
    private static final double[] REFERENCE = {0.1, 0.3, 0.05, 0.35, 0.2};

    /** All 5^n ways in which n responses can be drawn; of equal rewards each draw is as likely to be kept. */
    @Test
    void probabilities_everyDraw_isWhatTheHighestOfThemAddUpTo() {
        RankedResponses ranked = new RankedResponses(REWARDS, REFERENCE);
        for (int n = 1; n <= 5; n++) {
            double[] brute = enumerated(n);
            assertThat(ranked.probabilities(Math.log(n))).as("n = %d", n).containsExactly(brute, within(1e-14));
            double kl = 0;
            for (int y = 0; y < brute.length; y++) {
                kl += brute[y] * Math.log(brute[y] / REFERENCE[y]);
            }
            assertThat(ranked.kl(Math.log(n))).as("n = %d", n).isCloseTo(kl, within(1e-14));
        }
    }

    private static double[] enumerated(int n) {
        double[] out = new double[REWARDS.length];
        int ways = (int) Math.pow(REWARDS.length, n);
        for (int way = 0; way < ways; way++) {
            int[] draws = new int[n];
            double probability = 1;
            double highest = Double.NEGATIVE_INFINITY;
            for (int i = 0, left = way; i < n; i++, left /= REWARDS.length) {
                draws[i] = left % REWARDS.length;
                probability *= REFERENCE[draws[i]];
                highest = Math.max(highest, REWARDS[draws[i]]);
            }
            int equal = 0;
            for (int draw : draws) {
                equal += REWARDS[draw] == highest ? 1 : 0;
            }
            for (int draw : draws) {
                out[draw] += REWARDS[draw] == highest ? probability / equal : 0;
            }
        }
        return out;
    }

    @Test
    void probabilities_largeSimulation_areItsShares() {
        int n = 16;
        SplittableRandom random = new SplittableRandom(7);
        double[] rewards = random.doubles(50).toArray();
        double[] reference = FiniteWorld.probabilities(random.doubles(50, -1, 1).toArray());
        Draws draws = new Draws(reference);
        int rounds = 200_000;
        double[] shares = new double[50];
        for (int round = 0; round < rounds; round++) {
            int best = draws.next(random);
            for (int i = 1; i < n; i++) {
                int other = draws.next(random);
                best = rewards[other] > rewards[best] ? other : best;
            }
            shares[best] += 1.0 / rounds;
        }
        double[] exact = new RankedResponses(rewards, reference).probabilities(Math.log(n));
        for (int y = 0; y < exact.length; y++) {
            double error = Math.sqrt(exact[y] * (1 - exact[y]) / rounds);
            assertThat(shares[y]).as("response %d", y).isCloseTo(exact[y], within(5 * error + 1e-5));
        }
    }

    @Test
    void kl_randomWorlds_isAtMostItsBound() {
        SplittableRandom random = new SplittableRandom(8);
        for (int world = 0; world < 200; world++) {
            int responses = 2 + random.nextInt(400);
            double[] rewards = new double[responses];
            double[] logits = new double[responses];
            for (int y = 0; y < responses; y++) {
                rewards[y] = world % 2 == 0 ? random.nextGaussian() : random.nextInt(5); // with and without ties
                logits[y] = 2 * random.nextGaussian();
            }
            RankedResponses ranked = new RankedResponses(rewards, FiniteWorld.probabilities(logits));
            for (int n = 1; n <= 1024; n *= 2) {
                assertThat(ranked.kl(Math.log(n)))
                        .as("world %d, n = %d", world, n)
                        .isBetween(-1e-12, BestOfNCurve.klBound(n) + 1e-12);
            }
        }
    }

    @Test
    void probabilities_manyEvenResponses_comeNearTheBound() {
        int responses = 100_000;
        double[] rewards = new SplittableRandom(9).doubles(responses).toArray();
        double[] logits = new double[responses];
        RankedResponses ranked = new RankedResponses(rewards, FiniteWorld.probabilities(logits));
        assertThat(ranked.kl(Math.log(64))).isCloseTo(BestOfNCurve.klBound(64), within(1e-3));
    }

    @Test
    void probabilities_oneRewardForAll_isTheReferencePolicy() {
        RankedResponses ranked = new RankedResponses(new double[5], REFERENCE);
        assertThat(ranked.probabilities(Math.log(64))).containsExactly(REFERENCE, within(1e-15));
        assertThat(ranked.kl(Math.log(64))).isCloseTo(0, within(1e-15));
    }
}
