package helpsteer.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.report.Rendered;
import helpsteer.report.notebook.Rendering;
import helpsteer.stats.Estimate;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;

class ChartsTest {
    private static final double[] STEPS =
            IntStream.rangeClosed(1, 200).asDoubleStream().toArray();
    private static final double[] FALLING =
            DoubleStream.of(STEPS).map(s -> 0.5 + 1 / s).toArray();
    private static final List<Estimates> TWO = List.of(
            series("frozen", new Estimate(0.6, 0.5, 0.65, 0.95), Estimate.of(0.5)),
            series("tuned", new Estimate(0.8, 0.7, 0.85, 0.95), Estimate.of(0.7)));

    private static Estimates series(String name, Estimate chat, Estimate code) {
        Map<String, Estimate> items = new java.util.LinkedHashMap<>(Map.of("chat", chat));
        items.put("code", code);
        return new Estimates(name, items);
    }

    private static Map<Integer, Integer> colours(BufferedImage image) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                counts.merge(image.getRGB(x, y) & 0xFFFFFF, 1, Integer::sum);
            }
        }
        return counts;
    }

    private static int count(BufferedImage image, Color colour) {
        return colours(image).getOrDefault(colour.getRGB() & 0xFFFFFF, 0);
    }

    @TestFactory
    Stream<DynamicTest> image_everyKind_hasDoubleSizeInkAndItsColours() {
        Line line = Line.of("frozen", new double[] {0, 1, 2}, new double[] {1, 2, 3});
        Map<String, Figure> figures = new java.util.LinkedHashMap<>();
        figures.put("histogram", Figure.of(Charts.histogram("t", "words", STEPS, 10)));
        figures.put("learningCurve", Figure.of(Charts.learningCurve("t", STEPS, FALLING, STEPS, FALLING)));
        figures.put(
                "predicted",
                Figure.of(Charts.predictedAgainstTrue("t", new double[] {0, 1, 1}, new double[] {1, 1, 2})));
        figures.put("scatter", Figure.of(Charts.scatter("t", "x", "y", STEPS, FALLING)));
        figures.put("lines", Figure.of(Charts.lines("t", "x", "y", List.of(line))));
        figures.put("reliability", Figure.of(Charts.reliability("t", List.of(line))));
        figures.put(
                "named", Charts.scatter("t", "x", "y", List.of(new Charts.Dot("a", 1, 1), new Charts.Dot("b", 2, 3))));
        figures.put("bars", Charts.bars("t", "accuracy", TWO));
        figures.put("agreement", Charts.agreementBars("t", "kappa", TWO));
        figures.put("intervals", Charts.intervals("t", "accuracy", TWO, 0.5));
        figures.put("differences", Charts.pairDifferenceBars("t", "difference", -1, new long[] {2, 5, 3}));
        figures.put("attributes", Charts.attributeHistograms("t", List.of("a", "b"), new long[][] {{1, 2}, {3, 4}}));
        return figures.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    Figure figure = entry.getValue();
                    BufferedImage image = figure.image();
                    assertThat(image.getWidth()).isEqualTo(2 * figure.width());
                    assertThat(image.getHeight()).isEqualTo(2 * figure.height());
                    int pixels = image.getWidth() * image.getHeight();
                    assertThat(count(image, Color.WHITE)).isBetween(pixels * 3 / 10, pixels * 99 / 100);
                    assertThat(count(image, Style.INK)).as("letters").isGreaterThan(40);
                    assertThat(count(image, Style.GRID)).as("grid").isGreaterThan(200);
                }));
    }

    @Test
    void rendered_chart_isPngOfDoubleSizeShownAtItsWidth() throws IOException {
        Rendered rendered =
                Rendering.all().get(0).render().apply(Charts.histogram("Most are short", "words", STEPS, 10));

        byte[] png = Base64.getDecoder().decode(rendered.form(Rendered.PNG));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(1400);
        assertThat(rendered.metadata()).isEqualTo(Map.of("image/png", Map.of("width", 700)));
        assertThat(rendered.plain()).isEqualTo("[chart] Most are short");
    }

    @Test
    void png_sameChartTwice_hasTheSameBytes() {
        assertThat(Charts.bars("t", "y", TWO).png())
                .isEqualTo(Charts.bars("t", "y", TWO).png());
    }

    @Test
    void bars_twoSeries_coverAreasLikeTheirValues() {
        BufferedImage image = Charts.bars("t", "accuracy", TWO).image();

        // by hand: bars of one width, heights 0.6 + 0.5 against 0.8 + 0.7, less the legend's equal squares
        double ratio = (double) count(image, Style.color(1)) / count(image, Style.color(0));
        assertThat(ratio).isBetween(1.30, 1.42);
    }

    @Test
    void bars_negativeValue_hangsBelowZero() {
        BufferedImage image = Charts.bars("t", "gain", List.of(Estimates.of("s", List.of("a", "b"), 1, -1)))
                .image();
        int blue = Style.color(0).getRGB();
        int leftTop = topmost(image, blue, 0, image.getWidth() / 2);
        int rightTop = topmost(image, blue, image.getWidth() / 2, image.getWidth());

        assertThat(rightTop - leftTop).isGreaterThan(image.getHeight() / 4);
    }

    private static int topmost(BufferedImage image, int rgb, int fromX, int toX) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = fromX; x < toX; x++) {
                if (image.getRGB(x, y) == rgb) {
                    return y;
                }
            }
        }
        return image.getHeight();
    }

    /** XChart sets its ticks on equally spaced values themselves, and two values always are. */
    @Test
    void lines_twoValuesOnly_haveRoundTicksBetweenThem() {
        Line line = Line.of("accuracy", new double[] {0, 5, 23}, new double[] {0.65, 0.65, 0.55});
        BufferedImage image =
                Figure.of(Charts.lines("t", "step", "", List.of(line))).image();
        int grid = Style.GRID.getRGB() & 0xFFFFFF;
        long horizontal = IntStream.range(0, image.getHeight())
                .filter(y -> IntStream.range(0, image.getWidth())
                                .filter(x -> (image.getRGB(x, y) & 0xFFFFFF) == grid)
                                .count()
                        > image.getWidth() / 2)
                .count();
        assertThat(horizontal).as("rows of pixels that are lines of the grid").isBetween(6L, 24L);
    }

    /** Where two series' bins lie close, intervals must not hide the shares. */
    @Test
    void reliability_secondSeriesOverTheFirst_leavesItsSharesInSight() {
        List<Line.Point> high = List.of(new Line.Point(0.5, 0.7, 0.6, 0.8), new Line.Point(0.8, 0.7, 0.6, 0.8));
        List<Line.Point> wide = List.of(new Line.Point(0.5, 0.5, 0.1, 0.9), new Line.Point(0.8, 0.5, 0.1, 0.9));
        BufferedImage alone =
                Figure.of(Charts.reliability("t", List.of(new Line("a", high)))).image();
        BufferedImage both = Figure.of(Charts.reliability("t", List.of(new Line("a", high), new Line("b", wide))))
                .image();
        assertThat(count(both, Style.color(0))).isGreaterThan(count(alone, Style.color(0)) * 9 / 10);
        assertThat(count(both, Style.color(1))).isGreaterThan(200);
    }

    @Test
    void bars_nanValue_drawsNothing() {
        BufferedImage image = Charts.bars("t", "y", List.of(Estimates.of("s", List.of("a"), Double.NaN)))
                .image();

        assertThat(count(image, Style.color(0))).isZero();
    }

    @Test
    void bars_oneTooNarrowForItsNumber_haveNoNumbersAtAll() {
        Bars.Look numbered = Bars.Look.plain(0, 0, 2);
        Bars.Look bare = Bars.Look.plain(0, 0, -1);
        List<Estimates> wide = List.of(Estimates.of("s", List.of("a", "b"), 0.25, 0.5));
        List<String> many = IntStream.range(0, 40).mapToObj(i -> "x" + i).toList();
        double[] values =
                IntStream.range(0, 40).mapToDouble(i -> i == 7 ? 1234.5 : 1).toArray();
        List<Estimates> narrow = List.of(Estimates.of("s", many, values));

        assertThat(new Bars("t", "", "", wide, numbered).figure().png())
                .isNotEqualTo(new Bars("t", "", "", wide, bare).figure().png());
        assertThat(new Bars("t", "", "", narrow, numbered).figure().png())
                .isEqualTo(new Bars("t", "", "", narrow, bare).figure().png());
    }

    @Test
    void pairDifferenceBars_sides_haveTheirOwnColoursAndTiesAreGrey() {
        BufferedImage image = Charts.pairDifferenceBars("t", "difference", -1, new long[] {1, 1, 1})
                .image();

        int negative = count(image, Style.color(1));
        assertThat(negative).isGreaterThan(10_000);
        assertThat(count(image, Style.color(0))).isBetween(negative * 98 / 100, negative * 102 / 100);
        assertThat(count(image, new Color(0x999999))).isBetween(negative * 98 / 100, negative * 102 / 100);
    }

    @Test
    void correlationHeatmap_everyCell_showsItsValueInReadableLetters() {
        String[] names = {"helpfulness", "correctness", "coherence"};
        double[][] r = {{1, 0.94, -0.97}, {0.94, 1, Double.NaN}, {-0.97, Double.NaN, 1}};
        RecordingCanvas recorded = new RecordingCanvas();

        HeatMap.ofCorrelations("title", names, r).paint(recorded);

        assertThat(recorded.texts())
                .containsOnlyOnce("title")
                .contains("1.00", "0.94", "-0.97", "–")
                .contains("-1.0", "-0.5", "0.0", "0.5", "1.0");
        for (String name : names) {
            assertThat(recorded.texts().stream().filter(name::equals)).as(name).hasSize(2);
        }
        assertThat(recorded.colours("1.00")).containsOnly(Color.WHITE);
        assertThat(recorded.colours("-0.97")).containsOnly(Color.WHITE);
        assertThat(recorded.colours("–")).containsOnly(Color.BLACK);
    }

    @Test
    void heatMapColour_ends_areBlueAndOrangeAndZeroIsWhite() {
        assertThat(HeatMap.color(0)).isEqualTo(Color.WHITE);
        assertThat(HeatMap.color(-1).getBlue()).isGreaterThan(HeatMap.color(-1).getRed());
        assertThat(HeatMap.color(1).getRed()).isGreaterThan(HeatMap.color(1).getBlue());
        for (double r = -1; r <= 1; r += 0.01) {
            assertThat(contrast(HeatMap.color(r), HeatMap.letters(HeatMap.color(r))))
                    .as("r " + r)
                    .isGreaterThan(4.5);
        }
    }

    /** The contrast ratio of WCAG 2.1. */
    private static double contrast(Color a, Color b) {
        double first = luminance(a) + 0.05;
        double second = luminance(b) + 0.05;
        return Math.max(first, second) / Math.min(first, second);
    }

    private static double luminance(Color c) {
        double[] linear = IntStream.of(c.getRed(), c.getGreen(), c.getBlue())
                .mapToDouble(v -> v / 255.0)
                .map(v -> v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4))
                .toArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    @Test
    void correlationHeatmap_badMatrix_isRefused() {
        String[] names = {"a", "b"};
        assertThatThrownBy(() -> Charts.correlationHeatmap("t", names, new double[][] {{1, 0}}))
                .hasMessage("values must have a row for each name, got 1 rows and 2 names");
        assertThatThrownBy(() -> Charts.correlationHeatmap("t", names, new double[][] {{1, 0}, {0}}))
                .hasMessage("values[1] must have 2 values, got 1");
        assertThatThrownBy(() -> Charts.correlationHeatmap("t", names, new double[][] {{1, 1.5}, {0, 1}}))
                .hasMessage("values must be in [-1, 1], got 1.5");
    }

    @Test
    void attentionHeatmap_causalWeights_showsNumbersWhereATokenMayLookAndOneColourEnd() {
        RecordingCanvas recorded = new RecordingCanvas();

        HeatMap.ofShares("title", new String[] {"To", "be"}, new double[][] {{1, 0}, {0.25, 0.75}})
                .paint(recorded);

        assertThat(recorded.texts()).contains("1.00", "0.25", "0.75", "0.5").doesNotContain("0.00", "-1.0", "-0.5");
        assertThat(recorded.texts().stream().filter("be"::equals)).hasSize(2);
    }

    @Test
    void attentionHeatmap_manyLongNames_isPaintedWithinThePicture() {
        String[] names =
                IntStream.range(0, 24).mapToObj(i -> "a long token " + i).toArray(String[]::new);
        double[][] uniform = new double[24][24];
        for (double[] row : uniform) {
            java.util.Arrays.fill(row, 1 / 24.0);
        }
        RecordingCanvas recorded = new RecordingCanvas();

        HeatMap.ofShares("title", names, uniform).paint(recorded);

        assertThat(recorded.texts()).contains("a long token 23").doesNotContain("0.04");
        assertThat(Charts.attentionHeatmap("title", names, uniform).height()).isEqualTo(44 + 24 * 22 + 40 + 6 * 15);
    }

    @Test
    void attentionHeatmap_rowThatIsNoShare_isRefused() {
        String[] names = {"a", "b"};
        assertThatThrownBy(() -> Charts.attentionHeatmap("t", names, new double[][] {{1, 0}, {0.5, 0.4}}))
                .hasMessage("values[1] must add up to 1, got 0.9");
        assertThatThrownBy(() -> Charts.attentionHeatmap("t", names, new double[][] {{1.5, -0.5}, {0.5, 0.5}}))
                .hasMessage("values must be in [0, 1], got 1.5");
    }

    @Test
    void intervals_everyEstimate_hasItsNameAndNumbers() {
        RecordingCanvas recorded = new RecordingCanvas();

        new Intervals("claim", "accuracy", TWO, List.of(0.5)).paint(recorded);

        assertThat(recorded.texts())
                .containsOnlyOnce("claim", "chat", "code", "frozen", "tuned", "accuracy")
                .contains("0.600 [0.500, 0.650]", "0.800 [0.700, 0.850]", "0.700");
    }

    @Test
    void learningCurve_best_isTheLowestValidationLoss() {
        XYChart chart = Charts.learningCurve(
                "t", STEPS, FALLING, new double[] {50, 100, 150}, new double[] {0.9, 0.7345678, 0.8});

        assertThat(chart.getSeriesCollection().stream().map(series -> series.getName()))
                .contains("best: 0.7346 at step 100", "training, each step", "training, moving mean", "validation");
        assertThat(chart.getStyler().getLegendPosition()).isEqualTo(LegendPosition.InsideNE);
    }

    @Test
    void legend_dataInEveryCorner_goesBelow() {
        XYChart chart = Charts.learningCurve(
                "t", new double[] {0, 1, 2, 3, 4}, new double[] {0, 1, 0, 1, 0}, new double[0], new double[0]);

        assertThat(chart.getStyler().getLegendPosition()).isEqualTo(LegendPosition.OutsideS);
    }

    @Test
    void histogram_counts_addUpToTheValues() {
        XYChart chart = Charts.histogram("t", "x", new double[] {0, 0.5, 1, 2, 3.9, 4}, 4);
        double[] heights = chart.getSeries("values").getYData();

        // by hand: [0, 1) has two, [1, 2) one, [2, 3) one, [3, 4] two, the greatest value included
        assertThat(new double[] {heights[1], heights[5], heights[9], heights[13]})
                .containsExactly(2, 1, 1, 2);
    }

    @Test
    void charts_lengthsThatDiffer_areRefused() {
        assertThatThrownBy(() -> Charts.scatter("t", "x", "y", new double[3], new double[2]))
                .hasMessage("x and y must be of one length, got 3 and 2");
        assertThatThrownBy(() -> Charts.histogram("t", "x", new double[0], 5))
                .hasMessage("values must be at least one number and bins at least 1, got 0 values and 5 bins");
        assertThatThrownBy(() -> Charts.attributeHistograms("t", List.of("a"), new long[][] {{0, 0}}))
                .hasMessage("counts must have a sum above 0, got [0, 0]");
        assertThatThrownBy(() -> Charts.bars("t", "y", List.of(new Estimates("empty", Map.of()))))
                .hasMessage("items must not be empty, got none for empty");
    }

    @Test
    void grid_twoFigures_standSideBySide() {
        Figure red = new Figure("r", 10, 10, g -> fill(g, Color.RED));
        Figure blue = new Figure("b", 10, 20, g -> fill(g, Color.BLUE));
        BufferedImage image = Figure.grid("", 2, red, blue).image();

        assertThat(image.getWidth()).isEqualTo(40);
        assertThat(image.getHeight()).isEqualTo(40);
        assertThat(count(image, Color.RED)).isEqualTo(400);
        assertThat(count(image, Color.BLUE)).isEqualTo(800);
        assertThat(image.getRGB(5, 35)).isEqualTo(Color.WHITE.getRGB());
    }

    private static void fill(java.awt.Graphics2D g, Color colour) {
        g.setColor(colour);
        g.fillRect(0, 0, 1000, 1000); // more than its cell: the grid must clip
    }

    @Test
    void save_figure_isAPngFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("chart.png");

        Charts.bars("t", "y", TWO).save(file);

        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1400);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
