package helpsteer.report.chart;

import helpsteer.stats.Estimate;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One line of a chart, with or without a band around it.
 *
 * @param name stands in the legend
 * @param points in the order of drawing
 */
public record Line(String name, List<Point> points) {

    /**
     * A point of a line.
     *
     * @param x position, in the unit of the axis
     * @param y value
     * @param low lower end of the band; equal to the value where there is none
     * @param high upper end of the band
     */
    public record Point(double x, double y, double low, double high) {
        /** A point with the interval of its value as its band. */
        public static Point of(double x, Estimate y) {
            return y.hasInterval()
                    ? new Point(x, y.value(), y.low(), y.high())
                    : new Point(x, y.value(), y.value(), y.value());
        }
    }

    public Line {
        points = List.copyOf(points);
    }

    /** A line without a band. */
    public static Line of(String name, double[] x, double[] y) {
        return of(name, x, y, y, y);
    }

    /** A line with a band between two others. */
    public static Line of(String name, double[] x, double[] y, double[] low, double[] high) {
        if (x.length != y.length || y.length != low.length || low.length != high.length) {
            throw new IllegalArgumentException("x, y, low and high must be of one length, got " + x.length + ", "
                    + y.length + ", " + low.length + " and " + high.length);
        }
        return new Line(
                name,
                IntStream.range(0, x.length)
                        .mapToObj(i -> new Point(x[i], y[i], low[i], high[i]))
                        .toList());
    }

    boolean hasBand() {
        return points.stream().anyMatch(point -> point.low() < point.high());
    }

    double[] xs() {
        return points.stream().mapToDouble(Point::x).toArray();
    }

    double[] ys() {
        return points.stream().mapToDouble(Point::y).toArray();
    }
}
