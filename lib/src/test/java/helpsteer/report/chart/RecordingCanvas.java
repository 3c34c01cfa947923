package helpsteer.report.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is written, where pixels would not tell a letter from another. */
class RecordingCanvas extends Canvas {
    private final List<String> texts = new ArrayList<>();
    private final List<Color> colours = new ArrayList<>();

    RecordingCanvas() {
        super(graphics());
    }

    private static Graphics2D graphics() {
        return new BufferedImage(Style.WIDTH, 2000, BufferedImage.TYPE_INT_RGB).createGraphics();
    }

    @Override
    void text(String text, double x, double y, Anchor anchor, Font font, Color color) {
        double width = width(text, font);
        double left = anchor.start(x, width);
        if (left < 0 || left + width > Style.WIDTH) {
            throw new AssertionError("text must lie within the picture, got " + text + " at " + left);
        }
        texts.add(text);
        colours.add(color);
    }

    List<String> texts() {
        return texts;
    }

    List<Color> colours(String text) {
        List<Color> found = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).equals(text)) {
                found.add(colours.get(i));
            }
        }
        return found;
    }
}
