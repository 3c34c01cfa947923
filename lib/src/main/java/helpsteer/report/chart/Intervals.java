package helpsteer.report.chart;

import helpsteer.report.chart.Canvas.Anchor;
import helpsteer.stats.Estimate;
import java.awt.Color;
import java.util.List;

/**
 * Paints estimates under each other, each a point with its interval: names to the left, numbers to the right.
 *
 * @param title what the chart claims
 * @param xLabel below the axis, with the unit
 * @param series each with a value for some or all of the labels
 * @param references where vertical lines stand, such as chance
 */
record Intervals(String title, String xLabel, List<Estimates> series, List<Double> references) {
    private static final double PER_POINT = 15;
    private static final Color STRIPE = new Color(0xF6F6F6);

    Intervals {
        series = List.copyOf(series);
        references = List.copyOf(references);
    }

    private double rowHeight() {
        return 10 + PER_POINT * series.size();
    }

    Figure figure() {
        int rows = Estimates.labels(series).size();
        int height = (int) Math.ceil(Canvas.headHeight(series) + rows * rowHeight() + 52);
        return new Figure(title, Style.WIDTH, height, g -> paint(new Canvas(g)));
    }

    void paint(Canvas canvas) {
        new Painting(canvas).paint();
    }

    /** One drawing of the chart, with the places it worked out. */
    private final class Painting {
        private final Canvas canvas;
        private final List<String> labels = Estimates.labels(series);
        private final Ticks ticks = Ticks.covering(
                Estimates.range(
                        series,
                        references.stream().mapToDouble(Double::doubleValue).toArray()),
                6);
        private final int decimals = ticks.high() - ticks.low() > 20 ? 1 : 3;
        private final double left;
        private final double right;
        private final double top = Canvas.headHeight(series);
        private final double bottom = top + labels.size() * rowHeight();

        Painting(Canvas canvas) {
            this.canvas = canvas;
            this.left = 20 + canvas.widest(labels.stream(), Style.TICK);
            this.right = Style.WIDTH
                    - 24
                    - canvas.widest(
                            series.stream()
                                    .flatMap(each -> each.items().values().stream())
                                    .map(item -> item.text(decimals)),
                            Style.TICK);
        }

        void paint() {
            canvas.head(title, series, Style.WIDTH);
            for (int row = 1; row < labels.size(); row += 2) {
                canvas.box(8, top + row * rowHeight(), Style.WIDTH - 16.0, rowHeight(), STRIPE);
            }
            for (double value : ticks.values()) {
                canvas.line(x(value), top, x(value), bottom, Style.GRID, 1);
                canvas.text(ticks.label(value), x(value), bottom + 12, Anchor.MIDDLE, Style.TICK);
            }
            canvas.line(left, bottom, right, bottom, Style.FAINT, 1);
            references.forEach(value -> canvas.dashed(x(value), top, x(value), bottom, Style.FAINT));
            canvas.text(xLabel, (left + right) / 2, bottom + 34, Anchor.MIDDLE, Style.LABEL);
            for (int row = 0; row < labels.size(); row++) {
                double y = top + row * rowHeight();
                canvas.text(labels.get(row), left - 10, y + rowHeight() / 2, Anchor.END, Style.TICK);
                for (int s = 0; s < series.size(); s++) {
                    Estimate item = series.get(s).items().get(labels.get(row));
                    if (item != null) {
                        point(item, s, y + 5 + PER_POINT * (s + 0.5));
                    }
                }
            }
        }

        private double x(double value) {
            return ticks.place(value, left, right);
        }

        private void point(Estimate item, int s, double y) {
            if (!Double.isNaN(item.value())) {
                if (item.hasInterval()) {
                    canvas.line(x(item.low()), y, x(item.high()), y, Style.color(s), 2);
                }
                canvas.dot(x(item.value()), y, 4.2, Style.color(s));
            }
            Color color = series.size() > 1 ? Style.color(s) : Style.INK;
            canvas.text(item.text(decimals), Style.WIDTH - 14.0, y, Anchor.END, Style.TICK, color);
        }
    }
}
