package helpsteer.study.coverage;

import java.util.ArrayList;
import java.util.List;

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

    /** The settings in which an estimator misses its level for no reason that is known. */
    public List<Setting> miscovering() {
        List<Setting> out = new ArrayList<>();
        intervals.stream()
                .filter(result -> result.verdict() == Verdict.MISCOVERING)
                .forEach(result -> out.add(result.setting()));
        tests.stream()
                .filter(result -> result.verdict() == Verdict.MISCOVERING)
                .forEach(result -> out.add(result.setting()));
        return out;
    }

    /** How many results have a verdict. */
    public long count(Verdict verdict) {
        return intervals.stream().filter(r -> r.verdict() == verdict).count()
                + tests.stream().filter(r -> r.verdict() == verdict).count();
    }
}
