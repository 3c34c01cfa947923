package helpsteer.report.table;

import helpsteer.data.fetch.DataHome;
import helpsteer.report.Html;
import helpsteer.report.Rendered;
import helpsteer.report.Shown;
import helpsteer.stats.Estimate;
import helpsteer.study.paper.PrintedNumber;
import helpsteer.study.paper.ReproducedNumber;
import helpsteer.study.paper.Reproduction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;

/**
 * Every printed number of the paper beside ours, table by table:
 *
 * <pre>{@code
 * ReproductionReport.of(DataHome.find())
 * }</pre>
 *
 * @param reproduction the numbers and their verdicts
 */
public record ReproductionReport(Reproduction reproduction) implements Shown {
    /** Computes what the files in a folder allow. */
    public static ReproductionReport of(DataHome home) {
        return new ReproductionReport(Reproduction.of(home));
    }

    /** The numbers of one table, 1 to 6 or {@value PrintedNumber#TEXT}, to filter and join. */
    public Table table(String table) {
        boolean inText = table.equals(PrintedNumber.TEXT);
        String title = (inText ? "Numbers in the text" : "Table " + table) + ", beside " + reproduction.data();
        return TableBuilder.of(title, reproduction.of(table))
                .column(inText ? "number" : "row", each -> each.number().place().row())
                .column(
                        inText ? "section" : "column",
                        each -> each.number().place().column())
                .column("paper", each -> each.number().printed())
                .column("ours [95 %]", ReproductionReport::ours)
                .column("verdict", each -> each.verdict().title())
                .column("from", ReproducedNumber::from)
                .column("remark", ReproducedNumber::remark)
                .table();
    }

    /** One digit more than the paper prints, so that a reader sees how it rounds. */
    private static String ours(ReproducedNumber each) {
        Estimate ours = each.ours();
        return Double.isNaN(ours.value()) ? "" : ours.text(each.number().decimals() + 1);
    }

    /** What the columns of a table were computed by, how far ours may be off, and why; a line for each such rule. */
    public List<String> rules(String table) {
        Map<PrintedNumber.Rule, Set<String>> columns = new LinkedHashMap<>();
        for (ReproducedNumber each : reproduction.of(table)) {
            PrintedNumber number = each.number();
            columns.computeIfAbsent(number.rule(), key -> new LinkedHashSet<>())
                    .add(
                            table.equals(PrintedNumber.TEXT)
                                    ? number.place().row()
                                    : number.place().column());
        }
        List<String> lines = new ArrayList<>();
        columns.forEach((rule, names) -> lines.add(String.join(", ", names) + ": by "
                + rule.method().title() + "; tolerance: " + rule.tolerance().title() + ", as " + rule.why()));
        return lines;
    }

    /**
     * One line with the count of each verdict, and where something is contradicted a line for each such number. Of rows that
     * are not the paper's it says that they settle nothing.
     */
    public String summary() {
        List<ReproducedNumber> against = reproduction.contradictions();
        return reproduction + ".\n" + (against.isEmpty() ? nothing() : "Contradicted:\n" + lines(against));
    }

    private String nothing() {
        return reproduction.ofPublishedRows()
                ? "Nothing is contradicted."
                : "These rows are not the paper's: what is exact follows from the print alone,"
                        + " and nothing here reproduces or contradicts what the paper measured.";
    }

    private static String lines(Collection<ReproducedNumber> against) {
        return against.stream()
                .map(each -> each.number().id() + ": printed " + each.number().printed() + ", ours " + ours(each)
                        + (each.remark().isEmpty() ? "" : "; " + each.remark()))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public Rendered rendered() {
        List<Rendered> parts = new ArrayList<>();
        for (String table : reproduction.tables()) {
            Table all = table(table);
            parts.add(TableText.of(all, all.rowCount()).rendered());
            parts.add(lines(rules(table)));
        }
        parts.add(lines(summary().lines().toList()));
        return Rendered.stacked(reproduction.toString(), parts.toArray(Rendered[]::new));
    }

    private static Rendered lines(List<String> lines) {
        String html = lines.stream().map(Html::escape).collect(Collectors.joining("<br>", "<p>", "</p>"));
        return Rendered.html(html, String.join("\n", lines));
    }
}
