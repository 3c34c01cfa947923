package helpsteer.study.paper;

import helpsteer.data.io.Csv;
import helpsteer.data.paper.PaperTable;
import helpsteer.stats.Estimate;
import helpsteer.stats.fit.Correlation;
import helpsteer.study.paper.ReproducedNumber.Recomputation;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Printed numbers that follow from other printed ones. */
final class PrintedArithmetic implements Recomputation {
    private static final List<String> SECTIONS = List.of("chat", "chat-hard", "safety", "reasoning");
    private static final String SHARE = "share of ";
    private static final String PER_CENT = " (%)";
    private static final String ELO = "arena elo";
    private static final double WHOLE = 100;
    private static final double THOUSAND = 1000;

    /** Which run and which count of conversations, in thousands, an epoch count of section 4.2 is about. */
    private static final Map<String, List<String>> EPOCHS = Map.of(
            "epochs over Open Assistant", List.of("SFT w. Open Assistant", "Open Assistant conversations (thousands)"),
            "epochs over Daring Anteater", List.of("SFT w. DA", "Daring Anteater conversations (thousands)"));

    private final PrintedPaper paper;

    PrintedArithmetic(PrintedPaper paper) {
        this.paper = paper;
    }

    @Override
    public List<ReproducedNumber> of(List<PrintedNumber> numbers) {
        return numbers.stream().map(this::one).toList();
    }

    private ReproducedNumber one(PrintedNumber number) {
        Method method = number.rule().method();
        return switch (method) {
            case DEFINITION -> ReproducedNumber.compared(number, 1, method.title());
            case SECTION_MEAN -> sectionMean(number);
            case JUDGE_FIT -> judgeFit(number);
            case SHARES -> share(number);
            case EPOCHS -> epochs(number);
            default -> throw new IllegalArgumentException("method must be one of arithmetic, got " + method);
        };
    }

    private ReproducedNumber sectionMean(PrintedNumber number) {
        PaperTable table = paper.table(3);
        double sum = 0;
        for (String section : SECTIONS) {
            sum += table.number(number.place().row(), section).orElseThrow();
        }
        return ReproducedNumber.compared(
                number,
                sum / SECTIONS.size(),
                2 * number.rounding(),
                number.rule().method().title());
    }

    /** Exact by the printed rows; contradicted only where no scores that round to the printed ones give it. */
    private ReproducedNumber judgeFit(PrintedNumber number) {
        PaperTable table = paper.table(5);
        String row = number.place().row();
        String judge = "mt bench " + row.substring(row.lastIndexOf(' ') + 1);
        double[] elo = column(table, ELO);
        double[] scores = column(table, judge);
        double fit = explained(scores, elo);
        double slack = number.rounding() + slack(judge, fit, scores, elo) + slack(ELO, fit, elo, scores);
        String from = number.rule().method().title();
        return number.agrees(fit) || !number.agrees(fit, slack)
                ? ReproducedNumber.compared(number, fit, from)
                : ReproducedNumber.computed(
                        number,
                        Estimate.of(fit),
                        from,
                        "no farther off than the rounding of the printed rows explains");
    }

    /** How far a fit can move, at first order, where every number of one column moves by half a unit of its print. */
    private double slack(String column, double fit, double[] moved, double[] fixed) {
        List<PrintedNumber> printed = paper.numbers().stream()
                .filter(each -> each.place().table().equals("5")
                        && each.place().column().equals(column))
                .toList();
        double sum = 0;
        for (int i = 0; i < moved.length; i++) {
            double[] other = moved.clone();
            other[i] += printed.get(i).rounding();
            sum += Math.abs(explained(other, fixed) - fit);
        }
        return sum;
    }

    private static double explained(double[] scores, double[] elo) {
        double r = Correlation.coefficient(scores, elo);
        return r * r;
    }

    private static double[] column(PaperTable table, String column) {
        return table.rows().stream()
                .mapToDouble(row -> table.number(row, column).orElseThrow())
                .toArray();
    }

    /** What is left of the whole, or of the family, by the other shares of the same kind. */
    private ReproducedNumber share(PrintedNumber number) {
        List<PrintedNumber> all = paper.numbers().stream()
                .filter(each -> each.rule().method() == Method.SHARES)
                .toList();
        String family = family(name(number), all);
        double rest = family.isEmpty() ? WHOLE : paper.text(SHARE + family + PER_CENT);
        double slack = number.rounding() * (family.isEmpty() ? 1 : 2);
        for (PrintedNumber other : all) {
            if (!other.equals(number) && family(name(other), all).equals(family)) {
                rest -= other.value();
                slack += other.rounding();
            }
        }
        return ReproducedNumber.compared(
                number, rest, slack, number.rule().method().title());
    }

    /** The share that this one is a part of; empty for a share of the whole. */
    private static String family(String name, List<PrintedNumber> all) {
        return all.stream()
                .map(PrintedArithmetic::name)
                .filter(other -> name.startsWith(other + " "))
                .findFirst()
                .orElse("");
    }

    private static String name(PrintedNumber share) {
        String row = share.place().row();
        return row.substring(SHARE.length(), row.length() - PER_CENT.length());
    }

    private ReproducedNumber epochs(PrintedNumber number) {
        List<String> about = EPOCHS.getOrDefault(number.place().row(), List.of());
        if (about.isEmpty()) {
            throw new IllegalArgumentException("number must be one of " + EPOCHS.keySet() + ", got " + number.id());
        }
        Csv.Line run = paper.run(about.get(0));
        double conversations = THOUSAND * paper.text(about.get(1));
        double epochs = run.needed("steps") * run.needed("sequences") / conversations;
        String remark = String.format(
                Locale.ROOT,
                "%,.0f steps of %,.0f over %,.0f conversations",
                run.needed("steps"),
                run.needed("sequences"),
                conversations);
        return ReproducedNumber.exactOrComputed(
                number,
                Estimate.of(epochs),
                number.rule().method().title(),
                number.agrees(epochs) ? remark : "the paper's own arithmetic does not close: " + remark);
    }
}
