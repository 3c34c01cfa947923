package helpsteer.stats.test;

import static helpsteer.stats.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.stats.Golden;
import org.junit.jupiter.api.Test;

class McNemarTest {
    @Test
    void of_golden_equalsStatsmodels() {
        for (JsonNode row : Golden.rows("mcnemar")) {
            McNemar test = McNemar.of(
                    row.get("onlyFirst").asInt(), row.get("onlySecond").asInt());
            assertClose("exact", test.exactPValue(), row.get("exact").asDouble(), 1e-10);
            assertClose("mid", test.midPValue(), row.get("mid").asDouble(), 1e-10);
            assertClose("chi-square", test.chiSquare(), row.get("chiSquare").asDouble(), 1e-12);
            assertClose("its p", test.chiSquarePValue(), row.get("chiSquareP").asDouble(), 1e-8);
        }
    }

    @Test
    void exactPValue_handMade_isByHand() {
        assertThat(McNemar.of(0, 5).exactPValue()).isCloseTo(2.0 / 32, within(1e-15));
        assertThat(McNemar.of(1, 3).exactPValue()).isCloseTo(2 * 5.0 / 16, within(1e-15));
        assertThat(McNemar.of(1, 3).midPValue()).isCloseTo(10.0 / 16 - 4.0 / 16, within(1e-15));
    }

    @Test
    void pValues_noDifference_areOne() {
        McNemar same = McNemar.of(0, 0);
        assertThat(same.exactPValue()).isEqualTo(1);
        assertThat(same.midPValue()).isEqualTo(1);
        assertThat(same.chiSquarePValue()).isEqualTo(1);
        McNemar even = McNemar.of(7, 7);
        assertThat(even.exactPValue()).isEqualTo(1);
        assertThat(even.midPValue()).isCloseTo(1 - 3432.0 / 16384, within(1e-12));
        assertThat(even.chiSquare()).isZero();
    }

    @Test
    void pValues_swapped_areTheSame() {
        Golden.forAll(random -> {
            int a = random.nextInt(60);
            int b = random.nextInt(60);
            assertThat(McNemar.of(a, b).exactPValue())
                    .isEqualTo(McNemar.of(b, a).exactPValue());
            assertThat(McNemar.of(a, b).midPValue())
                    .isBetween(0.0, McNemar.of(a, b).exactPValue());
        });
    }

    @Test
    void of_outcomes_countsOnlyWhereTheyDiffer() {
        boolean[] first = {true, true, false, false, true};
        boolean[] second = {true, false, true, false, false};
        assertThat(McNemar.of(first, second)).isEqualTo(new McNemar(2, 1));
        assertThat(McNemar.of(first, second))
                .hasToString("only first 2, only second 1, exact p = 1.0 (chi-square 0.00, p = 1.0)");
    }

    @Test
    void of_badInput_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McNemar.of(-1, 3))
                .withMessage("onlyFirst and onlySecond must be at least 0, got -1 and 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McNemar.of(new boolean[2], new boolean[3]))
                .withMessage("first and second must be of one length, got 2 and 3");
    }

    @Test
    void of_outcomes_countsOnlyThoseThatDiffer() {
        boolean[] first = {true, true, true, false, false, false, true};
        boolean[] second = {true, false, false, true, false, false, true};
        assertThat(McNemar.of(first, second)).isEqualTo(McNemar.of(2, 1));
        assertThat(McNemar.of(second, first)).isEqualTo(McNemar.of(1, 2));
    }
}
