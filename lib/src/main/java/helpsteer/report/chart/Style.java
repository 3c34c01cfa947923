package helpsteer.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One look for every chart: white, a light grid, one font, colours that colour-blind readers tell apart. */
final class Style {
    static final int WIDTH = 700;
    static final int HEIGHT = 420;

    static final Color INK = new Color(0x22, 0x22, 0x22);
    static final Color FAINT = new Color(0x77, 0x77, 0x77);
    static final Color GRID = new Color(0xE4, 0xE4, 0xE4);

    /** The palette of Okabe and Ito (2008), without its yellow, which is too light on white. */
    private static final List<Color> PALETTE = List.of(
            new Color(0x00, 0x72, 0xB2),
            new Color(0xD5, 0x5E, 0x00),
            new Color(0x00, 0x9E, 0x73),
            new Color(0xCC, 0x79, 0xA7),
            new Color(0xE6, 0x9F, 0x00),
            new Color(0x56, 0xB4, 0xE9),
            new Color(0x22, 0x22, 0x22));

    private static final String FAMILY = "DejaVu Sans";
    static final Font TICK = new Font(FAMILY, Font.PLAIN, 11);
    static final Font LABEL = new Font(FAMILY, Font.PLAIN, 12);
    private static final Font TITLE = new Font(FAMILY, Font.BOLD, 14);

    static final BasicStroke DASHED =
            new BasicStroke(1.3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 4}, 0);

    private Style() {}

    static Color color(int series) {
        return PALETTE.get(series % PALETTE.size());
    }

    /** The colour with an opacity from 0 to 255. */
    static Color faded(Color color, int alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
    }

    /** The colour between two; share 0 is the first. */
    static Color mix(Color first, Color second, double share) {
        return new Color(
                (int) Math.round(first.getRed() + share * (second.getRed() - first.getRed())),
                (int) Math.round(first.getGreen() + share * (second.getGreen() - first.getGreen())),
                (int) Math.round(first.getBlue() + share * (second.getBlue() - first.getBlue())));
    }

    /** A marker in another size than the chart's others; XChart knows one size for all. */
    static Marker sized(Marker shape, double factor) {
        return new Marker() {
            @Override
            public void paint(Graphics2D g, double x, double y, int size) {
                shape.paint(g, x, y, (int) Math.round(size * factor));
            }
        };
    }

    /** The largest title font, down to 10 points, in which the title fits the room. */
    static Font titleFont(String title, double room) {
        FontRenderContext context = new FontRenderContext(null, true, true);
        Font font = TITLE;
        while (font.getSize() > 10 && font.getStringBounds(title, context).getWidth() > room) {
            font = font.deriveFont(font.getSize() - 1f);
        }
        return font;
    }

    /** An empty chart with two numeric axes. */
    static XYChart xy(String title, String xLabel, String yLabel) {
        XYChart chart = new XYChart(WIDTH, HEIGHT);
        chart.setTitle(title);
        chart.setXAxisTitle(xLabel);
        chart.setYAxisTitle(yLabel);
        XYStyler styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setChartFontColor(INK);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1f));
        styler.setChartTitleFont(titleFont(title, WIDTH - 40));
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitlePadding(8);
        styler.setChartPadding(10);
        styler.setAxisTitleFont(LABEL);
        styler.setAxisTickLabelsFont(TICK);
        styler.setAxisTickLabelsColor(INK);
        styler.setAxisTickMarksColor(FAINT);
        styler.setAxisTicksLineVisible(false);
        styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
        styler.setAxisTickMarkLength(4);
        styler.setXAxisTickMarkSpacingHint(80);
        styler.setYAxisTickMarkSpacingHint(45);
        styler.setLegendFont(TICK);
        styler.setLegendBorderColor(GRID);
        styler.setLegendBackgroundColor(new Color(255, 255, 255, 215));
        styler.setLegendPadding(6);
        styler.setLegendSeriesLineLength(22);
        styler.setLegendPosition(Styler.LegendPosition.InsideNE);
        styler.setSeriesColors(PALETTE.toArray(Color[]::new));
        styler.setSeriesMarkers(new Marker[] {SeriesMarkers.NONE});
        styler.setMarkerSize(6);
        styler.setPlotContentSize(0.96);
        styler.setAntiAlias(true);
        styler.setTextAntiAlias(true);
        return chart;
    }
}
