package helpsteer.study.paper;

import helpsteer.stats.Estimate;

/**
 * A printed number with ours beside it.
 *
 * @param ours with a 95 % interval where one is known; NaN where nothing was computed
 * @param from which file or which printed numbers ours comes from; empty where nothing was computed
 * @param remark what a reader should know of this number alone, may be empty
 */
public record ReproducedNumber(PrintedNumber number, Estimate ours, Verdict verdict, String from, String remark) {
    private static final Estimate NOTHING = Estimate.of(Double.NaN);

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

    /** Ours is the same quantity, and is exact where it rounds to the print; otherwise it settles nothing. */
    static ReproducedNumber exactOrComputed(PrintedNumber number, Estimate ours, String from, String remark) {
        return number.agrees(ours.value())
                ? new ReproducedNumber(number, ours, Verdict.EXACT, from, "")
                : computed(number, ours, from, remark);
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

    /** Ours of a part of the rows, by whether drawing that part explains the difference. */
    static ReproducedNumber sampled(
            PrintedNumber number, Estimate ours, boolean explained, String from, String remark) {
        Verdict verdict = explained ? Verdict.WITHIN_SAMPLING_ERROR : Verdict.CONTRADICTS;
        return new ReproducedNumber(number, ours, verdict, from, remark);
    }

    /** The same with something more to be said. */
    ReproducedNumber withRemark(String more) {
        return more.isEmpty()
                ? this
                : new ReproducedNumber(number, ours, verdict, from, remark.isEmpty() ? more : remark + "; " + more);
    }
}
