package helpsteer.align.steerlm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is just still taken, what is refused beside it, and what is drawn at the border of two responses. */
class EdgesTest {
    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void finiteWorld_zeroAndOne_areTakenOnlyWhereAProbabilityMayBeSo() {
        assertThat(new FiniteWorld(new double[] {1}, new double[] {1}).size()).isEqualTo(1);
        refused(
                () -> new FiniteWorld(new double[] {0, 1}, new double[] {1, 1}),
                "prior must be above 0 and add up to 1, got [0.0, 1.0]");
        refused(
                () -> new FiniteWorld(new double[] {-0.5, 1.5}, new double[] {1, 1}),
                "prior must be above 0 and add up to 1, got [-0.5, 1.5]");
        refused(
                () -> new FiniteWorld(new double[] {0.5, 0.5}, new double[] {1, Math.nextUp(1.0)}),
                "attributes must be above 0 and at most 1, got [1.0, 1.0000000000000002]");
        refused(
                () -> new FiniteWorld(new double[0], new double[0]),
                "prior and attributes must have one length, at least 1, got 0 and 0");
        assertThat(new FiniteWorld.Training(1, 1, 1, Double.MIN_VALUE, true).n())
                .isEqualTo(1);
        for (int[] counts : new int[][] {{1, 0, 1}, {1, 1, 0}, {0, 1, 1}}) {
            refused(
                    () -> new FiniteWorld.Training(counts[0], counts[1], counts[2], 1, false),
                    "n, steps and iterations must be at least 1 and rate above 0, got " + counts[0] + ", " + counts[1]
                            + ", " + counts[2] + " and 1.0");
        }
        refused(
                () -> new FiniteWorld.Training(1, 1, 1, 0, false),
                "n, steps and iterations must be at least 1 and rate above 0, got 1, 1, 1 and 0.0");
    }

    /** Gives these numbers in turn. */
    private static RandomGenerator giving(double... numbers) {
        Iterator<Double> next = java.util.Arrays.stream(numbers).iterator();
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("a draw must ask for a number in [0, 1)");
            }

            @Override
            public double nextDouble() {
                return next.next();
            }
        };
    }

    /** Responses of probability 1/2, 1/8 and 3/8: each begins where the one before ends. */
    @Test
    void draw_numbersAtTheBorders_belongToTheNextResponse() {
        double[] logits = {Math.log(0.5), Math.log(0.125), Math.log(0.375)};
        double half = Math.exp(logits[0] - LogSpace.logSumExp(logits));
        assertThat(FiniteWorld.draw(
                        logits, 6, giving(0, Math.nextDown(half), half, 0.6249, 0.6251, Math.nextDown(1.0))))
                .containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(FiniteWorld.draw(new double[] {3}, 2, giving(0, Math.nextDown(1.0))))
                .containsExactly(0, 0);
    }

    /** How often each is drawn, within five standard deviations of its probability. */
    @Test
    void draw_manyTimes_isAsOftenAsItsProbability() {
        double[] logits = {0.3, -1.2, 2.1, 0};
        int n = 40_000;
        double[] counts = new double[4];
        for (int y : FiniteWorld.draw(logits, n, new SplittableRandom(1))) {
            counts[y]++;
        }
        double[] expected = LogSpace.exp(LogSpace.logSoftmax(logits));
        for (int y = 0; y < 4; y++) {
            double p = expected[y];
            assertThat(counts[y] / n).isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / n)));
        }
    }

    @Test
    void betaRatings_ends_areTakenOnlyWhereTheyMayBeSo() {
        Bins bins = Bins.EQUAL;
        assertThat(new BetaRatings(bins, 300, 1, 1).clipped(3)).isEqualTo(1);
        refused(
                () -> new BetaRatings(bins, Math.nextUp(300.0), 1, 2),
                "total must be in (0, 300], got 300.00000000000006");
        refused(() -> new BetaRatings(bins, 0, 1, 2), "total must be in (0, 300], got 0.0");
        for (double[] range : new double[][] {{0, 2}, {2, 1}, {1, 4}}) {
            refused(
                    () -> new BetaRatings(bins, 24, range[0], range[1]),
                    "lowest and highest must be within (0, 4), the first not above the other, got " + range[0] + " and "
                            + range[1]);
        }
    }

    @Test
    void logSumExp_extremeLogarithms_neitherOverflowNorVanish() {
        assertThat(LogSpace.logSumExp(new double[] {1000, 1000})).isCloseTo(1000 + Math.log(2), within(1e-12));
        assertThat(LogSpace.logSumExp(new double[] {-2000, -2000, -3000}))
                .isCloseTo(-2000 + Math.log(2), within(1e-12));
        double none = Double.NEGATIVE_INFINITY;
        assertThat(LogSpace.logSumExp(new double[] {none, 3, none})).isEqualTo(3);
        assertThat(LogSpace.logSumExp(new double[] {none, none})).isEqualTo(none);
        assertThat(LogSpace.logSumExp(new double[0])).isEqualTo(none);
        double sum = 0;
        for (double p : LogSpace.exp(LogSpace.logSoftmax(new double[] {800, 799, -800, none}))) {
            sum += p;
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(List.of(LogSpace.exp(new double[] {0})[0], LogSpace.logSoftmax(new double[] {5})[0]))
                .containsExactly(1.0, 0.0);
    }
}
