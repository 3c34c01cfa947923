package helpsteer.study.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import helpsteer.stats.Interval;
import helpsteer.study.coverage.Known.Kind;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Known WIDE = new Known(Kind.CONSERVATIVE, "why");
    private static final Known NARROW = new Known(Kind.LIMIT, "why");

    private static Verdict coverage(double low, double high, Known known) {
        return Verdict.ofCoverage(new Interval(low, high, 0.95), known);
    }

    private static Verdict rate(double low, double high, Known known) {
        return Verdict.ofRejections(new Interval(low, high, 0.95), known);
    }

    @Test
    void ofCoverage_intervalMeetsTheBandOrNot() {
        assertThat(coverage(0.90, 0.93, Known.nothing())).isEqualTo(Verdict.AS_IT_SAYS);
        assertThat(coverage(0.97, 0.99, Known.nothing())).isEqualTo(Verdict.AS_IT_SAYS);
        assertThat(coverage(0.90, 0.9299, Known.nothing())).isEqualTo(Verdict.MISCOVERING);
        assertThat(coverage(0.9701, 0.99, Known.nothing())).isEqualTo(Verdict.MISCOVERING);
        assertThat(coverage(0.90, 0.9299, NARROW)).isEqualTo(Verdict.LIMIT);
        assertThat(coverage(0.90, 0.9299, WIDE)).isEqualTo(Verdict.MISCOVERING);
        assertThat(coverage(0.9701, 0.99, WIDE)).isEqualTo(Verdict.CONSERVATIVE);
    }

    @Test
    void ofRejections_fewAreSafeAndManyAreNot() {
        assertThat(rate(0.03, 0.04, Known.nothing())).isEqualTo(Verdict.AS_IT_SAYS);
        assertThat(rate(0.06, 0.09, Known.nothing())).isEqualTo(Verdict.AS_IT_SAYS);
        assertThat(rate(0.01, 0.0399, WIDE)).isEqualTo(Verdict.CONSERVATIVE);
        assertThat(rate(0.01, 0.0399, NARROW)).isEqualTo(Verdict.MISCOVERING);
        assertThat(rate(0.0601, 0.09, NARROW)).isEqualTo(Verdict.LIMIT);
        assertThat(rate(0.0601, 0.09, WIDE)).isEqualTo(Verdict.MISCOVERING);
    }

    @Test
    void known_withoutReason_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Known(Kind.LIMIT, ""))
                .withMessage("reason must be given for what is known and only then, got \"\" for LIMIT");
    }
}
