package helpsteer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.bench.panels.Mistakes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The small arithmetic behind charts, and the forms in which results leave. */
class ArithmeticTest {
    @Test
    void ticks_unitRange_haveRoundSteps() {
        Ticks ticks = Ticks.covering(0.13, 0.87, 6);

        assertThat(ticks.step()).isEqualTo(0.2);
        assertThat(ticks.values()).hasSize(6);
        assertThat(ticks.values().stream().map(ticks::label)).containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
    }

    @Test
    void ticks_oneValueOrNone_stillMakeAnAxis() {
        assertThat(Ticks.covering(3, 3, 5).values()).hasSizeGreaterThan(2);
        assertThat(Ticks.covering(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 5)
                        .values())
                .hasSizeGreaterThan(2);
    }

    @Test
    void ticks_negativeAndLarge_coverTheRange() {
        assertThat(Ticks.covering(-0.3, 0.2, 5).values().get(0)).isLessThanOrEqualTo(-0.3);
        assertThat(Ticks.covering(0, 12_345, 5).label(5000)).isEqualTo("5,000");
    }

    @Test
    void place_middleOfTheAxis_isTheMiddleOfThePage() {
        assertThat(new Ticks(0, 10, 2).place(5, 400, 100)).isEqualTo(250);
    }

    @Test
    void fit_threePoints_isTheLineByHand() {
        // by hand: mean (1, 2); Sxx 2, Sxy 3, Syy 14/3 ... points (0, 1), (1, 1), (2, 4)
        Curves.Fit fit = Curves.fit(new double[] {0, 1, 2}, new double[] {1, 1, 4});

        assertThat(fit.slope()).isCloseTo(1.5, within(1e-12));
        assertThat(fit.intercept()).isCloseTo(0.5, within(1e-12));
        assertThat(fit.rSquared()).isCloseTo(0.75, within(1e-12));
        assertThat(fit.at(3)).isCloseTo(5, within(1e-12));
    }

    @Test
    void fit_xThatDoesNotVary_isFlatAtTheMean() {
        Curves.Fit fit = Curves.fit(new double[] {2, 2}, new double[] {1, 3});

        assertThat(fit.at(7)).isEqualTo(2);
        assertThat(fit.rSquared()).isNaN();
    }

    @Test
    void movingMean_endsOfTheLine_useTheNeighboursThereAre() {
        assertThat(Curves.movingMean(new double[] {1, 2, 6, 10}, 3)).containsExactly(1.5, 3, 6, 8);
        assertThat(Curves.movingMean(new double[] {1, 2, 6}, 1)).containsExactly(1, 2, 6);
    }

    @Test
    void thin_manyValues_keepsFirstAndLast() {
        double[] many = new double[10_001];
        many[0] = 1;
        many[10_000] = 2;
        double[] thin = Curves.thin(many);

        assertThat(thin).hasSizeLessThanOrEqualTo(2_000).startsWith(1).endsWith(2);
        assertThat(Curves.thin(new double[] {5, 6})).containsExactly(5, 6);
        assertThat(Curves.thin(new double[0])).isEmpty();
    }

    @Test
    void lowest_nanAmongThem_isPassedOver() {
        assertThat(Curves.lowest(new double[] {Double.NaN, 2, 1, 3})).isEqualTo(2);
        assertThat(Curves.lowest(new double[] {Double.NaN})).isEqualTo(-1);
    }

    @Test
    void mean_threeValuesOfALevel_hasItsStandardErrorByHand() {
        // by hand: 1, 2, 6 have mean 3, sample variance 7, standard error sqrt(7/3)
        Line.Point point = Curves.mean(4, new double[] {4, 0, 4, 4}, new double[] {1, 99, 2, 6}, 2);

        assertThat(point.y()).isCloseTo(3, within(1e-12));
        assertThat(point.high()).isCloseTo(3 + 2 * Math.sqrt(7.0 / 3), within(1e-12));
        assertThat(point.low()).isCloseTo(3 - 2 * Math.sqrt(7.0 / 3), within(1e-12));
    }

    @Test
    void escape_everySpecialCharacter_isAnEntity() {
        assertThat(Html.escape("<a href=\"x\">'&'</a>"))
                .isEqualTo("&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
        assertThat(Html.escape("ordinary text, ✔ 0.5")).isEqualTo("ordinary text, ✔ 0.5");
    }

    @Test
    void block_dollarSigns_areNotTypeset() {
        assertThat(Html.block("$x$")).isEqualTo("<div class=\"tex2jax_ignore mathjax_ignore\">$x$</div>");
    }

    @Test
    void header_run_namesWhatMattersInOrder() {
        Header header = Header.of(17, "cpu, 2 threads", List.of("sample: 120 rows, sha256 1a2b3c4d", "bench <46>"));

        assertThat(header.lines().stream().map(Map.Entry::getKey))
                .containsExactly("HelpSteer2 Workbench", "Java", "scale", "device", "seed", "data", "data");
        assertThat(header.lines().get(0).getValue()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(header.toString())
                .contains("\nseed                  17\n")
                .endsWith("data                  bench <46>");
        assertThat(header.rendered().form(Rendered.HTML)).contains("bench &lt;46&gt;");
    }

    @Test
    void rendered_withoutPlainForm_isRefused() {
        assertThatThrownBy(() -> new Rendered(Map.of("text/html", "x"), Map.of()))
                .hasMessage("data must have text/plain, got [text/html]");
    }

    @Test
    void all_everyType_rendersItsOwnValues() {
        List<Object> values = List.of(
                Charts.histogram("t", "x", new double[] {1, 2}, 2),
                Figure.grid("t", 1, new Figure("a", 5, 5, g -> {})),
                tech.tablesaw.api.Table.create("t"),
                Check.that(true, "c"),
                Listing.of(Estimate.class),
                SideBySide.of(new Mistakes("m", "b", List.of(), 0), List.of()),
                new TokenView(List.of(new TokenView.Piece("a", TokenView.Writer.USER, false)), ""),
                Header.of(1, "cpu", List.of()));

        assertThat(Rendering.all()).hasSameSizeAs(values);
        for (int i = 0; i < values.size(); i++) {
            Rendering rendering = Rendering.all().get(i);
            assertThat(rendering.type()).isAssignableFrom(values.get(i).getClass());
            assertThat(rendering.render().apply(values.get(i)).data()).containsKey("text/plain");
        }
    }

    @Test
    void terminal_anyResult_printsItsPlainForm() {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            Screen.terminal().show("id", Rendered.html("<b>x</b>", "x ✔"));
        } finally {
            System.setOut(before);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("x ✔" + System.lineSeparator());
    }
}
