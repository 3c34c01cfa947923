package helpsteer.study.paper;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.Prompt;
import helpsteer.data.sets.RaterScores;
import helpsteer.run.Seed;
import helpsteer.stats.Bootstrap;
import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import helpsteer.stats.Moments;
import helpsteer.stats.Wilson;
import helpsteer.stats.agreement.Kappa;
import helpsteer.stats.agreement.Kappa.Pooling;
import helpsteer.stats.agreement.Kappa.Weights;
import helpsteer.stats.agreement.ScoreLists;
import helpsteer.study.paper.ReproducedNumber.Recomputation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/**
 * Table 1 by its stages, and what the text says of the raters, from their single scores.
 *
 * <p>The first stage has all scores of a response, the second the three most in agreement, the third those of the prompts
 * that then pass the last filter. The scores of the paper's own first stage were never released, so on published data that
 * column is not computed.
 */
final class RaterAgreement implements Recomputation {
    private static final String INITIAL = "initial collection";
    private static final String IMPROVED = "after improvements";
    private static final int RESAMPLES = 500;
    private static final double LEVEL = 0.95;
    private static final double PER_CENT = 100;
    private static final Seed SEED = new Seed(1);

    private final DataAtHand data;
    private final Drawn drawn;
    private final String from;

    RaterAgreement(PrintedPaper paper, DataAtHand data) {
        this.data = data;
        this.drawn = data.listsDrawn(paper);
        this.from = DataAtHand.named(DataAtHand.LISTS, data.lists().size());
    }

    /** One way to read what a column of the table is computed of. */
    private record Reading(String name, List<RaterScores> rows, Pooling pooling) {}

    /** What a reading gives. */
    record Found(String reading, Estimate ours, double error) {}

    @Override
    public List<ReproducedNumber> of(List<PrintedNumber> numbers) {
        if (data.lists().isEmpty()) {
            return numbers.stream().map(ReproducedNumber::needsFile).toList();
        }
        List<RaterScores> best =
                data.lists().stream().map(RaterScores::mostAgreeing).toList();
        Filtered<RaterScores> kept = RaterScores.agreeing(best);
        List<RaterScores> keptOfAll = RaterScores.agreeing(data.lists()).items();
        List<ReproducedNumber> out = new ArrayList<>();
        for (PrintedNumber number : numbers) {
            out.add(
                    switch (number.place().column()) {
                        case INITIAL ->
                            data.isPublished()
                                    ? ReproducedNumber.needsFile(number)
                                    : kappa(number, readings(data.lists(), data.lists()));
                        case IMPROVED -> kappa(number, readings(best, data.lists()));
                        default ->
                            number.place().inText()
                                    ? ofText(number, best, kept)
                                    : kappa(number, readings(kept.items(), keptOfAll));
                    });
        }
        return out;
    }

    /** Every way of pooling, of the three scores most in agreement and of all; the usual one first. */
    private static List<Reading> readings(List<RaterScores> best, List<RaterScores> all) {
        List<Reading> out = new ArrayList<>();
        for (Pooling pooling : Pooling.values()) {
            String name = pooling.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            out.add(new Reading(name + " of the best three scores", best, pooling));
            out.add(new Reading(name + " of all scores", all, pooling));
        }
        return out;
    }

    private ReproducedNumber kappa(PrintedNumber number, List<Reading> readings) {
        Reading usual = readings.get(0);
        if (usual.rows().size() < 2) {
            return ReproducedNumber.computed(number, Estimate.of(Double.NaN), from, "too few rows are left");
        }
        Found first = found(number, usual);
        if (Double.isNaN(first.ours().value())) {
            return ReproducedNumber.computed(number, first.ours(), from, "undefined, as all scores are one");
        }
        boolean judged = drawn.part() == Drawn.Part.ALL || drawn.part().isTested();
        if (!judged) {
            return ReproducedNumber.computed(number, first.ours(), from, drawn.remark());
        }
        List<Found> found = new ArrayList<>(List.of(first));
        readings.stream()
                .skip(1)
                .map(each -> found(number, each))
                .filter(each -> !Double.isNaN(each.ours().value()))
                .forEach(found::add);
        if (drawn.part() == Drawn.Part.ALL) {
            return ofAll(number, found, from);
        }
        return prompts(usual) < SamplingTest.FEWEST
                ? ReproducedNumber.computed(number, first.ours(), from, SamplingTest.TOO_FEW)
                : ofPart(number, found);
    }

    private static long prompts(Reading reading) {
        return reading.rows().stream().map(RaterScores::prompt).distinct().count();
    }

    private static Found found(PrintedNumber number, Reading reading) {
        Attribute attribute = Attribute.valueOf(number.place().row().toUpperCase(Locale.ROOT));
        ScoreLists scores = RaterScores.ofAttribute(reading.rows(), attribute);
        double value =
                Kappa.pooled(scores, Weights.QUADRATIC, reading.pooling()).value();
        if (Double.isNaN(value) || prompts(reading) < 2) {
            return new Found(reading.name(), Estimate.of(value), Double.NaN);
        }
        Bootstrap bootstrap = Bootstrap.ofGroups(
                Prompt.numbers(reading.rows().stream().map(RaterScores::prompt).toList()),
                Kappa.statistic(scores, Weights.QUADRATIC, reading.pooling()),
                RESAMPLES,
                LEVEL,
                SEED.stream(number.id()));
        return new Found(reading.name(), bootstrap.toEstimate(), bootstrap.standardError());
    }

    /**
     * Of all lists: exact by the reading that rounds to the print, contradicted where the print lies beyond what all
     * readings give, and otherwise open, as a reading between those known here may give it.
     */
    static ReproducedNumber ofAll(PrintedNumber number, List<Found> found, String from) {
        Found nearest = found.stream()
                .min(Comparator.comparingDouble(each -> Math.abs(each.ours().value() - number.value())))
                .orElseThrow();
        DoubleSummaryStatistics all = values(found);
        Verdict verdict;
        if (number.agrees(nearest.ours().value())) {
            verdict = Verdict.EXACT;
        } else {
            boolean between = number.value() >= all.getMin() && number.value() <= all.getMax();
            verdict = between ? Verdict.COMPUTED : Verdict.CONTRADICTS;
        }
        return new ReproducedNumber(number, nearest.ours(), verdict, from, tried(nearest, found));
    }

    /**
     * Of a part: every reading must differ for the number to be contradicted, so that its p-value is the largest of theirs
     * (the intersection-union test, Berger 1982).
     */
    private ReproducedNumber ofPart(PrintedNumber number, List<Found> found) {
        Found likeliest = found.stream()
                .max(Comparator.comparingDouble(each -> pValue(number, each)))
                .orElseThrow();
        SamplingTest test = SamplingTest.of(pValue(number, likeliest), drawn);
        return ReproducedNumber.tested(number, likeliest.ours(), test, from, tried(likeliest, found))
                .withRemark(drawn.part() == Drawn.Part.BLOCK ? drawn.remark() : "");
    }

    /** Of the difference from the print beyond its rounding, the bootstrap's statistic taken as normal. */
    private static double pValue(PrintedNumber number, Found found) {
        double beyond = Math.abs(found.ours().value() - number.value()) - number.rounding();
        return SamplingTest.pValue(beyond, found.error(), Double.POSITIVE_INFINITY);
    }

    /** Several readings are a freedom to come near, which a reader must know of. */
    private static String tried(Found chosen, List<Found> found) {
        DoubleSummaryStatistics all = values(found);
        return String.format(
                Locale.ROOT,
                "nearest by %s; %d readings tried, as the paper leaves it open, %.4f to %.4f",
                chosen.reading(),
                found.size(),
                all.getMin(),
                all.getMax());
    }

    private static DoubleSummaryStatistics values(List<Found> found) {
        return found.stream().mapToDouble(each -> each.ours().value()).summaryStatistics();
    }

    private ReproducedNumber ofText(PrintedNumber number, List<RaterScores> best, Filtered<RaterScores> kept) {
        String what = number.place().row();
        Estimate ours;
        if (what.startsWith("raters")) {
            Moments counts = Moments.of(
                    data.lists().stream().mapToDouble(RaterScores::count).toArray());
            ours = counts.count() > 1 ? counts.toEstimate() : Estimate.of(counts.mean());
        } else if (what.startsWith("removed")) {
            int removed = kept.droppedCount();
            Interval share = Wilson.of(removed, best.size());
            ours = new Estimate(
                    PER_CENT * removed / best.size(), PER_CENT * share.low(), PER_CENT * share.high(), share.level());
        } else {
            return ReproducedNumber.computed(number, Estimate.of(concentration(best)), from, drawn.remark());
        }
        return drawn.part() == Drawn.Part.ALL
                ? ReproducedNumber.exactOrComputed(number, ours, from, "")
                : ReproducedNumber.computed(number, ours, from, drawn.remark());
    }

    /**
     * The {@code alpha + beta} with which Beta distributions have the variance of the raters' scores of helpfulness, by
     * moments: {@code Var = m (1 - m) / (alpha + beta + 1)}, summed over the responses.
     */
    static double concentration(List<RaterScores> rows) {
        double variance = 0;
        double spread = 0;
        for (RaterScores row : rows) {
            Moments moments = Moments.of(row.of(Attribute.HELPFULNESS).stream()
                    .mapToDouble(score -> (double) score / Attribute.MAX)
                    .toArray());
            double own = moments.sampleSd() * moments.sampleSd();
            variance += own;
            // the mean of a few scores varies, and m (1 - m) is too small by the variance of that mean
            spread += moments.mean() * (1 - moments.mean()) + own / moments.count();
        }
        return spread / variance - 1;
    }
}
