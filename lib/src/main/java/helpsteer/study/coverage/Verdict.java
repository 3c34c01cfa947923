package helpsteer.study.coverage;

import helpsteer.stats.Interval;
import helpsteer.study.coverage.Known.Kind;

/** What a study says of an estimator. */
public enum Verdict {
    /** Within Monte Carlo error it covers 93 to 97 % at a nominal 95 %, or alarms 4 to 6 % at a nominal 5 %. */
    AS_IT_SAYS("as it says"),
    /** On the safe side, for a known reason. */
    CONSERVATIVE("conservative"),
    /** On the unsafe side, as its documentation says. */
    LIMIT("documented limit"),
    /** Neither. */
    MISCOVERING("miscovering");

    static final double NOMINAL_COVERAGE = 0.95;
    static final double NOMINAL_RATE = 0.05;

    private static final double LEAST_COVERAGE = 0.93;
    private static final double MOST_COVERAGE = 0.97;
    private static final double LEAST_RATE = 0.04;
    private static final double MOST_RATE = 0.06;

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** The verdict as tables show it. */
    public String words() {
        return words;
    }

    /**
     * On an interval.
     *
     * @param coverage Monte Carlo interval of the share of samples whose interval held the truth
     */
    static Verdict ofCoverage(Interval coverage, Known known) {
        return of(coverage.low() > MOST_COVERAGE, coverage.high() < LEAST_COVERAGE, known);
    }

    /**
     * On a test.
     *
     * @param rate Monte Carlo interval of the share of samples without an effect that it rejected at 0.05
     */
    static Verdict ofRejections(Interval rate, Known known) {
        return of(rate.high() < LEAST_RATE, rate.low() > MOST_RATE, known);
    }

    private static Verdict of(boolean safe, boolean unsafe, Known known) {
        if (safe) {
            return known.kind() == Kind.CONSERVATIVE ? CONSERVATIVE : MISCOVERING;
        }
        if (unsafe) {
            return known.kind() == Kind.LIMIT ? LIMIT : MISCOVERING;
        }
        return AS_IT_SAYS;
    }
}
