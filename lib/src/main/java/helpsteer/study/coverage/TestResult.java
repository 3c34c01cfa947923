package helpsteer.study.coverage;

import helpsteer.stats.Estimate;
import helpsteer.stats.Wilson;
import java.util.List;

/**
 * How often a test rejected at 0.05.
 *
 * @param replications samples without an effect that the test took
 * @param refused samples, with and without an effect, that the test refused
 * @param falsePositives share of the samples without an effect that it rejected, with Wilson's 95 % interval
 * @param power share of the samples with an effect that it rejected, with Wilson's 95 % interval
 */
public record TestResult(
        Setting setting,
        int replications,
        int refused,
        Estimate falsePositives,
        Estimate power,
        CoverageVerdict verdict) {

    /** Counts the p-values, at least one of each kind. */
    static TestResult of(Setting setting, List<Double> underNull, List<Double> underAlternative, int refused) {
        Estimate falsePositives = rejected(underNull);
        return new TestResult(
                setting,
                underNull.size(),
                refused,
                falsePositives,
                rejected(underAlternative),
                CoverageVerdict.ofRejections(rejections(underNull), underNull.size(), setting.known()));
    }

    private static Estimate rejected(List<Double> pValues) {
        int count = rejections(pValues);
        return Estimate.of((double) count / pValues.size(), Wilson.of(count, pValues.size()));
    }

    private static int rejections(List<Double> pValues) {
        return (int)
                pValues.stream().filter(p -> p <= CoverageVerdict.NOMINAL_RATE).count();
    }
}
