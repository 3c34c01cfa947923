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
import helpsteer.stats.Tails;
import helpsteer.stats.Wilson;
import helpsteer.stats.agreement.Kappa;
import helpsteer.stats.agreement.Kappa.Pooling;
import helpsteer.stats.agreement.Kappa.Weights;
import helpsteer.stats.agreement.ScoreLists;
import helpsteer.stats.test.PValues;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final double ALARM = 0.05;
    private static final double PER_CENT = 100;
    private static final Seed SEED = new Seed(1);

    private final DataAtHand data;
    private final String from;

    RaterAgreement(DataAtHand data) {
        this.data = data;
        this.from = DataAtHand.named(DataAtHand.LISTS, data.lists().size());
    }

    @Override
    public List<ReproducedNumber> of(List<PrintedNumber> numbers) {
        if (data.lists().isEmpty()) {
            return numbers.stream().map(ReproducedNumber::needsFile).toList();
        }
        List<RaterScores> best =
                data.lists().stream().map(RaterScores::mostAgreeing).toList();
        Filtered<RaterScores> kept = RaterScores.agreeing(best);
        List<ReproducedNumber> out = new ArrayList<>();
        for (PrintedNumber number : numbers) {
            out.add(
                    switch (number.place().column()) {
                        case INITIAL ->
                            data.isPublished() ? ReproducedNumber.needsFile(number) : kappa(number, data.lists());
                        case IMPROVED -> kappa(number, best);
                        default -> number.place().inText() ? ofText(number, best, kept) : kappa(number, kept.items());
                    });
        }
        return data.isPublished() && !data.hasAllLists() ? corrected(out) : out;
    }

    private ReproducedNumber kappa(PrintedNumber number, List<RaterScores> rows) {
        if (rows.size() < 2) {
            return ReproducedNumber.computed(number, Estimate.of(Double.NaN), from, "too few rows are left");
        }
        Attribute attribute = Attribute.valueOf(number.place().row().toUpperCase(Locale.ROOT));
        ScoreLists scores = RaterScores.ofAttribute(rows, attribute);
        double value = kappa(scores, Pooling.ALL_PAIRS_BOTH_ORDERS);
        if (Double.isNaN(value)) {
            return ReproducedNumber.computed(number, Estimate.of(value), from, "undefined, as all scores are one");
        }
        int[] prompts = Prompt.numbers(rows.stream().map(RaterScores::prompt).toList());
        Estimate ours = Arrays.stream(prompts).distinct().count() < 2
                ? Estimate.of(value)
                : Bootstrap.ofGroups(
                                prompts,
                                Kappa.statistic(scores, Weights.QUADRATIC, Pooling.ALL_PAIRS_BOTH_ORDERS),
                                RESAMPLES,
                                LEVEL,
                                SEED.stream(number.id()))
                        .toEstimate();
        return data.hasAllLists() ? ofAll(number, ours, scores) : ReproducedNumber.computed(number, ours, from, "");
    }

    private static double kappa(ScoreLists scores, Pooling pooling) {
        return Kappa.pooled(scores, Weights.QUADRATIC, pooling).value();
    }

    /** Of all lists: exact by the usual pooling, contradicted where no way of pooling comes near. */
    private ReproducedNumber ofAll(PrintedNumber number, Estimate ours, ScoreLists scores) {
        DoubleSummaryStatistics ways = Arrays.stream(Pooling.values())
                .mapToDouble(way -> kappa(scores, way))
                .summaryStatistics();
        String remark = String.format(Locale.ROOT, "%.4f to %.4f by the way of pooling", ways.getMin(), ways.getMax());
        double low = ways.getMin() - number.rounding();
        double high = ways.getMax() + number.rounding();
        return number.value() < low || number.value() > high
                ? new ReproducedNumber(number, ours, Verdict.CONTRADICTS, from, remark)
                : ReproducedNumber.exactOrComputed(number, ours, from, remark);
    }

    /** Of a part of the lists: what is left of the differences after Holm's correction contradicts. */
    private List<ReproducedNumber> corrected(List<ReproducedNumber> all) {
        List<ReproducedNumber> tested = all.stream()
                .filter(each -> each.verdict() == Verdict.COMPUTED
                        && each.number().rule().method() == Method.KAPPA
                        && each.ours().hasInterval())
                .toList();
        double[] adjusted =
                PValues.holm(tested.stream().mapToDouble(RaterAgreement::pValue).toArray());
        return all.stream()
                .map(each -> {
                    int at = tested.indexOf(each);
                    return at < 0
                            ? each
                            : ReproducedNumber.sampled(
                                    each.number(), each.ours(), adjusted[at] >= ALARM, from, each.remark());
                })
                .toList();
    }

    /** Of the difference from the print beyond its rounding, by the bootstrap's interval taken as normal. */
    private static double pValue(ReproducedNumber each) {
        Interval interval = each.ours().interval();
        double error = (interval.high() - interval.low()) / 2 / Tails.criticalZ(interval.level());
        double beyond = Math.max(
                0,
                Math.abs(each.ours().value() - each.number().value())
                        - each.number().rounding());
        double z = beyond / error;
        return beyond == 0 ? 1 : Tails.upperChiSquared(z * z, 1);
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
            return ReproducedNumber.computed(number, Estimate.of(concentration(best)), from, "");
        }
        return data.hasAllLists()
                ? ReproducedNumber.exactOrComputed(number, ours, from, "")
                : ReproducedNumber.computed(number, ours, from, "");
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
