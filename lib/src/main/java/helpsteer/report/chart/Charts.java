package helpsteer.report.chart;

import helpsteer.report.chart.Bars.Look;
import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/**
 * The charts of the notebooks, from plain numbers: none knows how the numbers were made. A title states what the chart
 * shows to be so; an axis names its unit.
 */
public final class Charts {
    private static final Color NEUTRAL = new Color(0x99, 0x99, 0x99);
    private static final int SMALL_WIDTH = 184;
    private static final int SMALL_HEIGHT = 210;

    private Charts() {}

    /**
     * How often values fall into bins of one width.
     *
     * @param values NaN is refused
     * @param bins at least 1
     */
    public static XYChart histogram(String title, String xLabel, double[] values, int bins) {
        return XyCharts.histogram(title, xLabel, values, bins);
    }

    /**
     * A small chart for each attribute: the share of each rating, in per cent.
     *
     * @param names of the attributes
     * @param counts a row for each attribute: how often the ratings 0, 1, 2, … were given
     */
    public static Figure attributeHistograms(String title, List<String> names, long[][] counts) {
        if (counts.length != names.size()) {
            throw new IllegalArgumentException(
                    "counts must have a row for each name, got " + counts.length + " and " + names.size());
        }
        double[][] percent = new double[counts.length][];
        double most = 0;
        for (int a = 0; a < counts.length; a++) {
            percent[a] = percentages(counts[a]);
            for (double value : percent[a]) {
                most = Math.max(most, value);
            }
        }
        Figure[] parts = new Figure[counts.length];
        for (int a = 0; a < parts.length; a++) {
            List<String> levels = IntStream.range(0, percent[a].length)
                    .mapToObj(Integer::toString)
                    .toList();
            int at = a;
            Look look = new Look(SMALL_WIDTH, SMALL_HEIGHT, 0, most + 6, 0, i -> Style.color(at));
            Estimates bars = Estimates.of(names.get(a), levels, percent[a]);
            parts[a] = new Bars(names.get(a), "rating", a == 0 ? "share of responses (%)" : "", List.of(bars), look)
                    .figure();
        }
        return Figure.grid(title, parts.length, parts);
    }

    /**
     * A matrix of correlations with its values, on a colour scale that is fixed to [-1, 1].
     *
     * @param names of rows and columns
     * @param r as many rows and columns as names; NaN is shown as a dash
     */
    public static Figure correlationHeatmap(String title, String[] names, double[][] r) {
        return HeatMap.ofCorrelations(title, names, r).figure();
    }

    /**
     * How much each token looks at each: a row is the token that looks, a column the one looked at.
     *
     * @param tokens names of rows and columns
     * @param weights in [0, 1], each row adding up to 1
     */
    public static Figure attentionHeatmap(String title, String[] tokens, double[][] weights) {
        return HeatMap.ofShares(title, tokens, weights).figure();
    }

    /** Bars side by side from zero, with intervals where the estimates have them. */
    public static Figure bars(String title, String yLabel, List<Estimates> series) {
        return new Bars(title, "", yLabel, series, Look.plain(0, 0, 2)).figure();
    }

    /**
     * Bars of agreement between raters, on an axis that always reaches to full agreement at 1.
     *
     * @param yLabel which coefficient, such as {@code "quadratic-weighted kappa"}
     */
    public static Figure agreementBars(String title, String yLabel, List<Estimates> series) {
        return new Bars(title, "", yLabel, series, Look.plain(0, 1, 2)).figure();
    }

    /**
     * How often the first response of a pair is better by so much; ties stand in grey.
     *
     * @param lowest the difference that the first count belongs to, such as -4
     * @param counts for the differences {@code lowest}, {@code lowest + 1}, …
     */
    public static Figure pairDifferenceBars(String title, String xLabel, int lowest, long[] counts) {
        List<String> labels = IntStream.range(lowest, lowest + counts.length)
                .mapToObj(d -> d > 0 ? "+" + d : Integer.toString(d))
                .toList();
        Look look = new Look(Style.WIDTH, Style.HEIGHT, 0, 0, 1, i -> {
            int difference = lowest + i;
            return difference == 0 ? NEUTRAL : Style.color(difference < 0 ? 1 : 0);
        });
        Estimates bars = Estimates.of("pairs", labels, percentages(counts));
        return new Bars(title, xLabel, "share of pairs (%)", List.of(bars), look).figure();
    }

    /**
     * A forest plot: each estimate a point with a horizontal interval, names on the left, numbers on the right.
     *
     * @param references where dashed vertical lines stand, such as 0.5 for chance
     */
    public static Figure intervals(String title, String xLabel, List<Estimates> series, double... references) {
        return new Intervals(
                        title,
                        xLabel,
                        series,
                        java.util.Arrays.stream(references).boxed().toList())
                .figure();
    }

    /**
     * Loss by step: each training value thin, their moving mean thick, validation as points with the best one marked.
     *
     * @param steps of the training losses, rising
     * @param train losses
     * @param validationSteps may be empty
     */
    public static XYChart learningCurve(
            String title, double[] steps, double[] train, double[] validationSteps, double[] validation) {
        return XyCharts.learningCurve(title, steps, train, validationSteps, validation);
    }

    /**
     * Predictions against truth: a faint point for each, the mean with its 95 % interval for each true level where there
     * are at most a dozen levels, and the diagonal on which perfect predictions lie.
     */
    public static XYChart predictedAgainstTrue(String title, double[] truth, double[] predicted) {
        return XyCharts.predictedAgainstTrue(title, truth, predicted);
    }

    /** Points with the least-squares line through them. */
    public static XYChart scatter(String title, String xLabel, String yLabel, double[] x, double[] y) {
        return XyCharts.scatter(title, xLabel, yLabel, x, y);
    }

    /** A few named points with the least-squares line through them. */
    public static Figure scatter(String title, String xLabel, String yLabel, List<Dot> dots) {
        return XyCharts.named(title, xLabel, yLabel, dots);
    }

    /**
     * A named point.
     *
     * @param label stands beside it
     * @param x position, in the unit of the axis
     * @param y position, in the unit of the axis
     */
    public record Dot(String label, double x, double y) {}

    /** Lines over a numeric axis, each with its band where it has one. */
    public static XYChart lines(String title, String xLabel, String yLabel, List<Line> lines) {
        return XyCharts.lines(title, xLabel, yLabel, lines);
    }

    /**
     * Calibration: how often something happened, by how probable it was said to be; the dashed diagonal is perfect.
     *
     * @param lines one for each model: mean probability of a bin against the share that happened, with its interval
     */
    public static XYChart reliability(String title, List<Line> lines) {
        return XyCharts.reliability(title, lines, 0, 1);
    }

    /**
     * Calibration of how sure a choice between two is, which is never below one half: the axis runs from 0.5 to the surest.
     *
     * @param lines as in {@link #reliability}, with probabilities of at least 0.5
     */
    public static XYChart sureness(String title, List<Line> lines) {
        double surest = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Line.Point::x)
                .max()
                .orElse(1);
        XYChart chart = XyCharts.reliability(title, lines, 0.5, Math.min(1, Math.ceil(10 * surest) / 10));
        chart.setXAxisTitle("probability of the preferred response");
        chart.setYAxisTitle("share in which it was the better one");
        return chart;
    }

    private static double[] percentages(long[] counts) {
        double sum = java.util.Arrays.stream(counts).sum();
        if (!(sum > 0)) {
            throw new IllegalArgumentException(
                    "counts must have a sum above 0, got " + java.util.Arrays.toString(counts));
        }
        return java.util.Arrays.stream(counts)
                .mapToDouble(count -> 100 * count / sum)
                .toArray();
    }
}
