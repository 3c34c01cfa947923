package helpsteer.study.coverage;

import helpsteer.stats.Estimate;
import helpsteer.study.coverage.CoverageVerdict.Decision;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a study of coverage found.
 *
 * @param replications samples asked for in each scenario
 * @param seed of all samples
 * @param intervals a result for each interval in each of its settings
 * @param tests a result for each test in each of its settings
 */
public record CoverageReport(int replications, long seed, List<IntervalResult> intervals, List<TestResult> tests) {
    public CoverageReport {
        intervals = List.copyOf(intervals);
        tests = List.copyOf(tests);
    }

    /**
     * An estimator in a setting.
     *
     * @param share of intervals that held the truth, or of tests that alarmed without an effect
     */
    public record Judged(Setting setting, Estimate share, CoverageVerdict verdict) {}

    /** All that a decision was taken of, intervals first. */
    public List<Judged> all(Decision decision) {
        return Stream.concat(
                        intervals.stream().map(r -> new Judged(r.setting(), r.coverage(), r.verdict())),
                        tests.stream().map(r -> new Judged(r.setting(), r.falsePositives(), r.verdict())))
                .filter(judged -> judged.verdict().decision() == decision)
                .toList();
    }

    /** Whether every estimator was shown to keep its level, to err on the safe side or to keep to its documented limit. */
    public boolean shown() {
        return all(Decision.MISCOVERING).isEmpty()
                && all(Decision.TOO_FEW_SAMPLES).isEmpty();
    }
}
