package helpsteer.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

class LegendPlaceTest {
    private static XYChart chart() {
        return new XYChartBuilder().width(400).height(300).build();
    }

    private static LegendPosition place(XYChart chart) {
        LegendPlace.choose(chart);
        return chart.getStyler().getLegendPosition();
    }

    private static LegendPosition of(double[] x, double[] y) {
        XYChart chart = chart();
        chart.addSeries("a", x, y);
        return place(chart);
    }

    /** A line leaves two corners free at least; of these the first in the order NE, NW, SE, SW. */
    @Test
    void choose_oneLine_takesTheFirstFreeCorner() {
        assertThat(of(new double[] {0, 1}, new double[] {1, 0})).isEqualTo(LegendPosition.InsideNE);
        assertThat(of(new double[] {0, 1}, new double[] {0, 1})).isEqualTo(LegendPosition.InsideNW);
        assertThat(of(new double[] {0, 0.5, 1}, new double[] {1, 0, 1})).isEqualTo(LegendPosition.InsideSE);
    }

    /** Between its points a line covers what it crosses, a cloud of dots does not. */
    @Test
    void choose_lineThroughACorner_coversItWhereDotsDoNot() {
        double[] x = {0.5, 1.0, 0, 1, 0, 0, 1};
        double[] y = {1.0, 0.5, 0, 0, 1, 0, 0};
        XYChart joined = chart();
        joined.addSeries("a", new double[] {0, 0.5, 1}, new double[] {0, 1, 0.86});
        assertThat(place(joined)).isNotEqualTo(LegendPosition.InsideNE);
        XYChart dots = chart();
        dots.addSeries("a", x, y).setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        assertThat(place(dots)).isEqualTo(LegendPosition.InsideNE);
    }

    @Test
    void choose_dataEverywhere_goesBelowInOneRow() {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles(500).toArray();
        double[] y = random.doubles(500).toArray();
        XYChart chart = chart();
        chart.addSeries("a", x, y).setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        assertThat(place(chart)).isEqualTo(LegendPosition.OutsideS);
        assertThat(chart.getStyler().getLegendLayout()).isEqualTo(LegendLayout.Horizontal);
    }

    /** Names that would be cut off in one line stand below each other. */
    @Test
    void choose_namesWiderThanTheChart_goBelowEachOther() {
        double[] x = new SplittableRandom(1).doubles(500).toArray();
        double[] y = new SplittableRandom(2).doubles(500).toArray();
        for (String name : List.of("short", "a name of the length that remedies of over-optimisation have")) {
            XYChart chart = chart();
            for (int i = 0; i < 3; i++) {
                chart.addSeries(name + i, x, y).setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
            }
            assertThat(place(chart)).isEqualTo(LegendPosition.OutsideS);
            assertThat(chart.getStyler().getLegendLayout())
                    .isEqualTo(name.equals("short") ? LegendLayout.Horizontal : LegendLayout.Vertical);
        }
    }

    /** More names need more height: dots that leave room for one name are in the way of eight. */
    @Test
    void choose_moreNames_needMoreHeight() {
        double[] x = {0, 1, 0, 1};
        double[] y = {0, 0, 0.75, 0.75};
        for (int names : new int[] {1, 8}) {
            XYChart chart = chart();
            chart.addSeries("corner", new double[] {0.5}, new double[] {1})
                    .setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter)
                    .setShowInLegend(false);
            for (int i = 0; i < names; i++) {
                chart.addSeries("s" + i, x, y).setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
            }
            assertThat(place(chart)).isEqualTo(names == 1 ? LegendPosition.InsideNE : LegendPosition.OutsideS);
        }
    }

    /** A gap in a line is no place. */
    @Test
    void choose_missingValues_countNeitherForTheRangeNorAsCovered() {
        double[] x = {0, 1, 100};
        double[] y = {0, 1, Double.NaN};
        assertThat(of(x, y)).isEqualTo(of(new double[] {0, 1}, new double[] {0, 1}));
    }
}
