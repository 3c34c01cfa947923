package helpsteer.report;

import helpsteer.bench.PairScores.Scored;
import helpsteer.bench.panels.Mistakes;
import helpsteer.data.BenchmarkPair;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model's worst mistakes with their texts beside each other, for reading in a live notebook.
 *
 * <p>Only the HTML form has the texts, so that logs and terminals do not. Most benchmarks' texts are other people's: clear
 * such an output before a notebook is saved, or show the project's own sample.
 */
public final class SideBySide implements Shown {
    private static final String CAPTION =
            "The texts belong to their authors; clear this output before saving, unless they are your own.";

    private final Mistakes mistakes;
    private final Map<String, BenchmarkPair> texts;

    private SideBySide(Mistakes mistakes, Map<String, BenchmarkPair> texts) {
        this.mistakes = mistakes;
        this.texts = texts;
    }

    /**
     * Joins mistakes and texts by key.
     *
     * @throws IllegalArgumentException where a pair's text is not among the pairs
     */
    public static SideBySide of(Mistakes mistakes, List<BenchmarkPair> pairs) {
        Map<String, BenchmarkPair> texts = new TreeMap<>();
        pairs.forEach(pair -> texts.put(pair.key(), pair));
        for (Scored pair : mistakes.pairs()) {
            if (!texts.containsKey(pair.key())) {
                throw new IllegalArgumentException("pairs must hold every mistake, got no " + pair.key());
            }
        }
        return new SideBySide(mistakes, texts);
    }

    @Override
    public Rendered rendered() {
        StringBuilder out = new StringBuilder(Html.element("div", "font-weight:bold", toString()));
        out.append(Html.element("div", "font-size:85%;opacity:.7", CAPTION));
        for (Scored pair : mistakes.pairs()) {
            BenchmarkPair text = texts.get(pair.key());
            if (text != null) {
                append(out, pair, text);
            }
        }
        return Rendered.html(Html.block(out.toString()), plain());
    }

    private static void append(StringBuilder out, Scored pair, BenchmarkPair text) {
        String cell =
                "vertical-align:top;text-align:left;width:50%;padding:4px 10px;white-space:pre-wrap;border:1px solid "
                        + Html.RULE;
        out.append("<table style=\"border-collapse:collapse;margin:8px 0;width:100%;table-layout:fixed\">");
        out.append(Html.element("caption", "caption-side:top;text-align:left;color:inherit", pair.key()));
        out.append("<tr style=\"background:none\"><td colspan=\"2\" style=\"" + cell + "\">")
                .append(Html.escape(text.prompt().markup()))
                .append("</td></tr><tr style=\"background:none\">")
                .append(Html.element(
                        "th",
                        cell,
                        side(
                                "better response",
                                pair.scores().chosen(),
                                pair.lengths().chosen())))
                .append(Html.element(
                        "th",
                        cell,
                        side(
                                "other response",
                                pair.scores().rejected(),
                                pair.lengths().rejected())))
                .append("</tr><tr style=\"background:none\">")
                .append(Html.element("td", cell, text.chosen()))
                .append(Html.element("td", cell, text.rejected()))
                .append("</tr></table>");
    }

    private static String side(String what, double score, int length) {
        return String.format(Locale.ROOT, "%s: score %.3f, %,d characters", what, score, length);
    }

    private String plain() {
        StringBuilder out = new StringBuilder(toString());
        for (Scored pair : mistakes.pairs()) {
            out.append(String.format(
                    Locale.ROOT,
                    "%n%s: score %.3f against %.3f, %d and %d characters",
                    pair.key(),
                    pair.scores().chosen(),
                    pair.scores().rejected(),
                    pair.lengths().chosen(),
                    pair.lengths().rejected()));
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return mistakes.pairs().size() + " worst of " + mistakes.total() + " mistakes of " + mistakes.model() + " on "
                + mistakes.benchmark();
    }
}
