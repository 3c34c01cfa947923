package helpsteer.study.coverage;

import helpsteer.stats.Interval;
import helpsteer.stats.Wilson;
import helpsteer.study.coverage.Known.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What a study says of an estimator. It says so only where the whole Monte Carlo interval of what was counted lies on one side:
 * an equivalence test by confidence interval (Schuirmann 1987), so that few samples pass nothing.
 *
 * @param decision what was found
 * @param needed about how many samples would tell; none where these do
 */
public record CoverageVerdict(Decision decision, Optional<Integer> needed) {
    /** What can be found. */
    public enum Decision {
        /** It covers 93 to 97 % at a nominal 95 %, or alarms 4 to 6 % at a nominal 5 %. */
        AS_IT_SAYS("as it says"),
        /** Not on the unsafe side, and known to be on the safe one. */
        CONSERVATIVE("conservative"),
        /** No further on the unsafe side than its documentation says. */
        LIMIT("documented limit"),
        /** Outside of all that. */
        MISCOVERING("miscovering"),
        /** The interval of what was counted reaches from right to wrong. */
        TOO_FEW_SAMPLES("too few samples to tell");

        private final String words;

        Decision(String words) {
            this.words = words;
        }

        /** As tables and summaries have it. */
        public String words() {
            return words;
        }
    }

    static final double NOMINAL_COVERAGE = 0.95;
    static final double NOMINAL_RATE = 0.05;

    private static final double LEVEL = 0.95;
    private static final int MOST = 100_000;
    private static final Range COVERAGE = new Range(0.93, 0.97);
    private static final Range RATE = new Range(0.04, 0.06);

    /** Shares that are right. */
    private record Range(double low, double high) {
        boolean holds(Interval interval) {
            return interval.low() >= low && interval.high() <= high;
        }

        boolean misses(Interval interval) {
            return interval.high() < low || interval.low() > high;
        }
    }

    public CoverageVerdict {
        if ((decision == Decision.TOO_FEW_SAMPLES) != needed.isPresent()) {
            throw new IllegalArgumentException(
                    "needed must be told of too few samples and only then, got " + needed + " for " + decision);
        }
    }

    /** The verdict as tables show it. */
    public String words() {
        return decision.words()
                + needed.map(count -> count < MOST
                                ? ", about " + grouped(count) + " needed"
                                : ", " + grouped(MOST) + " or more needed")
                        .orElse("");
    }

    private static String grouped(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * On an interval at 95 %.
     *
     * @param covered samples whose interval held the truth
     * @param total number of samples, at least 1
     */
    static CoverageVerdict ofCoverage(int covered, int total, Known known) {
        Range right =
                switch (known.kind()) {
                    case NOTHING -> COVERAGE;
                    case CONSERVATIVE -> new Range(COVERAGE.low, 1);
                    case LIMIT ->
                        new Range(known.documented().orElseThrow() - (NOMINAL_COVERAGE - COVERAGE.low), COVERAGE.high);
                };
        return of(covered, total, known.kind(), new Level(NOMINAL_COVERAGE, COVERAGE, right));
    }

    /**
     * On a test at 0.05.
     *
     * @param rejected samples without an effect that it rejected
     * @param total number of samples without an effect, at least 1
     */
    static CoverageVerdict ofRejections(int rejected, int total, Known known) {
        Range right =
                switch (known.kind()) {
                    case NOTHING -> RATE;
                    case CONSERVATIVE -> new Range(0, RATE.high);
                    case LIMIT -> new Range(RATE.low, known.documented().orElseThrow() + (RATE.high - NOMINAL_RATE));
                };
        return of(rejected, total, known.kind(), new Level(NOMINAL_RATE, RATE, right));
    }

    private static CoverageVerdict of(int count, int total, Kind kind, Level level) {
        return level.decision(Wilson.of(count, total, LEVEL), kind)
                .map(decision -> new CoverageVerdict(decision, Optional.empty()))
                .orElseGet(() -> new CoverageVerdict(
                        Decision.TOO_FEW_SAMPLES,
                        Optional.of(Math.max(level.planned(), level.needed((double) count / total)))));
    }

    /**
     * What a share should be.
     *
     * @param nominal what the estimator says
     * @param band shares that are as it says
     * @param right shares that are as it says or as is known; it holds the band or a part of it
     */
    private record Level(double nominal, Range band, Range right) {
        Optional<Decision> decision(Interval interval, Kind kind) {
            if (band.holds(interval)) {
                return Optional.of(Decision.AS_IT_SAYS);
            }
            if (right.misses(interval)) {
                return Optional.of(Decision.MISCOVERING);
            }
            if (right.holds(interval)) {
                return Optional.of(kind == Kind.LIMIT ? Decision.LIMIT : Decision.CONSERVATIVE);
            }
            return Optional.empty();
        }

        /** Samples by which an estimator that is exactly as it says is told so in about 95 of 100 runs. */
        int planned() {
            double critical = 1.96;
            return fewest(n -> {
                double error = critical * Math.sqrt(nominal * (1 - nominal) / n);
                return nominal - error > 0
                        && nominal + error < 1
                        && band.holds(Wilson.ofMean(nominal - error, n, LEVEL))
                        && band.holds(Wilson.ofMean(nominal + error, n, LEVEL));
            });
        }

        /** Samples that would tell if the share stayed as it is. */
        int needed(double share) {
            return fewest(n -> {
                Interval interval = Wilson.ofMean(share, n, LEVEL);
                return band.holds(interval) || right.holds(interval) || right.misses(interval);
            });
        }

        /** The fewest samples that do, rounded up to two digits; no more than {@value #MOST}. */
        private static int fewest(IntPredicate enough) {
            int above = 1;
            while (above < MOST && !enough.test(above)) {
                above *= 2;
            }
            int below = above / 2;
            while (above - below > 1) {
                int middle = (above + below) / 2;
                if (enough.test(middle)) {
                    above = middle;
                } else {
                    below = middle;
                }
            }
            int unit = (int) Math.pow(10, Math.max(0, (int) Math.log10(above) - 1));
            return Math.min(MOST, (above + unit - 1) / unit * unit);
        }
    }
}
