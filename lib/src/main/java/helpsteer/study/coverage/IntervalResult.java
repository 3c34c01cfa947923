package helpsteer.study.coverage;

import helpsteer.stats.Estimate;
import helpsteer.stats.Wilson;
import helpsteer.study.coverage.IntervalTrial.Draw;
import java.util.List;

/**
 * How often an interval held the truth.
 *
 * @param truth what it should hold
 * @param counts of the samples
 * @param coverage share of the samples whose interval held the truth, with Wilson's 95 % interval
 * @param width mean of high less low
 */
public record IntervalResult(
        Setting setting, Truth truth, Counts counts, Estimate coverage, double width, CoverageVerdict verdict) {
    /**
     * The known answer.
     *
     * @param mean over the samples; they share one truth unless it is that of what was found on each
     * @param standardError 0 where the truth is exact, else by how much it may be off
     */
    public record Truth(double mean, double standardError) {}

    /**
     * Samples by what came of them.
     *
     * @param covered whose interval held the truth
     * @param below whose interval lay below the truth
     * @param above whose interval lay above the truth
     * @param refused which the estimator refused; they count nowhere else
     */
    public record Counts(int covered, int below, int above, int refused) {
        /** All that were not refused. */
        public int total() {
            return covered + below + above;
        }
    }

    /**
     * Counts the samples.
     *
     * @param draws at least one
     * @param truthError standard error of the truth
     */
    static IntervalResult of(Setting setting, List<Draw> draws, int refused, double truthError) {
        int below = 0;
        int above = 0;
        double width = 0;
        double truth = 0;
        for (Draw draw : draws) {
            below += draw.interval().high() < draw.truth() ? 1 : 0;
            above += draw.interval().low() > draw.truth() ? 1 : 0;
            width += (draw.interval().high() - draw.interval().low()) / draws.size();
            truth += draw.truth() / draws.size();
        }
        int covered = draws.size() - below - above;
        Estimate coverage = Estimate.of((double) covered / draws.size(), Wilson.of(covered, draws.size()));
        return new IntervalResult(
                setting,
                new Truth(truth, truthError),
                new Counts(covered, below, above, refused),
                coverage,
                width,
                CoverageVerdict.ofCoverage(covered, draws.size(), setting.known()));
    }
}
