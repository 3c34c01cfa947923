package helpsteer.report.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.report.Rendered;
import helpsteer.report.chart.Estimates;
import helpsteer.report.chart.Line;
import helpsteer.run.Workspace;
import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
    @Test
    void of_methodWithJavadoc_isItsTextWithoutIndentation() {
        Listing listing = Listing.of(Interval.class, "contains");

        assertThat(listing.code())
                .isEqualTo(
                        """
                        /** Whether a value lies in the interval, ends included. */
                        public boolean contains(double value) {
                            return low <= value && value <= high;
                        }""");
        assertThat(listing.title()).matches("helpsteer/stats/Interval\\.java, lines \\d+ to \\d+");
    }

    @Test
    void of_constructorByTypeName_isTheCompactConstructor() {
        assertThat(Listing.of(Interval.class, "Interval").code())
                .startsWith("public Interval {")
                .endsWith("}");
    }

    @Test
    void of_wholeType_beginsWithItsJavadoc() {
        assertThat(Listing.of(Interval.class).code())
                .startsWith("/**\n * A confidence interval.")
                .endsWith("}");
    }

    @Test
    void of_nestedType_findsItsOwnMethod() {
        assertThat(Listing.of(Line.Point.class).code()).contains("public record Point(");
    }

    @Test
    void of_overloadedMethod_asksForTheParameterTypes() {
        assertThatThrownBy(() -> Listing.of(Estimate.class, "of"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("method must be one of its name, got 2 of Estimate.of: (double) and (double, Interval); "
                        + "add an index from 0 or the parameter types");
    }

    @Test
    void of_parameterTypes_chooseTheOverload() {
        assertThat(Listing.of(Estimate.class, "of", double.class, Interval.class)
                        .code())
                .contains("(double value, Interval interval) {");
        assertThat(Listing.of(Estimate.class, "of", double.class).code()).contains("(double value) {");
    }

    @Test
    void of_genericAndVariableParameters_areComparedRaw() {
        assertThat(Listing.of(Estimates.class, "of", String.class, java.util.List.class, double[].class)
                        .code())
                .contains("double... values");
    }

    @Test
    void of_index_choosesTheOverload() {
        assertThat(Listing.of(Estimate.class, "of", 1).code()).contains("Interval interval");
        assertThatThrownBy(() -> Listing.of(Estimate.class, "of", 2))
                .hasMessage("index must be in 0..1, got 2; there are (double) and (double, Interval)");
    }

    @Test
    void of_wrongParameterTypes_namesTheRightOnes() {
        assertThatThrownBy(() -> Listing.of(Estimate.class, "of", int.class))
                .hasMessage(
                        "parameter types must be those of a Estimate.of, got (int); there are (double) and (double, Interval)");
    }

    @Test
    void of_missingMethod_namesThoseThatExist() {
        assertThatThrownBy(() -> Listing.of(Interval.class, "width"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("method must be written in Interval, got width; there are Interval, contains, toString");
    }

    @Test
    void of_typeOfAnotherLibrary_isRefused() {
        assertThatThrownBy(() -> Listing.of(String.class, "length"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("type must be of this library, got java/lang/String.java, which is neither under "
                        + "lib/src/main/java nor under sources/ on the class path; run inside the repository");
    }

    @Test
    void root_outsideTheRepository_isAbsent(@TempDir Path elsewhere) {
        assertThat(Workspace.root(elsewhere)).isEmpty();
    }

    @Test
    void root_deepInside_isFoundByWalkingUp() {
        assertThat(Workspace.root(Path.of("lib/src/test"))).contains(Path.of("").toAbsolutePath());
    }

    @Test
    void rendered_codeWithMarkup_isEscapedAndColoured() {
        String html = Listing.of(Interval.class, "contains").rendered().form(Rendered.HTML);

        assertThat(html)
                .contains("low &lt;= value &amp;&amp; value &lt;= high")
                .contains("<span style=\"color:#3b82c4\">boolean</span>")
                .contains("<span style=\"color:#808080;font-style:italic\">/** Whether");
    }

    @Test
    void highlight_keywordInsideStringOrComment_isNotColouredAgain() {
        assertThat(Highlight.html("\"if\" // for"))
                .isEqualTo("<span style=\"color:#2a9d63\">&quot;if&quot;</span> "
                        + "<span style=\"color:#808080;font-style:italic\">// for</span>");
    }

    @Test
    void ofScript_method_isItsLinesAloneWithoutIndentation() {
        Listing listing = Listing.ofScript("decoder", "logits");

        assertThat(listing.code())
                .isEqualTo(
                        """
                        def logits(self, hidden: Tensor, w: Tensor) -> Tensor:
                          # hidden (N, D), w (V, D) -> (N, V)
                          return self.high(torch.linear(self.low(hidden), self.low(w)))""");
        assertThat(listing.title()).matches("helpsteer/nn/decoder\\.py, lines \\d+ to \\d+");
    }

    @Test
    void ofScript_unknownNames_areRefused() {
        assertThatThrownBy(() -> Listing.ofScript("memory", "layer"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("method must be one of helpsteer/nn/memory.py, got layer; there are assign, fill");
        assertThatThrownBy(() -> Listing.ofScript("nothing", "layer"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("script must be a text of the library, got helpsteer/nn/nothing.py");
    }
}
