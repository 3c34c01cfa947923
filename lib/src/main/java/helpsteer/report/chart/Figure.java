package helpsteer.report.chart;

import helpsteer.report.Rendered;
import helpsteer.report.Shown;
import helpsteer.run.AtomicFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.IChart;

/**
 * A picture that is painted when it is shown: one chart, several charts side by side, or a drawing of our own.
 *
 * @param title what the picture claims; also its text for readers who cannot see it
 * @param width in CSS pixels
 * @param height in CSS pixels
 * @param painter draws within (0, 0) and (width, height)
 */
public record Figure(String title, int width, int height, Consumer<Graphics2D> painter) implements Shown {
    /** Pixels of the image for each CSS pixel, so that charts are sharp on today's screens. */
    static final int DENSITY = 2;

    private static final int TITLE_HEIGHT = 34;

    public Figure {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("width and height must be at least 1, got " + width + " and " + height);
        }
    }

    /** An XChart chart as a figure. */
    public static Figure of(IChart chart) {
        return new Figure(
                chart.getTitle(),
                chart.getWidth(),
                chart.getHeight(),
                g -> chart.paint(g, chart.getWidth(), chart.getHeight()));
    }

    /**
     * Several figures in one picture, row by row; each row is as high as its highest figure.
     *
     * @param columns how many stand side by side, at least 1
     */
    public static Figure grid(String title, int columns, Figure... parts) {
        if (columns < 1 || parts.length == 0) {
            throw new IllegalArgumentException(
                    "columns and parts must be at least 1, got " + columns + " and " + parts.length);
        }
        Figure[] copy = parts.clone();
        int cellWidth = Arrays.stream(copy).mapToInt(Figure::width).max().orElseThrow();
        int cellHeight = Arrays.stream(copy).mapToInt(Figure::height).max().orElseThrow();
        int rows = (copy.length + columns - 1) / columns;
        int top = title.isEmpty() ? 0 : TITLE_HEIGHT;
        int width = cellWidth * Math.min(columns, copy.length);
        return new Figure(title, width, top + rows * cellHeight, g -> {
            if (top > 0) {
                new Canvas(g).title(title, width / 2.0, TITLE_HEIGHT / 2.0 + 2, width - 20);
            }
            for (int i = 0; i < copy.length; i++) {
                int x = i % columns * cellWidth;
                int y = top + i / columns * cellHeight;
                Graphics2D part = (Graphics2D) g.create(x, y, copy[i].width(), copy[i].height());
                copy[i].painter().accept(part);
                part.dispose();
            }
        });
    }

    /** The picture at twice its size in CSS pixels, on white. */
    public BufferedImage image() {
        BufferedImage image = new BufferedImage(width * DENSITY, height * DENSITY, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.scale(DENSITY, DENSITY);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        painter.accept(g);
        g.dispose();
        return image;
    }

    /** The picture as a PNG file's bytes. */
    public byte[] png() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image(), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write an image to memory", e);
        }
        return out.toByteArray();
    }

    /** Writes the picture as a PNG file. */
    public void save(Path file) throws IOException {
        AtomicFile.write(file, temporary -> Files.write(temporary, png()));
    }

    @Override
    public Rendered rendered() {
        return Rendered.png(Base64.getEncoder().encodeToString(png()), width, toString());
    }

    @Override
    public String toString() {
        return "[chart] " + title;
    }
}
