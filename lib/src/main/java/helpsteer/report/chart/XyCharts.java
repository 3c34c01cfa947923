package helpsteer.report.chart;

import helpsteer.stats.Moments;
import helpsteer.stats.Numbers;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Point2D;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The charts with two numeric axes, drawn by XChart. */
final class XyCharts {
    private static final int MOST_LEVELS = 12;
    private static final String FIT = "fit";

    private XyCharts() {}

    static XYChart histogram(String title, String xLabel, double[] values, int bins) {
        if (values.length == 0 || bins < 1 || Arrays.stream(values).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException("values must be at least one number and bins at least 1, got "
                    + values.length + " values and " + bins + " bins");
        }
        double low = Arrays.stream(values).min().orElseThrow();
        double high = Arrays.stream(values).max().orElseThrow();
        double width = high > low ? (high - low) / bins : 1;
        double[] counts = new double[bins];
        for (double value : values) {
            counts[Math.min(bins - 1, (int) ((value - low) / width))]++;
        }
        double[] x = new double[4 * bins];
        double[] y = new double[4 * bins];
        for (int i = 0; i < bins; i++) {
            Arrays.fill(x, 4 * i, 4 * i + 2, low + i * width);
            Arrays.fill(x, 4 * i + 2, 4 * i + 4, low + (i + 1) * width);
            y[4 * i + 1] = counts[i];
            y[4 * i + 2] = counts[i];
        }
        XYChart chart = Style.xy(title, xLabel, "count");
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setYAxisMin(0.0);
        XYSeries series = chart.addSeries("values", x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        series.setFillColor(Style.faded(Style.color(0), 150));
        series.setLineColor(Style.color(0));
        series.setLineStyle(stroke(1f));
        roundTicks(chart);
        return chart;
    }

    static XYChart learningCurve(String title, double[] steps, double[] train, double[] at, double[] validation) {
        sameLength("steps", steps, "train", train);
        sameLength("validationSteps", at, "validation", validation);
        XYChart chart = Style.xy(title, "step", "loss");
        if (steps.length > 0) {
            XYSeries raw = line(chart, "training, each step", Curves.thin(steps), Curves.thin(train), Style.color(0));
            raw.setLineColor(Style.mix(Color.WHITE, Style.color(0), 0.35)); // opaque: joints would show otherwise
            raw.setLineStyle(stroke(0.9f));
            double[] smooth = Curves.movingMean(train, Math.max(1, train.length / 20));
            line(chart, "training, moving mean", Curves.thin(steps), Curves.thin(smooth), Style.color(0));
        }
        if (at.length > 0) {
            line(chart, "validation", at, validation, Style.color(1)).setMarker(SeriesMarkers.CIRCLE);
            chart.getSeries("validation").setMarkerColor(Style.color(1));
            int best = Curves.lowest(validation);
            if (best >= 0) {
                String name = "best: " + Numbers.significant(validation[best], 4) + " at step "
                        + Numbers.significant(at[best], 9);
                dots(chart, name, new double[] {at[best]}, new double[] {validation[best]}, Style.color(2))
                        .setMarker(Style.sized(SeriesMarkers.DIAMOND, 2));
            }
        }
        finish(chart);
        return chart;
    }

    static XYChart predictedAgainstTrue(String title, double[] truth, double[] predicted) {
        sameLength("truth", truth, "predicted", predicted);
        XYChart chart = Style.xy(title, "true rating", "predicted rating");
        chart.getStyler().setXAxisTickMarkSpacingHint(120);
        double[] levels = Arrays.stream(truth).distinct().sorted().toArray();
        boolean few = levels.length <= MOST_LEVELS;
        SplittableRandom jitter = new SplittableRandom(0); // only spreads points that would hide each other
        double spread = few ? 0.24 : 0;
        double[] x = Arrays.stream(truth)
                .map(t -> t + spread * (jitter.nextDouble() - 0.5))
                .toArray();
        double low = Math.min(min(truth), min(predicted));
        double high = Math.max(max(truth), max(predicted));
        XYSeries perfect = line(chart, "perfect", new double[] {low, high}, new double[] {low, high}, Style.FAINT);
        perfect.setLineStyle(Style.DASHED);
        dots(chart, "responses", x, predicted, Style.faded(Style.color(0), truth.length > 1000 ? 45 : 90));
        if (few) {
            Line line = new Line(
                    "mean, 95 % interval",
                    Arrays.stream(levels)
                            .mapToObj(level -> mean(level, truth, predicted))
                            .toList());
            whiskers(chart, line, Style.color(1));
            dots(chart, line.name(), line.xs(), line.ys(), Style.color(1))
                    .setMarker(Style.sized(SeriesMarkers.DIAMOND, 1.5));
        }
        finish(chart);
        return chart;
    }

    /** The mean prediction of one true level; a single one has no interval. */
    static Line.Point mean(double level, double[] truth, double[] predicted) {
        double[] own = IntStream.range(0, truth.length)
                .filter(i -> truth[i] == level)
                .mapToDouble(i -> predicted[i])
                .toArray();
        return own.length == 1
                ? new Line.Point(level, own[0], own[0], own[0])
                : Line.Point.of(level, Moments.of(own).toEstimate());
    }

    static XYChart scatter(String title, String xLabel, String yLabel, double[] x, double[] y) {
        sameLength("x", x, "y", y);
        XYChart chart = Style.xy(title, xLabel, yLabel);
        dots(chart, "each", x, y, Style.faded(Style.color(0), x.length > 500 ? 70 : 150));
        Curves.Fit fit = Curves.fit(x, y);
        double[] ends = {min(x), max(x)};
        line(chart, FIT, ends, new double[] {fit.at(ends[0]), fit.at(ends[1])}, Style.color(1))
                .setLabel("least squares, R² " + Numbers.fixed(fit.rSquared(), 3));
        chart.getSeries("each").setShowInLegend(false);
        finish(chart);
        return chart;
    }

    static Figure named(String title, String xLabel, String yLabel, List<Charts.Dot> dots) {
        double[] x = dots.stream().mapToDouble(Charts.Dot::x).toArray();
        double[] y = dots.stream().mapToDouble(Charts.Dot::y).toArray();
        XYChart chart = scatter(title, xLabel, yLabel, x, y);
        chart.getStyler().setPlotContentSize(0.86); // leaves room for the names
        return new Figure(title, Style.WIDTH, Style.HEIGHT, g -> {
            chart.paint(g, Style.WIDTH, Style.HEIGHT);
            DotNames names = new DotNames(new Canvas(g));
            XYSeries line = chart.getSeries(FIT);
            names.avoidLine(at(chart, line, 0), at(chart, line, 1));
            List<Point2D> places = dots.stream()
                    .<Point2D>map(dot ->
                            new Point2D.Double(chart.getScreenXFromChart(dot.x()), chart.getScreenYFromChart(dot.y())))
                    .toList();
            names.paint(dots.stream().map(Charts.Dot::label).toList(), places);
        });
    }

    static XYChart lines(String title, String xLabel, String yLabel, List<Line> lines) {
        XYChart chart = Style.xy(title, xLabel, yLabel);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).hasBand()) {
                band(chart, lines.get(i), Style.color(i));
            }
        }
        for (int i = 0; i < lines.size(); i++) {
            line(chart, lines.get(i).name(), lines.get(i).xs(), lines.get(i).ys(), Style.color(i));
        }
        chart.getStyler().setLegendVisible(lines.size() > 1);
        finish(chart);
        return chart;
    }

    /**
     * The diagonal runs from the lowest probability that can be to the highest that there is. The shares are what is seen;
     * the lines between them only tell which belong together.
     */
    static XYChart reliability(String title, List<Line> lines, double from, double to) {
        XYChart chart = Style.xy(title, "predicted probability", "share that happened");
        double[] ends = {from, to};
        line(chart, "perfect", ends, ends, Style.INK).setLineStyle(Style.DASHED);
        for (int i = 0; i < lines.size(); i++) {
            whiskers(chart, lines.get(i), soft(i)).setLineStyle(stroke(1.2f)); // first, so that none hides a share
        }
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            XYSeries series = line(chart, line.name(), line.xs(), line.ys(), soft(i));
            series.setLineStyle(stroke(0.8f));
            series.setMarker(Style.sized(SeriesMarkers.CIRCLE, 1.4)).setMarkerColor(Style.color(i));
        }
        finish(chart);
        return chart;
    }

    private static Color soft(int series) {
        return Style.mix(Color.WHITE, Style.color(series), 0.55);
    }

    private static XYSeries line(XYChart chart, String name, double[] x, double[] y, Color color) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        series.setLineColor(color);
        series.setLineStyle(stroke(2f));
        series.setMarker(SeriesMarkers.NONE);
        return series;
    }

    private static BasicStroke stroke(float width) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    }

    private static Point2D at(XYChart chart, XYSeries series, int i) {
        return new Point2D.Double(
                chart.getScreenXFromChart(series.getXData()[i]), chart.getScreenYFromChart(series.getYData()[i]));
    }

    private static void finish(XYChart chart) {
        LegendPlace.choose(chart);
        roundTicks(chart);
    }

    /**
     * Adds a point that is not drawn. Where all x, or all y, are equally spaced, XChart sets its ticks on them (1, 79,
     * 157, …) instead of on round numbers; one that is not spares us that.
     */
    private static void roundTicks(XYChart chart) {
        double[] x = chart.getSeriesCollection().stream()
                .flatMapToDouble(series -> Arrays.stream(series.getXData()))
                .toArray();
        double[] y = chart.getSeriesCollection().stream()
                .flatMapToDouble(series -> Arrays.stream(series.getYData()))
                .filter(Double::isFinite)
                .toArray();
        if (x.length > 0 && y.length > 0 && max(x) > min(x)) {
            double[] between = {min(x) + 0.3737 * (max(x) - min(x))};
            dots(chart, "between", between, new double[] {min(y) + 0.3737 * (max(y) - min(y))}, Color.WHITE)
                    .setMarker(SeriesMarkers.NONE)
                    .setShowInLegend(false);
        }
    }

    private static XYSeries dots(XYChart chart, String name, double[] x, double[] y, Color color) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(color);
        return series;
    }

    /** Vertical intervals as one series with gaps: XChart's own error bars are symmetric. */
    private static XYSeries whiskers(XYChart chart, Line line, Color color) {
        double[] x = new double[3 * line.points().size()];
        double[] y = new double[x.length];
        for (int i = 0; i < line.points().size(); i++) {
            Line.Point point = line.points().get(i);
            Arrays.fill(x, 3 * i, 3 * i + 3, point.x());
            y[3 * i] = point.low();
            y[3 * i + 1] = point.high();
            y[3 * i + 2] = Double.NaN;
        }
        XYSeries series = line(chart, line.name() + ", intervals", x, y, color);
        series.setShowInLegend(false);
        return series;
    }

    private static void band(XYChart chart, Line line, Color color) {
        int n = line.points().size();
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            x[i] = line.points().get(i).x();
            y[i] = line.points().get(i).low();
            x[2 * n - 1 - i] = x[i];
            y[2 * n - 1 - i] = line.points().get(i).high();
        }
        XYSeries band = chart.addSeries(line.name() + ", band", x, y);
        band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        band.setFillColor(Style.faded(color, 45));
        band.setLineColor(Style.faded(color, 0));
        band.setMarker(SeriesMarkers.NONE);
        band.setShowInLegend(false);
    }

    private static void sameLength(String first, double[] a, String second, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    first + " and " + second + " must be of one length, got " + a.length + " and " + b.length);
        }
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElse(0);
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElse(1);
    }
}
