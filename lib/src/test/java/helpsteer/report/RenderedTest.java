package helpsteer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.bench.panels.Mistakes;
import helpsteer.report.chart.Charts;
import helpsteer.report.chart.Figure;
import helpsteer.report.listing.Listing;
import helpsteer.report.notebook.Rendering;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The forms in which results leave. */
class RenderedTest {
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
                Listing.of(Check.class),
                SideBySide.of(new Mistakes("m", "b", List.of(), 0), List.of()),
                new TokenView(List.of(new TokenView.Piece("a", TokenView.Writer.USER, false)), ""),
                Header.of(1, "cpu", List.of()));

        for (Object value : values) {
            Rendering rendering = Rendering.all().stream()
                    .filter(r -> r.type().isInstance(value))
                    .findFirst()
                    .orElseThrow();
            assertThat(rendering.render().apply(value).data()).containsKey("text/plain");
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
