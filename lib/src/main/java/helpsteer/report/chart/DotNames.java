package helpsteer.report.chart;

import helpsteer.report.chart.Canvas.Anchor;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Writes names beside points where they hide neither each other, nor a point, nor the line. */
final class DotNames {
    private static final double DISTANCE = 8;
    private static final double HALF_HEIGHT = 7;
    private static final double ABOVE = 15;

    private final Canvas canvas;
    private final List<Rectangle2D> taken = new ArrayList<>();
    private final List<Line2D> lines = new ArrayList<>();

    DotNames(Canvas canvas) {
        this.canvas = canvas;
    }

    void avoidLine(Point2D from, Point2D to) {
        lines.add(new Line2D.Double(from, to));
    }

    void paint(List<String> names, List<Point2D> places) {
        for (Point2D place : places) {
            taken.add(new Rectangle2D.Double(place.getX() - 4, place.getY() - 4, 8, 8));
        }
        for (int i = 0; i < names.size(); i++) {
            Rectangle2D best = best(canvas.width(names.get(i), Style.TICK), places.get(i));
            taken.add(best);
            canvas.text(names.get(i), best.getX(), best.getCenterY(), Anchor.START, Style.TICK);
        }
    }

    private Rectangle2D best(double width, Point2D place) {
        Rectangle2D best = box(place, DISTANCE, 0, width);
        double least = Double.POSITIVE_INFINITY;
        double[] shifts = {0, -ABOVE / 2, ABOVE / 2, -ABOVE, ABOVE, -2 * ABOVE, 2 * ABOVE};
        for (double down : shifts) {
            for (double across : new double[] {DISTANCE, -DISTANCE - width, -width / 2}) {
                if (down == 0 && across == -width / 2) {
                    continue; // on the point itself
                }
                Rectangle2D box = box(place, across, down, width);
                double cost = cost(box) + Math.abs(down) / 100;
                if (cost < least) {
                    least = cost;
                    best = box;
                }
            }
        }
        return best;
    }

    private static Rectangle2D box(Point2D place, double across, double down, double width) {
        return new Rectangle2D.Double(place.getX() + across, place.getY() + down - HALF_HEIGHT, width, 2 * HALF_HEIGHT);
    }

    /** Names and points in the way count most, the line less, the edge of the picture most of all. */
    private double cost(Rectangle2D box) {
        double cost = box.getMinX() < 60 || box.getMaxX() > Style.WIDTH - 8 ? 10 : 0;
        cost += 2 * taken.stream().filter(box::intersects).count();
        return cost + lines.stream().filter(line -> line.intersects(box)).count();
    }
}
