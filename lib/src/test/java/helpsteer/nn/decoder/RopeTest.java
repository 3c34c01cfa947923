package helpsteer.nn.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RopeTest {
    private static final double TURN = 2 * Math.PI;

    /** By hand: base 10,000 and width 4 turn the first pair by 1 a token, the second by 1/100. */
    @Test
    void wavelengths_plain_areTokensOfOneTurn() {
        assertThat(new Rope(10000, 4, new Rope.None()).wavelengths())
                .containsExactly(new double[] {TURN, 100 * TURN}, within(1e-4));
    }

    @Test
    void wavelengths_linear_areAllLonger() {
        assertThat(new Rope(10000, 4, new Rope.Linear(8)).wavelengths())
                .containsExactly(new double[] {8 * TURN, 800 * TURN}, within(1e-3));
    }

    /** By hand: 6.28 is shorter than 1024 / 4 and stays; 6283 is longer than 1024 / 1 and is slowed; 628.3 is blended. */
    @Test
    void wavelengths_llama3_onlyLongOnesAreLonger() {
        double[] waves = new Rope(1e6, 8, new Rope.Llama3(8, 1, 4, 1024)).wavelengths();
        double base = Math.sqrt(1000);
        assertThat(waves[0]).isCloseTo(TURN, within(1e-4));
        assertThat(waves[1]).isCloseTo(base * TURN, within(1e-2));
        assertThat(waves[2]).isCloseTo(8000 * TURN, within(0.1));
        double[] between = new Rope(10000, 4, new Rope.Llama3(8, 1, 4, 1024)).wavelengths();
        double share = (1024 / (100 * TURN) - 1) / 3;
        assertThat(between[1]).isCloseTo(100 * TURN / ((1 - share) / 8 + share), within(1e-2));
    }

    /** YaRN keeps the first pair, which turns often, and slows the last, which hardly turns at all. */
    @Test
    void wavelengths_yarn_firstStaysAndLastIsLonger() {
        Rope plain = new Rope(10000, 64, new Rope.None());
        double[] waves = new Rope(10000, 64, new Rope.Yarn(4, 32, 1, 2048, 1)).wavelengths();
        assertThat(waves[0]).isEqualTo(plain.wavelengths()[0]);
        assertThat(waves[31]).isCloseTo(4 * plain.wavelengths()[31], within(0.1));
    }
}
