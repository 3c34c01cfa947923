package helpsteer.study.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import helpsteer.study.coverage.CoverageVerdict.Decision;
import helpsteer.study.coverage.Known.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Wilson's 95 % interval of k of n is told in the comments. */
class CoverageVerdictTest {
    private static final Known NOTHING = Known.nothing();
    private static final Known WIDE = Known.conservative("why");
    private static final Known NARROW = Known.limit(0.90, "why");

    private static Decision coverage(int covered, int total, Known known) {
        return CoverageVerdict.ofCoverage(covered, total, known).decision();
    }

    private static Decision rate(int rejected, int total, Known known) {
        return CoverageVerdict.ofRejections(rejected, total, known).decision();
    }

    @Test
    void ofCoverage_twentySamples_areTooFewToTellAndNamesHowManyAreNeeded() {
        for (int covered = 17; covered <= 20; covered++) { // [0.64, 0.95] to [0.84, 1]
            CoverageVerdict verdict = CoverageVerdict.ofCoverage(covered, 20, NOTHING);
            assertThat(verdict.decision()).isEqualTo(Decision.TOO_FEW_SAMPLES);
            assertThat(verdict.needed().orElseThrow()).isBetween(1800, 2500);
        }
        assertThat(CoverageVerdict.ofCoverage(20, 20, NOTHING).words())
                .matches("too few samples to tell, about \\d,\\d00 needed");
        assertThat(CoverageVerdict.ofRejections(1, 20, NOTHING).needed().orElseThrow())
                .isBetween(7000, 9500); // the band of rates is half as wide
        assertThat(coverage(8, 20, NOTHING)).isEqualTo(Decision.MISCOVERING); // [0.22, 0.61]: these do tell
    }

    /** The number that is named is enough where the share stays as it is, and for what is as it says. */
    @Test
    void ofCoverage_asManySamplesAsNeeded_tell() {
        for (double share : new double[] {0.91, 0.94, 0.95, 0.985}) {
            int total = 100;
            CoverageVerdict few = CoverageVerdict.ofCoverage((int) Math.round(share * total), total, NOTHING);
            int needed = few.needed().orElseThrow();
            assertThat(coverage((int) Math.round(Math.round(share * total) / 100.0 * needed), needed, NOTHING))
                    .as("%s of %s", share, needed)
                    .isNotEqualTo(Decision.TOO_FEW_SAMPLES);
            assertThat(coverage((int) Math.round(0.95 * needed), needed, NOTHING))
                    .isEqualTo(Decision.AS_IT_SAYS);
        }
        assertThat(CoverageVerdict.ofCoverage(930, 1000, NOTHING).words())
                .isEqualTo("too few samples to tell, 100,000 or more needed"); // on the edge of the band
    }

    @Test
    void ofCoverage_wholeIntervalOnOneSide_decides() {
        assertThat(coverage(1900, 2000, NOTHING)).isEqualTo(Decision.AS_IT_SAYS); // [0.940, 0.959]
        assertThat(coverage(1870, 2000, NOTHING)).isEqualTo(Decision.TOO_FEW_SAMPLES); // [0.923, 0.945]
        assertThat(coverage(1820, 2000, NOTHING)).isEqualTo(Decision.MISCOVERING); // [0.897, 0.922]
        assertThat(coverage(1980, 2000, NOTHING)).isEqualTo(Decision.MISCOVERING); // [0.985, 0.994]
    }

    @Test
    void ofCoverage_known_acceptsWhatIsKnownAndNoMore() {
        assertThat(coverage(1820, 2000, NARROW)).isEqualTo(Decision.LIMIT); // [0.897, 0.922] above 0.90 - 0.02
        assertThat(coverage(1870, 2000, NARROW)).isEqualTo(Decision.LIMIT); // either as it says or as documented
        assertThat(coverage(1900, 2000, NARROW)).isEqualTo(Decision.AS_IT_SAYS);
        assertThat(coverage(1760, 2000, NARROW)).isEqualTo(Decision.TOO_FEW_SAMPLES); // [0.865, 0.894] about 0.88
        assertThat(coverage(1700, 2000, NARROW))
                .isEqualTo(Decision.MISCOVERING); // [0.834, 0.865]: worse than documented
        assertThat(coverage(18, 20, NARROW)).isEqualTo(Decision.TOO_FEW_SAMPLES);
        assertThat(coverage(1980, 2000, NARROW)).isEqualTo(Decision.MISCOVERING);
        assertThat(coverage(1980, 2000, WIDE)).isEqualTo(Decision.CONSERVATIVE);
        assertThat(coverage(1940, 2000, WIDE))
                .isEqualTo(Decision.CONSERVATIVE); // [0.962, 0.977]: either way not unsafe
        assertThat(coverage(1820, 2000, WIDE)).isEqualTo(Decision.MISCOVERING);
    }

    @Test
    void ofRejections_fewAreSafeAndManyAreNot() {
        Known often = Known.limit(0.12, "why");
        assertThat(rate(500, 10_000, NOTHING)).isEqualTo(Decision.AS_IT_SAYS); // [0.046, 0.054]
        assertThat(rate(580, 10_000, NOTHING)).isEqualTo(Decision.TOO_FEW_SAMPLES); // [0.054, 0.063]
        assertThat(rate(300, 10_000, NOTHING)).isEqualTo(Decision.MISCOVERING);
        assertThat(rate(300, 10_000, WIDE)).isEqualTo(Decision.CONSERVATIVE);
        assertThat(rate(300, 10_000, often)).isEqualTo(Decision.MISCOVERING);
        assertThat(rate(1180, 10_000, often)).isEqualTo(Decision.LIMIT); // [0.112, 0.124] below 0.12 + 0.01
        assertThat(rate(1500, 10_000, often)).isEqualTo(Decision.MISCOVERING);
        assertThat(rate(1180, 10_000, WIDE)).isEqualTo(Decision.MISCOVERING);
    }

    @Test
    void known_withoutReasonOrShare_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Known.limit(0.9, ""))
                .withMessage("reason must be given for what is known and only then, got \"\" for LIMIT");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Known.limit(1.2, "why"))
                .withMessage(
                        "documented must be a share in (0, 1) for a limit and only then, got Optional[1.2] for LIMIT");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Known(Kind.CONSERVATIVE, "why", Optional.of(0.9)))
                .withMessage("documented must be a share in (0, 1) for a limit and only then, got Optional[0.9] for"
                        + " CONSERVATIVE");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CoverageVerdict(Decision.LIMIT, Optional.of(100)))
                .withMessage("needed must be told of too few samples and only then, got Optional[100] for LIMIT");
    }
}
