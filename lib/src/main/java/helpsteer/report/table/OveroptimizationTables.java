package helpsteer.report.table;

import helpsteer.stats.Estimate;
import helpsteer.stats.Numbers;
import helpsteer.study.overoptimization.CurveResult;
import helpsteer.study.overoptimization.OveroptimizationReport;
import helpsteer.study.overoptimization.ProxyResult;
import helpsteer.study.overoptimization.ProxyResult.Alternative;
import helpsteer.study.overoptimization.ProxyResult.BestOfN;
import helpsteer.study.overoptimization.ProxyResult.GainAt;
import helpsteer.study.overoptimization.ScalingFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * Tables of over-optimisation. Rewards are differences from the reference policy, in its standard deviations; intervals are at
 * 95 %.
 */
public final class OveroptimizationTables {
    private static final int KL_DECIMALS = 2;

    private OveroptimizationTables() {}

    /** All tables as texts for a terminal; that of the ends of training where there was any. */
    public static List<String> texts(OveroptimizationReport report) {
        return Stream.of(
                        quality("Proxies", report),
                        bestOfN("Best of n", report),
                        turnOvers("Where gold turns", report),
                        fits("The paper's two forms", report),
                        alternatives("Remedies and optimizers at the same KL", report),
                        ends("Where training ended", report))
                .filter(table -> table.rowCount() > 0)
                .map(RunTables::text)
                .toList();
    }

    private record Row<T>(int pairs, T of) {}

    private record Fitted(CurveResult curve, ScalingFit fit) {}

    private static <T> List<Row<T>> rows(OveroptimizationReport report, Function<ProxyResult, Stream<T>> parts) {
        List<Row<T>> out = new ArrayList<>();
        for (ProxyResult proxy : report.proxies()) {
            parts.apply(proxy).forEach(part -> out.add(new Row<>(proxy.pairs(), part)));
        }
        return out;
    }

    /** How good the proxies of each size are, and what theory says of the KL-regularised optimum by them. */
    public static Table quality(String title, OveroptimizationReport report) {
        TableBuilder<ProxyResult> table = TableBuilder.of(title, report.proxies())
                .column("pairs", ProxyResult::pairs)
                .column("correlation with gold [95 %]", proxy -> proxy.quality().correlation());
        boolean known = report.proxies().stream()
                .anyMatch(proxy -> proxy.quality().alpha().isPresent());
        return known
                ? table.column("α in theory [95 %]", proxy -> proxy.quality().alpha())
                        .column("β in theory [95 %]", proxy -> proxy.quality().beta())
                        .column("KL of the turn-over in theory", KL_DECIMALS, proxy -> proxy.quality()
                                .turnOver())
                        .table()
                : table.table();
    }

    /** A row for each number of pairs and each n. */
    public static Table bestOfN(String title, OveroptimizationReport report) {
        List<Row<BestOfN>> rows = rows(report, proxy -> proxy.bestOfN().stream());
        TableBuilder<Row<BestOfN>> table = TableBuilder.of(title, rows)
                .column("pairs", Row::pairs)
                .column("n", row -> row.of().n());
        if (rows.stream().anyMatch(row -> row.of().kl().isPresent())) {
            table.column("KL, exact", 3, row -> row.of().kl().map(Estimate::value));
        }
        return table.column("KL, bound", 3, row -> row.of().bound())
                .column("gold [95 %]", row -> row.of().chosen().gold())
                .column("proxy [95 %]", row -> row.of().chosen().proxy())
                .column("gold of the best [95 %]", row -> row.of().best())
                .table();
    }

    /** A row for each number of pairs and each optimiser: where gold turns, and what is lost after that. */
    public static Table turnOvers(String title, OveroptimizationReport report) {
        return TableBuilder.of(title, rows(report, proxy -> proxy.curves().stream()))
                .column("pairs", Row::pairs)
                .column("policies", row -> row.of().optimizer())
                .column("KL of the turn-over [95 %]", row -> row.of().turnOver().toString())
                .column("resamples that turn", Tables::percent, row -> row.of()
                        .turnOver()
                        .share())
                .column("KL at the end", KL_DECIMALS, row -> last(row.of()).kl())
                .column("gold at the end [95 %]", row -> last(row.of()).gold())
                .column(
                        "less gold at the top [95 %]",
                        row -> row.of().turnOver().change())
                .table();
    }

    private static CurveResult.Point last(CurveResult curve) {
        return curve.points().get(curve.points().size() - 1);
    }

    /** A row for each number of pairs, each optimiser and both forms of the paper. */
    public static Table fits(String title, OveroptimizationReport report) {
        List<Row<Fitted>> rows = rows(report, proxy -> proxy.curves().stream()
                .flatMap(curve -> curve.fits().stream().map(fit -> new Fitted(curve, fit))));
        return TableBuilder.of(title, rows)
                .column("pairs", Row::pairs)
                .column("policies", row -> row.of().curve().optimizer())
                .column("form", row -> row.of().fit().form().title())
                .column("α [95 %]", row -> row.of().fit().alpha())
                .column("β [95 %]", row -> row.of().fit().beta())
                .column("error, seed left out", 4, row -> row.of().fit().seedError())
                .column("error, farther half", 4, row -> row.of().fit().farError())
                .table();
    }

    /** A row for each number of pairs and each alternative: what it gains in gold at the same KL, and where it turns. */
    public static Table alternatives(String title, OveroptimizationReport report) {
        List<Row<Alternative>> rows = rows(report, proxy -> proxy.alternatives().stream());
        List<Double> compared = rows.stream()
                .flatMap(row -> row.of().gains().stream().map(GainAt::kl))
                .distinct()
                .sorted()
                .toList();
        return TableBuilder.of(title, rows)
                .column("pairs", Row::pairs)
                .column("policies", row -> row.of().curve().optimizer())
                .column("against", row -> row.of().against())
                .columns(
                        compared,
                        kl -> "gold gained at KL " + Numbers.fixed(kl, KL_DECIMALS) + " [95 %]",
                        3,
                        (kl, row) -> gain(row.of(), kl))
                .column(
                        "KL of the turn-over [95 %]",
                        row -> row.of().curve().turnOver().toString())
                .table();
    }

    private static Optional<Estimate> gain(Alternative alternative, double kl) {
        return alternative.gains().stream()
                .filter(gain -> gain.kl() == kl)
                .map(GainAt::gain)
                .findFirst();
    }

    /** A row for each number of pairs and each training: where it came to. */
    public static Table ends(String title, OveroptimizationReport report) {
        List<Row<CurveResult>> rows = rows(report, proxy -> Stream.concat(
                        proxy.curves().stream(), proxy.alternatives().stream().map(Alternative::curve))
                .filter(curve -> curve.end().isPresent())
                .distinct());
        return TableBuilder.of(title, rows)
                .column("pairs", Row::pairs)
                .column("training", row -> row.of().optimizer())
                .column("KL [95 %]", KL_DECIMALS, row -> row.of().end().map(CurveResult.End::kl))
                .column("gold [95 %]", row -> row.of().end().map(CurveResult.End::gold))
                .column("proxy [95 %]", row -> row.of().end().map(CurveResult.End::proxy))
                .table();
    }
}
