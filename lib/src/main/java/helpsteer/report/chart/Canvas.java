package helpsteer.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.Stream;

/** Strokes and letters in the style of our charts, for what XChart cannot draw. */
class Canvas {
    private final Graphics2D g;

    /** Where a text stands, seen from its point. */
    enum Anchor {
        START(0),
        MIDDLE(0.5),
        END(1);

        /** The share of the text that stands before its point. */
        private final double before;

        Anchor(double before) {
            this.before = before;
        }

        /** Where a text of that width begins. */
        double start(double x, double width) {
            return x - before * width;
        }
    }

    Canvas(Graphics2D g) {
        this.g = g;
    }

    double width(String text, Font font) {
        return g.getFontMetrics(font).stringWidth(text);
    }

    /** The width of the widest of the texts; 0 of none. */
    double widest(Stream<String> texts, Font font) {
        return texts.mapToDouble(text -> width(text, font)).max().orElse(0);
    }

    /** A text on one line, centred vertically on y. */
    void text(String text, double x, double y, Anchor anchor, Font font) {
        text(text, x, y, anchor, font, Style.INK);
    }

    void text(String text, double x, double y, Anchor anchor, Font font, Color color) {
        FontMetrics metrics = g.getFontMetrics(font);
        double start = anchor.start(x, metrics.stringWidth(text));
        g.setFont(font);
        g.setColor(color);
        g.drawString(text, (float) start, (float) (y + (metrics.getAscent() - metrics.getDescent()) / 2.0));
    }

    /** A text turned about its point; degrees run clockwise. */
    void turned(String text, double x, double y, double degrees, Anchor anchor, Font font) {
        Graphics2D turned = (Graphics2D) g.create();
        turned.translate(x, y);
        turned.rotate(Math.toRadians(degrees));
        new Canvas(turned).text(text, 0, 0, anchor, font);
        turned.dispose();
    }

    /** A chart's title, smaller where it would not fit the width. */
    void title(String title, double x, double y, double room) {
        text(title, x, y, Anchor.MIDDLE, Style.titleFont(title, room));
    }

    void line(double x1, double y1, double x2, double y2, Color color, double width) {
        stroke(x1, y1, x2, y2, color, new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    }

    void dashed(double x1, double y1, double x2, double y2, Color color) {
        stroke(x1, y1, x2, y2, color, Style.DASHED);
    }

    private void stroke(double x1, double y1, double x2, double y2, Color color, BasicStroke stroke) {
        g.setColor(color);
        g.setStroke(stroke);
        g.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    void box(double x, double y, double width, double height, Color color) {
        g.setColor(color);
        g.fill(new Rectangle2D.Double(x, y, width, height));
    }

    void dot(double x, double y, double radius, Color color) {
        g.setColor(color);
        g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    /** How much of a chart's top its title and legend take. */
    static double headHeight(List<Estimates> series) {
        return series.size() > 1 ? 62 : 46;
    }

    /** The title, and below it names and colours in one row; a single series needs none beside title and axis. */
    void head(String title, List<Estimates> series, double width) {
        title(title, width / 2, 20, width - 20);
        if (series.size() < 2) {
            return;
        }
        double total = series.stream().mapToDouble(this::legendWidth).sum() - 14;
        double at = width / 2 - total / 2;
        for (int i = 0; i < series.size(); i++) {
            box(at, 39, 11, 10, Style.color(i));
            text(series.get(i).name(), at + 16, 44, Anchor.START, Style.TICK);
            at += legendWidth(series.get(i));
        }
    }

    private double legendWidth(Estimates series) {
        return 30 + width(series.name(), Style.TICK);
    }
}
