package helpsteer.study.paper;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.stats.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReproducedNumberTest {
    private static PrintedNumber printed(Tolerance tolerance) {
        return new PrintedNumber(
                new PrintedNumber.Place("5", "a", "b"),
                "8.96",
                new PrintedNumber.Rule(Method.MT_BENCH, "file", tolerance, "why"));
    }

    /** Grades of another run may round to the print by chance. */
    @ParameterizedTest
    @EnumSource(names = {"OTHER", "NONE"})
    void exactOrComputed_ofAnotherRun_isNeverExact(Tolerance tolerance) {
        ReproducedNumber same = ReproducedNumber.exactOrComputed(printed(tolerance), Estimate.of(8.96), "file", "");
        assertThat(same.verdict()).isEqualTo(Verdict.COMPUTED);
        assertThat(same.remark()).contains("rounds to the print");
    }

    @Test
    void exactOrComputed_ofTheSameQuantity_isExactWhereItRoundsToThePrint() {
        PrintedNumber number = printed(Tolerance.CHOICE);
        assertThat(ReproducedNumber.exactOrComputed(number, Estimate.of(8.963), "file", "")
                        .verdict())
                .isEqualTo(Verdict.EXACT);
        assertThat(ReproducedNumber.exactOrComputed(number, Estimate.of(8.97), "file", "")
                        .verdict())
                .isEqualTo(Verdict.COMPUTED);
    }
}
