package helpsteer.report.chart;

import helpsteer.report.chart.Canvas.Anchor;
import helpsteer.stats.Estimate;
import helpsteer.stats.Numbers;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Paints grouped bars with intervals; XChart's error bars are symmetric, and ours seldom are.
 *
 * @param title what the chart claims
 * @param xLabel below the categories, may be empty
 * @param yLabel beside the values, with the unit
 * @param series each with a value for some or all of the categories
 * @param look size, numbers and colours
 */
record Bars(String title, String xLabel, String yLabel, List<Estimates> series, Look look) {
    private static final Font SMALL = Style.TICK.deriveFont(10f);
    private static final double GROUP_SHARE = 0.78;
    private static final double TURN_DEGREES = -38;

    /**
     * How bars look.
     *
     * @param least the axis reaches at least down to here
     * @param most the axis reaches at least up to here
     * @param decimals of the number above each bar; -1 for none
     * @param barColor colour by category; used where there is one series
     */
    record Look(int width, int height, double least, double most, int decimals, IntFunction<Color> barColor) {
        static Look plain(double least, double most, int decimals) {
            return new Look(Style.WIDTH, Style.HEIGHT, least, most, decimals, i -> Style.color(0));
        }
    }

    Bars {
        series = List.copyOf(series);
    }

    Figure figure() {
        return new Figure(title, look.width(), look.height(), g -> new Painting(new Canvas(g)).paint());
    }

    /** One drawing of the chart, with the places it worked out. */
    private final class Painting {
        private final Canvas canvas;
        private final List<String> labels = Estimates.labels(series);
        private final Ticks ticks =
                Ticks.covering(Estimates.range(series, look.least(), look.most()), look.height() > 300 ? 6 : 4);
        private final double left;
        private final double right = look.width() - 14.0;
        private final double top;
        private final double bottom;
        private final double slot;
        private final boolean turned;
        private final boolean numbered;

        Painting(Canvas canvas) {
            this.canvas = canvas;
            double widest = canvas.widest(ticks.values().stream().map(ticks::label), Style.TICK);
            this.left = 12 + (yLabel.isEmpty() ? 0 : 20) + widest + 6;
            this.slot = (right - left) / labels.size();
            double longest = canvas.widest(labels.stream(), Style.TICK);
            this.turned = longest > slot - 4;
            this.top = Canvas.headHeight(series) - (title.isEmpty() ? 24 : 0);
            double labelHeight = turned ? 14 + longest * Math.sin(Math.toRadians(-TURN_DEGREES)) : 20;
            this.bottom = look.height() - labelHeight - (xLabel.isEmpty() ? 8 : 26);
            this.numbered = look.decimals() >= 0 && roomForNumbers();
        }

        void paint() {
            canvas.head(title, series, look.width());
            for (double value : ticks.values()) {
                canvas.line(left, y(value), right, y(value), Style.GRID, 1);
                canvas.text(ticks.label(value), left - 6, y(value), Anchor.END, Style.TICK);
            }
            for (int s = 0; s < series.size(); s++) {
                for (int c = 0; c < labels.size(); c++) {
                    Estimate item = series.get(s).items().get(labels.get(c));
                    if (item != null && !Double.isNaN(item.value())) {
                        bar(item, s, c);
                    }
                }
            }
            canvas.line(left, base(), right, base(), Style.FAINT, 1);
            for (int c = 0; c < labels.size(); c++) {
                double x = left + (c + 0.5) * slot;
                if (turned) {
                    canvas.turned(labels.get(c), x + 5, bottom + 9, TURN_DEGREES, Anchor.END, Style.TICK);
                } else {
                    canvas.text(labels.get(c), x, bottom + 13, Anchor.MIDDLE, Style.TICK);
                }
            }
            canvas.text(xLabel, (left + right) / 2, look.height() - 13.0, Anchor.MIDDLE, Style.LABEL);
            canvas.turned(yLabel, 16, (top + bottom) / 2, -90, Anchor.MIDDLE, Style.LABEL);
        }

        private double y(double value) {
            return ticks.place(value, bottom, top);
        }

        /** Where bars begin. */
        private double base() {
            return y(Math.max(0, ticks.low()));
        }

        private void bar(Estimate item, int s, int category) {
            double width = barWidth();
            double x = left + category * slot + slot * (1 - GROUP_SHARE) / 2 + s * width;
            double end = y(item.value());
            Color color = series.size() == 1 ? look.barColor().apply(category) : Style.color(s);
            canvas.box(x + 0.5, Math.min(base(), end), width - 1, Math.abs(base() - end), color);
            double middle = x + width / 2;
            if (item.low() < item.high()) {
                double cap = Math.min(4, width / 4);
                canvas.line(middle, y(item.low()), middle, y(item.high()), Style.INK, 1.3);
                canvas.line(middle - cap, y(item.low()), middle + cap, y(item.low()), Style.INK, 1.3);
                canvas.line(middle - cap, y(item.high()), middle + cap, y(item.high()), Style.INK, 1.3);
            }
            if (numbered) {
                number(item, middle);
            }
        }

        /** The value beyond the bar's end. */
        private void number(Estimate item, double middle) {
            String text = Numbers.fixed(item.value(), look.decimals());
            boolean down = item.value() < 0;
            double end = !item.hasInterval() ? item.value() : down ? item.low() : item.high();
            double at = y(end) + (down ? 8 : -8);
            double half = canvas.width(text, SMALL) / 2;
            canvas.box(middle - half, at - 5, 2 * half, 10, Color.WHITE); // hides the grid behind the number
            canvas.text(text, middle, at, Anchor.MIDDLE, SMALL);
        }

        /** Whether every bar has room for its value: numbers on some bars only would look like a choice. */
        private boolean roomForNumbers() {
            double widest = canvas.widest(
                    series.stream()
                            .flatMap(each -> each.items().values().stream())
                            .filter(item -> !Double.isNaN(item.value()))
                            .map(item -> Numbers.fixed(item.value(), look.decimals())),
                    SMALL);
            return widest <= barWidth() + (series.size() == 1 ? 4 : 0); // a lone bar has a gap beside it
        }

        private double barWidth() {
            return slot * GROUP_SHARE / series.size();
        }
    }
}
