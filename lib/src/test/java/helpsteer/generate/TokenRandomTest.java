package helpsteer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.run.Seed;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TokenRandomTest {
    private static final int[] PROMPT = {3, 1, 4};

    private static double[] uniforms(long seed, int[] prompt, int sample, int position, int count) {
        return TokenRandom.uniforms(TokenRandom.key(new Seed(seed), prompt, sample), position, count);
    }

    @Test
    void uniforms_sameArguments_giveTheSameAndALongerListBeginsWithTheShorter() {
        double[] four = uniforms(7, PROMPT, 2, 5, 4);
        assertThat(uniforms(7, PROMPT.clone(), 2, 5, 4)).containsExactly(four);
        assertThat(uniforms(7, PROMPT, 2, 5, 2)).containsExactly(four[0], four[1]);
        assertThat(uniforms(7, PROMPT, 2, 5, 0)).isEmpty();
    }

    /** Whatever differs, and be it a token moved by one place or a zero behind, the numbers do. */
    @Test
    void key_anythingElse_givesOtherNumbers() {
        Set<Long> keys = new HashSet<>();
        int count = 0;
        for (long seed : new long[] {0, 1, -1, Long.MAX_VALUE}) {
            for (int[] prompt :
                    new int[][] {{}, {0}, {0, 0}, {1}, {0, 1}, {1, 0}, {1, 2, 3}, {3, 2, 1}, {123}, {1, 23}, {12, 3}}) {
                for (int sample = 0; sample < 4; sample++) {
                    keys.add(TokenRandom.key(new Seed(seed), prompt, sample));
                    count++;
                }
            }
        }
        assertThat(keys).hasSize(count);
        Set<Double> first = new HashSet<>();
        for (int position = 0; position < 1000; position++) {
            first.add(uniforms(1, PROMPT, 0, position, 1)[0]);
        }
        assertThat(first).hasSize(1000);
    }

    /**
     * The numbers are those of the JDK's SplitMix64: its finaliser over a counter in steps of the golden ratio. From the seed
     * 0 the first two words are e220a8397b1dcdaf and 6e789e6aa1b965f4 (Vigna, splitmix64.c).
     */
    @Test
    void uniforms_ofAStart_areTheWordsOfSplitMix() {
        long first = new SplittableRandom(0).nextLong();
        assertThat(Long.toHexString(first)).isEqualTo("e220a8397b1dcdaf");
        long key = TokenRandom.key(new Seed(5), PROMPT, 1);
        long golden = 0x9E3779B97F4A7C15L;
        long start = new SplittableRandom(key + 6 * golden).nextLong(); // adds the golden ratio once more
        SplittableRandom words = new SplittableRandom(start);
        double[] found = TokenRandom.uniforms(key, 6, 3);
        for (double number : found) {
            assertThat(number).isEqualTo((words.nextLong() >>> 11) * 0x1.0p-53);
        }
    }

    /** Mean 1/2, variance 1/12, and next to no correlation between neighbours in each direction. */
    @Test
    void uniforms_manyPositionsAndSamples_areUniformAndIndependent() {
        int n = 20_000;
        double[] values = new double[n];
        double[] beside = new double[n];
        int[] bins = new int[20];
        for (int i = 0; i < n; i++) {
            double[] two = uniforms(11, PROMPT, i % 8, i / 8, 2);
            values[i] = two[0];
            beside[i] = two[1];
            assertThat(two[0]).isGreaterThanOrEqualTo(0).isLessThan(1);
            bins[(int) (20 * two[0])]++;
        }
        double chiSquared = 0;
        for (int bin : bins) {
            chiSquared += Math.pow(bin - n / 20.0, 2) / (n / 20.0);
        }
        assertThat(chiSquared).as("19 degrees of freedom, p = 0.001").isLessThan(43.8);
        assertThat(correlation(values, beside, 0)).isCloseTo(0, within(0.025));
        assertThat(correlation(values, values, 1)).isCloseTo(0, within(0.025));
        assertThat(correlation(values, values, 8)).isCloseTo(0, within(0.025));
    }

    private static double correlation(double[] a, double[] b, int lag) {
        double sum = 0;
        for (int i = lag; i < a.length; i++) {
            sum += (a[i] - 0.5) * (b[i - lag] - 0.5);
        }
        return 12 * sum / (a.length - lag);
    }
}
