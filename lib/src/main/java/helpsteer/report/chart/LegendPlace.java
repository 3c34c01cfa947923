package helpsteer.report.chart;

import java.awt.font.FontRenderContext;
import java.util.Collection;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;

/** Puts the legend where no data are, and below the chart where data are everywhere. */
final class LegendPlace {
    private static final double WIDTH = 0.45;
    private static final double PIECES = 40;

    /** Share of a chart's width that a line of the legend may have. */
    private static final double LINE = 0.8;

    private final double[] range;
    private final double height;

    private LegendPlace(double[] range, double height) {
        this.range = range;
        this.height = height;
    }

    static void choose(XYChart chart) {
        Collection<XYSeries> all = chart.getSeriesCollection();
        double[] range = {
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        for (XYSeries series : all) {
            for (int i = 0; i < series.getXData().length; i++) {
                double x = series.getXData()[i];
                double y = series.getYData()[i];
                if (!Double.isNaN(y)) {
                    range[0] = Math.min(range[0], x);
                    range[1] = Math.max(range[1], x);
                    range[2] = Math.min(range[2], y);
                    range[3] = Math.max(range[3], y);
                }
            }
        }
        long entries = all.stream().filter(XYSeries::isShowInLegend).count();
        LegendPlace place = new LegendPlace(range, 0.06 + 0.06 * entries);
        LegendPosition best = LegendPosition.OutsideS;
        for (LegendPosition corner : new LegendPosition[] {
            LegendPosition.InsideNE, LegendPosition.InsideNW, LegendPosition.InsideSE, LegendPosition.InsideSW
        }) {
            if (place.isFree(corner, all)) {
                best = corner;
                break;
            }
        }
        chart.getStyler().setLegendPosition(best);
        if (best == LegendPosition.OutsideS) {
            chart.getStyler().setLegendLayout(fitsInALine(chart) ? LegendLayout.Horizontal : LegendLayout.Vertical);
        }
    }

    /** XChart draws a horizontal legend in one line, and what does not fit is cut off. */
    private static boolean fitsInALine(XYChart chart) {
        XYStyler styler = chart.getStyler();
        FontRenderContext context = new FontRenderContext(null, true, true);
        double width = chart.getSeriesCollection().stream()
                .filter(XYSeries::isShowInLegend)
                .mapToDouble(series -> styler.getLegendSeriesLineLength()
                        + 2 * styler.getLegendPadding()
                        + styler.getLegendFont()
                                .getStringBounds(series.getLabel(), context)
                                .getWidth())
                .sum();
        return width <= LINE * chart.getWidth();
    }

    private boolean isFree(LegendPosition corner, Collection<XYSeries> all) {
        return all.stream().noneMatch(series -> touches(corner, series));
    }

    private boolean touches(LegendPosition corner, XYSeries series) {
        double[] x = series.getXData();
        double[] y = series.getYData();
        boolean joined = series.getXYSeriesRenderStyle()
                .filter(style -> style == XYSeries.XYSeriesRenderStyle.Scatter)
                .isEmpty();
        for (int i = 0; i < x.length; i++) {
            if (covers(corner, x[i], y[i])) {
                return true;
            }
            for (int piece = 1; joined && i > 0 && piece < PIECES; piece++) {
                double share = piece / PIECES;
                if (covers(corner, x[i - 1] + share * (x[i] - x[i - 1]), y[i - 1] + share * (y[i] - y[i - 1]))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean covers(LegendPosition corner, double x, double y) {
        double across = (x - range[0]) / (range[1] - range[0]);
        double up = (y - range[2]) / (range[3] - range[2]);
        boolean east = corner == LegendPosition.InsideNE || corner == LegendPosition.InsideSE;
        boolean north = corner == LegendPosition.InsideNE || corner == LegendPosition.InsideNW;
        return (east ? across > 1 - WIDTH : across < WIDTH) && (north ? up > 1 - height : up < height);
    }
}
