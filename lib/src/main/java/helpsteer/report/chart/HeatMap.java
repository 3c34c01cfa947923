package helpsteer.report.chart;

import helpsteer.report.chart.Canvas.Anchor;
import helpsteer.stats.Numbers;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.List;

/**
 * Paints a square matrix with the same names on both sides; XChart's own drops labels and has one letter colour for light
 * and dark cells.
 */
final class HeatMap {
    private static final Color NEGATIVE = new Color(0x00, 0x5A, 0x96);
    private static final Color POSITIVE = new Color(0xC4, 0x4E, 0x00);
    private static final Color MISSING = new Color(0xDD, 0xDD, 0xDD);
    private static final int TOP = 44;
    private static final int MOST_HEIGHT = 56;
    private static final int LEAST_HEIGHT = 22;
    private static final int ROOM = 480;
    private static final double TURN_DEGREES = -50;

    private final String title;
    private final List<String> labels;
    private final double[][] values;
    private final double least;

    /**
     * Describes a matrix.
     *
     * @param names of rows and columns
     * @param numbers a row for each name; NaN is shown as a dash
     * @param least the lower end of the colours: -1 or 0; the upper is 1
     */
    private HeatMap(String title, String[] names, double[][] numbers, double least) {
        this.title = title;
        this.least = least;
        labels = List.of(names);
        values = Arrays.stream(numbers).map(double[]::clone).toArray(double[][]::new);
        if (values.length != labels.size()) {
            throw new IllegalArgumentException("values must have a row for each name, got " + values.length
                    + " rows and " + labels.size() + " names");
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i].length != labels.size()) {
                throw new IllegalArgumentException(
                        "values[" + i + "] must have " + labels.size() + " values, got " + values[i].length);
            }
            for (double value : values[i]) {
                if (value > 1 + 1e-6 || value < least - 1e-6) {
                    throw new IllegalArgumentException("values must be in [" + (int) least + ", 1], got " + value);
                }
            }
        }
    }

    /** Correlations, in [-1, 1]. */
    static HeatMap ofCorrelations(String title, String[] names, double[][] r) {
        return new HeatMap(title, names, r, -1);
    }

    /** Shares, each row adding up to 1. */
    static HeatMap ofShares(String title, String[] names, double[][] shares) {
        HeatMap map = new HeatMap(title, names, shares, 0);
        for (int i = 0; i < shares.length; i++) {
            double sum = Arrays.stream(shares[i]).sum();
            if (!(Math.abs(sum - 1) < 1e-3)) {
                throw new IllegalArgumentException("values[" + i + "] must add up to 1, got " + sum);
            }
        }
        return map;
    }

    private int cellHeight() {
        return Math.max(LEAST_HEIGHT, Math.min(MOST_HEIGHT, ROOM / Math.max(1, labels.size())));
    }

    private double height() {
        return Math.max(2, labels.size()) * (double) cellHeight();
    }

    Figure figure() {
        int longest = labels.stream().mapToInt(String::length).max().orElse(0);
        int below = 40 + (least < 0 ? 0 : 6 * longest); // names of columns may be turned
        return new Figure(title, Style.WIDTH, (int) (TOP + height()) + below, g -> paint(new Canvas(g)));
    }

    void paint(Canvas canvas) {
        canvas.title(title, Style.WIDTH / 2.0, 22, Style.WIDTH - 20);
        double left = 24;
        for (String label : labels) {
            left = Math.max(left, canvas.width(label, Style.LABEL) + 24);
        }
        double right = Style.WIDTH - 84.0;
        double cell = (right - left) / labels.size();
        for (int row = 0; row < labels.size(); row++) {
            double y = TOP + row * (double) cellHeight();
            canvas.text(labels.get(row), left - 10, y + cellHeight() / 2.0, Anchor.END, Style.LABEL);
            for (int column = 0; column < labels.size(); column++) {
                cell(canvas, values[row][column], left + column * cell, y, cell);
            }
        }
        columnNames(canvas, left, cell);
        colourBar(canvas, right + 24);
    }

    private void cell(Canvas canvas, double value, double x, double y, double width) {
        Color color = color(value);
        canvas.box(x + 1, y + 1, width - 2, cellHeight() - 2.0, color);
        Font font = Style.LABEL.deriveFont(labels.size() > 8 ? 10f : 13f);
        String text = Numbers.fixed(value, 2);
        boolean nothing = least == 0 && value == 0; // a token that must not be looked at
        if (!nothing && canvas.width(text, font) < width - 2) {
            canvas.text(text, x + width / 2, y + cellHeight() / 2.0, Anchor.MIDDLE, font, letters(color));
        }
    }

    private void columnNames(Canvas canvas, double left, double cell) {
        double below = TOP + labels.size() * (double) cellHeight() + 16;
        boolean wide = labels.stream().anyMatch(label -> canvas.width(label, Style.LABEL) > cell - 4);
        for (int column = 0; column < labels.size(); column++) {
            double x = left + (column + 0.5) * cell;
            if (wide && least == 0) {
                canvas.turned(labels.get(column), x + 4, below - 6, TURN_DEGREES, Anchor.END, Style.LABEL);
            } else {
                canvas.text(labels.get(column), x, below, Anchor.MIDDLE, Style.LABEL);
            }
        }
    }

    private void colourBar(Canvas canvas, double x) {
        int steps = 100;
        double range = 1 - least;
        for (int i = 0; i < steps; i++) {
            double value = 1 - range * (i + 0.5) / steps;
            canvas.box(x, TOP + i * height() / steps, 14, height() / steps + 0.6, color(value));
        }
        for (double value = least; value <= 1; value += 0.5) {
            double y = TOP + (1 - value) / range * height();
            canvas.line(x + 14, y, x + 18, y, Style.FAINT, 1);
            canvas.text(Numbers.fixed(value, 1), x + 21, y, Anchor.START, Style.TICK);
        }
    }

    /** Blue at -1, white at 0, orange at 1: told apart by every kind of colour vision. */
    static Color color(double r) {
        if (Double.isNaN(r)) {
            return MISSING;
        }
        double share = Math.min(1, Math.abs(r));
        return Style.mix(Color.WHITE, r < 0 ? NEGATIVE : POSITIVE, share);
    }

    /** Black or white, whichever stands out more; the contrast is then at least 4.5 to 1 (WCAG 2.1). */
    static Color letters(Color cell) {
        double light =
                0.2126 * linear(cell.getRed()) + 0.7152 * linear(cell.getGreen()) + 0.0722 * linear(cell.getBlue());
        return light < 0.179 ? Color.WHITE : Color.BLACK; // (0.179 + 0.05)² = 0.05 * 1.05: the two contrasts are equal
    }

    /** The light of an sRGB channel from 0 to 255. */
    private static double linear(int channel) {
        return Math.pow((channel / 255.0 + 0.055) / 1.055, 2.4);
    }
}
