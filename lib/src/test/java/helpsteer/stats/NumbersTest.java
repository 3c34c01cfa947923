package helpsteer.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void fixed_decimals_areThoseAskedForAndThousandsAreMarked() {
        assertThat(Numbers.fixed(1234567.891, 2)).isEqualTo("1,234,567.89");
        assertThat(Numbers.fixed(0.5, 0)).isEqualTo("1");
        assertThat(Numbers.fixed(-0.004, 2)).isEqualTo("0.00");
        assertThat(Numbers.fixed(-0.0, 0)).isEqualTo("0");
        assertThat(Numbers.fixed(-0.006, 2)).isEqualTo("-0.01");
        assertThat(Numbers.fixed(-1200, 1)).isEqualTo("-1,200.0");
        assertThat(Numbers.fixed(Double.NaN, 3)).isEqualTo("–");
        assertThat(Numbers.fixed(Double.POSITIVE_INFINITY, 3)).isEqualTo("∞");
        assertThat(Numbers.fixed(Double.NEGATIVE_INFINITY, 3)).isEqualTo("-∞");
    }

    @Test
    void significant_digits_areAtMostThoseAskedForBehindThePoint() {
        assertThat(Numbers.significant(1234.5678, 3)).isEqualTo("1235");
        assertThat(Numbers.significant(12.345, 3)).isEqualTo("12.3");
        assertThat(Numbers.significant(-0.012345, 3)).isEqualTo("-0.0123");
        assertThat(Numbers.significant(1.5, 4)).isEqualTo("1.5");
        assertThat(Numbers.significant(100, 2)).isEqualTo("100");
        assertThat(Numbers.significant(0, 3)).isEqualTo("0");
        assertThat(Numbers.significant(-0.0, 3)).isEqualTo("0");
        assertThat(Numbers.significant(Double.NaN, 3)).isEqualTo("NaN");
        assertThat(Numbers.significant(Double.NEGATIVE_INFINITY, 3)).isEqualTo("-∞");
    }

    /** From a thousand million on, and below a ten thousandth, in powers of ten. */
    @Test
    void significant_veryLargeAndSmall_areInPowersOfTen() {
        assertThat(Numbers.significant(1e9, 3)).isEqualTo("1e+09");
        assertThat(Numbers.significant(999_999_999, 3)).isEqualTo("999999999");
        assertThat(Numbers.significant(1.2345e12, 3)).isEqualTo("1.23e+12");
        assertThat(Numbers.significant(-1.2e-7, 4)).isEqualTo("-1.2e-07");
        assertThat(Numbers.significant(1e-4, 3)).isEqualTo("0.0001");
        assertThat(Numbers.significant(9.99e-5, 3)).isEqualTo("9.99e-05");
        assertThat(Numbers.significant(1e100, 1)).isEqualTo("1e+100");
    }

    /** What is written is the number, but for half a unit of its last digit. */
    @Test
    void significant_randomNumbers_readBackWithinTheirDigits() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            double value = (random.nextBoolean() ? 1 : -1) * Math.pow(10, random.nextDouble(-12, 15));
            int digits = random.nextInt(1, 8);
            double read = Double.parseDouble(Numbers.significant(value, digits));
            assertThat(read).isCloseTo(value, within(Math.abs(value) * 0.5001 * Math.pow(10, 1 - digits)));
        }
    }

    @Test
    void duration_partSeconds_countAsWholeOnes() {
        String[] shown = {"0:00", "0:01", "0:59", "1:00", "59:59", "1:00:00", "1:00:01", "27:46:40"};
        double[] seconds = {0, 0.2, 58.4, 59.5, 3599, 3599.5, 3601, 100_000};
        for (int i = 0; i < shown.length; i++) {
            assertThat(Numbers.duration(seconds[i])).isEqualTo(shown[i]);
        }
        assertThat(Numbers.duration(60 + 1e-10)).as("rounding of a sum").isEqualTo("1:00");
    }
}
