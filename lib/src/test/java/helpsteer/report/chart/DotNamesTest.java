package helpsteer.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DotNamesTest {
    /** Keeps where each name is written. */
    private static final class Boxes extends Canvas {
        private final List<Rectangle2D> boxes = new ArrayList<>();
        private final List<String> names = new ArrayList<>();

        Boxes() {
            super(graphics());
        }

        private static Graphics2D graphics() {
            return new BufferedImage(Style.WIDTH, 400, BufferedImage.TYPE_INT_RGB).createGraphics();
        }

        @Override
        void text(String text, double x, double y, Anchor anchor, Font font, Color color) {
            double width = width(text, font);
            names.add(text);
            boxes.add(new Rectangle2D.Double(anchor.start(x, width), y - 7, width, 14));
        }
    }

    private static Point2D at(double x, double y) {
        return new Point2D.Double(x, y);
    }

    private static Boxes paint(List<String> names, List<Point2D> places, Point2D... line) {
        Boxes canvas = new Boxes();
        DotNames dots = new DotNames(canvas);
        if (line.length == 2) {
            dots.avoidLine(line[0], line[1]);
        }
        dots.paint(names, places);
        return canvas;
    }

    @Test
    void paint_onePoint_writesTheNameToItsRight() {
        Boxes canvas = paint(List.of("model"), List.of(at(300, 200)));
        assertThat(canvas.names).containsExactly("model");
        assertThat(canvas.boxes.get(0).getMinX()).isEqualTo(308);
        assertThat(canvas.boxes.get(0).getCenterY()).isEqualTo(200);
    }

    @Test
    void paint_pointAtTheEdge_writesToTheOtherSide() {
        Boxes right = paint(List.of("a longer name"), List.of(at(Style.WIDTH - 12, 200)));
        assertThat(right.boxes.get(0).getMaxX()).isEqualTo(Style.WIDTH - 20);
        Boxes left = paint(List.of("name"), List.of(at(62, 200)));
        assertThat(left.boxes.get(0).getMinX()).isEqualTo(70);
    }

    /** Points with room around them: no name hides another, a point or the line. */
    @Test
    void paint_scatteredPoints_hideNothing() {
        for (long seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Point2D> places = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                places.add(at(120 + 70 * i + random.nextInt(20), 80 + random.nextInt(200)));
                names.add("model " + i);
            }
            Point2D from = at(80, 330);
            Point2D to = at(Style.WIDTH - 20, 330);
            Boxes canvas = paint(names, places, from, to);
            assertThat(canvas.names).isEqualTo(names);
            for (int i = 0; i < names.size(); i++) {
                Rectangle2D box = canvas.boxes.get(i);
                for (int j = 0; j < names.size(); j++) {
                    if (j != i) {
                        assertThat(box.intersects(canvas.boxes.get(j)))
                                .as("seed " + seed)
                                .isFalse();
                    }
                    Rectangle2D dot = new Rectangle2D.Double(
                            places.get(j).getX() - 4, places.get(j).getY() - 4, 8, 8);
                    assertThat(box.intersects(dot)).as("seed " + seed).isFalse();
                }
                assertThat(new Line2D.Double(from, to).intersects(box)).isFalse();
                assertThat(box.getMaxX()).isLessThanOrEqualTo(Style.WIDTH - 8.0);
            }
        }
    }

    /** Two points on one spot: the second name goes elsewhere. */
    @Test
    void paint_pointsOnOneSpot_writesTheirNamesApart() {
        Boxes canvas = paint(List.of("first", "second", "third"), List.of(at(300, 200), at(300, 200), at(300, 200)));
        assertThat(canvas.boxes.get(0).intersects(canvas.boxes.get(1))).isFalse();
        assertThat(canvas.boxes.get(0).intersects(canvas.boxes.get(2))).isFalse();
        assertThat(canvas.boxes.get(1).intersects(canvas.boxes.get(2))).isFalse();
    }

    /** A line through the place at the right moves the name off it. */
    @Test
    void paint_lineBesideThePoint_isAvoided() {
        Boxes canvas = paint(List.of("model"), List.of(at(300, 200)), at(305, 200), at(500, 200));
        assertThat(new Line2D.Double(305, 200, 500, 200).intersects(canvas.boxes.get(0)))
                .isFalse();
    }
}
