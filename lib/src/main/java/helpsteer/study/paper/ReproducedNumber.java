package helpsteer.study.paper;

import helpsteer.stats.Estimate;
import java.util.List;
import java.util.Optional;

/**
 * A printed number with ours beside it.
 *
 * @param ours with a 95 % interval where one is known; NaN where nothing was computed
 * @param from which file or which printed numbers ours comes from; empty where nothing was computed
 * @param remark what a reader should know of this number alone, may be empty
 * @param test what the verdict rests on where ours is of a part of the rows; empty where nothing is left to chance: counts,
 *     arithmetic, copies of published numbers, and statistics of all rows have no sampling error and need no correction
 */
public record ReproducedNumber(
        PrintedNumber number, Estimate ours, Verdict verdict, String from, String remark, Optional<SamplingTest> test) {
    /** Computes some of the printed numbers. */
    @FunctionalInterface
    interface Recomputation {
        /** Each of these numbers with ours beside it, in the same order. */
        List<ReproducedNumber> of(List<PrintedNumber> numbers);
    }

    private static final Estimate NOTHING = Estimate.of(Double.NaN);

    /** A number whose verdict rests on no test. */
    ReproducedNumber(PrintedNumber number, Estimate ours, Verdict verdict, String from, String remark) {
        this(number, ours, verdict, from, remark, Optional.empty());
    }

    /** Nothing was computed, as the file is missing. */
    static ReproducedNumber needsFile(PrintedNumber number, String remark) {
        return new ReproducedNumber(number, NOTHING, Verdict.NEEDS_FILE, "", remark);
    }

    /** Nothing was computed, as the file that the number's rule names is missing. */
    static ReproducedNumber needsFile(PrintedNumber number) {
        return needsFile(number, number.rule().file());
    }

    /** Nothing was computed, as the model is too large. */
    static ReproducedNumber needsLargeModel(PrintedNumber number) {
        return new ReproducedNumber(number, NOTHING, Verdict.NEEDS_LARGE_MODEL, "", "");
    }

    /** Ours settles nothing. */
    static ReproducedNumber computed(PrintedNumber number, Estimate ours, String from, String remark) {
        return new ReproducedNumber(number, ours, Verdict.COMPUTED, from, remark);
    }

    /**
     * Ours is exact where it rounds to the print; otherwise it settles nothing. What the rule calls another model, judge or
     * run is never exact, as its number rounds to the print by chance.
     */
    static ReproducedNumber exactOrComputed(PrintedNumber number, Estimate ours, String from, String remark) {
        if (!number.agrees(ours.value())) {
            return computed(number, ours, from, remark);
        }
        Tolerance tolerance = number.rule().tolerance();
        return tolerance == Tolerance.OTHER || tolerance == Tolerance.NONE
                ? computed(number, ours, from, remark).withRemark("rounds to the print")
                : new ReproducedNumber(number, ours, Verdict.EXACT, from, remark);
    }

    /** Ours must round to the print. */
    static ReproducedNumber compared(PrintedNumber number, double ours, String from) {
        return compared(number, ours, number.rounding(), from);
    }

    /** Ours must lie no farther from the print than that. */
    static ReproducedNumber compared(PrintedNumber number, double ours, double slack, String from) {
        Verdict verdict = number.agrees(ours, slack) ? Verdict.EXACT : Verdict.CONTRADICTS;
        return new ReproducedNumber(number, Estimate.of(ours), verdict, from, "");
    }

    /** Ours of a part of the rows; the correction over all tests of the report decides. */
    static ReproducedNumber tested(PrintedNumber number, Estimate ours, SamplingTest test, String from, String remark) {
        return new ReproducedNumber(number, ours, verdict(test), from, remark, Optional.of(test));
    }

    private static Verdict verdict(SamplingTest test) {
        if (test.explains()) {
            return Verdict.WITHIN_SAMPLING_ERROR;
        }
        return test.random() ? Verdict.CONTRADICTS : Verdict.COMPUTED;
    }

    /** The same under another p-value, which is that of all tests together. */
    ReproducedNumber corrected(double pValue) {
        SamplingTest before = test.orElseThrow();
        SamplingTest now = new SamplingTest(before.pValue(), pValue, before.random());
        return tested(number, ours, now, from, remark).withRemark(now.remark());
    }

    /** The same where the rows are not the paper's: neither agreement nor difference says anything of it. */
    ReproducedNumber ofOtherRows() {
        boolean judged =
                verdict == Verdict.EXACT || verdict == Verdict.WITHIN_SAMPLING_ERROR || verdict == Verdict.CONTRADICTS;
        return judged ? computed(number, ours, from, remark) : this;
    }

    /** The same with something more to be said. */
    ReproducedNumber withRemark(String more) {
        return more.isEmpty()
                ? this
                : new ReproducedNumber(
                        number, ours, verdict, from, remark.isEmpty() ? more : remark + "; " + more, test);
    }
}
