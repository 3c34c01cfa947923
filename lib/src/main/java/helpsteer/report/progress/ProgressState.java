package helpsteer.report.progress;

import helpsteer.report.Html;
import helpsteer.stats.Numbers;
import java.util.Locale;

/**
 * How far a task has come.
 *
 * @param task what is being done
 * @param done units finished
 * @param total units in all, or -1 where that is not known
 * @param startedAt units that were finished when the clock started, as after a resume
 * @param elapsedNanos time since then
 * @param note a remark, may be empty
 */
record ProgressState(String task, long done, long total, long startedAt, long elapsedNanos, String note) {
    private static final int BAR = 24;

    boolean complete() {
        return total >= 0 && done >= total;
    }

    /** The finished share in [0, 1]; NaN where the total is not known. */
    double share() {
        if (total < 0) {
            return Double.NaN;
        }
        return total == 0 ? 1 : Math.min(1, Math.max(0, (double) done / total));
    }

    /** Units a second since the start; NaN before the first unit. */
    double rate() {
        return done > startedAt && elapsedNanos > 0 ? (done - startedAt) / (elapsedNanos / 1e9) : Double.NaN;
    }

    /** Seconds to go at the rate so far; NaN where that is not known. */
    double secondsLeft() {
        return total < 0 ? Double.NaN : Math.max(0, total - done) / rate();
    }

    /** One line for a terminal. */
    String text() {
        String bar = "";
        if (total >= 0) {
            int full = (int) (share() * BAR);
            bar = "█".repeat(full)
                    + "░".repeat(BAR - full)
                    + String.format(Locale.ROOT, " %3.0f %%  ", Math.floor(100 * share()));
        }
        return task + "  " + bar + numbers();
    }

    /** Counts, rate, time and remark. */
    private String numbers() {
        StringBuilder out = new StringBuilder(String.format(Locale.ROOT, "%,d", done));
        if (total >= 0) {
            out.append(String.format(Locale.ROOT, " of %,d", total));
        }
        if (!Double.isNaN(rate())) {
            out.append("  ")
                    .append(
                            rate() < 1
                                    ? Numbers.significant(60 * rate(), 3) + "/min"
                                    : Numbers.significant(rate(), 3) + "/s");
        }
        if (complete() || total < 0) {
            out.append("  ").append(Numbers.duration(elapsedNanos / 1e9));
        } else if (!Double.isNaN(secondsLeft())) {
            out.append("  ").append(Numbers.duration(secondsLeft())).append(" left");
        }
        return note.isEmpty() ? out.toString() : out + "  " + note;
    }

    String html() {
        String width = total < 0 ? "100" : Numbers.fixed(100 * share(), 1);
        String opacity = total < 0 ? ";opacity:.35" : "";
        String bar =
                "<span style=\"display:inline-block;width:180px;height:10px;margin:0 8px;background:rgba(128,128,128,.3);"
                        + "border-radius:3px;overflow:hidden\"><span style=\"display:block;height:10px;width:" + width
                        + "%;background:" + (complete() ? "#009E73" : "#0072B2") + opacity + "\"></span></span>";
        String percent = total < 0 ? "" : String.format(Locale.ROOT, "%.0f %% · ", Math.floor(100 * share()));
        return Html.block("<span style=\"font-size:90%;font-variant-numeric:tabular-nums\">" + Html.escape(task) + bar
                + Html.escape(percent + numbers().replace("  ", " · ")) + "</span>");
    }
}
