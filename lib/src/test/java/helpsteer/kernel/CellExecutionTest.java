package helpsteer.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchException;

import helpsteer.report.Screen;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import jdk.jshell.spi.ExecutionControl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Methods as JShell hands them over, without JShell. */
class CellExecutionTest {
    private static CountDownLatch started = new CountDownLatch(1);
    private static CountDownLatch release = new CountDownLatch(1);

    private final CellExecution execution = new CellExecution();
    private final List<String> said = new ArrayList<>();
    private Screen before = Screen.current();

    @BeforeEach
    void screen() {
        started = new CountDownLatch(1);
        release = new CountDownLatch(1);
        before = Screen.current();
        Screen.install((id, what) -> said.add(what.plain()));
    }

    @AfterEach
    void stop() {
        release.countDown();
        execution.stop();
        Screen.install(before);
    }

    /** What the snippets below do. */
    public static final class Snippets {
        private Snippets() {}

        public static String value() {
            return "of " + Thread.currentThread().getName();
        }

        public static @Nullable Object nothing() {
            return null;
        }

        public static void fails() {
            throw new IllegalStateException("outer", new IllegalArgumentException("inner"));
        }

        public static boolean interrupted() {
            return Thread.interrupted();
        }

        public static void sleeps() throws InterruptedException {
            started.countDown();
            Thread.sleep(60_000);
        }

        /** Hears no interrupt until it is released. */
        public static void deaf() {
            started.countDown();
            boolean done = false;
            while (!done) {
                try {
                    release.await();
                    done = true;
                } catch (InterruptedException e) {
                    // goes on, as code that looks for no interrupt
                }
            }
        }
    }

    private @Nullable Object run(String snippet) throws Exception {
        Method method = Snippets.class.getMethod(snippet);
        return execution.takeResult(execution.invoke(method));
    }

    /** Runs a snippet in another thread and interrupts it once it has begun. */
    private Exception interrupted(String snippet) throws Exception {
        FutureTask<@Nullable Object> cell = new FutureTask<>(() -> run(snippet));
        new Thread(cell).start();
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        execution.interrupt();
        return catchException(() -> cell.get(30, TimeUnit.SECONDS));
    }

    @Test
    void invoke_value_isKeptUntilItIsTaken() throws Exception {
        execution.startCell("value()");
        String key = execution.invoke(Snippets.class.getMethod("value"));
        assertThat(execution.takeResult(key)).isEqualTo("of cell");
        assertThat(execution.takeResult(key)).isNull();
        assertThat(run("nothing")).isNull();
        assertThat(said).isEmpty();
    }

    /** IJava drops causes; here they stay. */
    @Test
    void invoke_snippetThatThrows_isAUserExceptionWithItsCause() {
        execution.startCell("fails()");
        assertThatThrownBy(() -> run("fails"))
                .isInstanceOf(ExecutionControl.UserException.class)
                .satisfies(e -> {
                    ExecutionControl.UserException thrown = (ExecutionControl.UserException) e;
                    assertThat(thrown.causeExceptionClass()).isEqualTo("java.lang.IllegalStateException");
                    assertThat(thrown).hasMessage("outer");
                    assertThat(thrown.getCause()).hasMessage("inner");
                });
    }

    @Test
    void interrupt_sleepingSnippet_endsItAndTheCellsOthersUntilTheNextCell() throws Exception {
        execution.startCell("sleeps();");
        assertThat(interrupted("sleeps")).hasRootCauseMessage("Interrupted.");
        assertThatThrownBy(() -> run("value"))
                .isInstanceOf(ExecutionControl.UserException.class)
                .hasMessage("Interrupted.");
        execution.startCell("value()");
        assertThat(run("value")).isEqualTo("of cell");
        assertThat(run("interrupted"))
                .as("an interrupt left over in the thread")
                .isEqualTo(false);
        assertThat(said).isEmpty();
    }

    @Test
    void interrupt_nothingRuns_stopsTheCellThatIsBegun() throws Exception {
        execution.startCell("first");
        execution.interrupt();
        assertThatThrownBy(() -> run("value")).hasMessage("Interrupted.");
        execution.startCell("second");
        assertThat(run("value")).isEqualTo("of cell");
    }

    /** The cell is named by its first line, when it does not end and by each cell after it, until it has ended. */
    @Test
    void interrupt_deafSnippet_isNamedUntilItEnds() throws Exception {
        execution.startCell("\n  deaf();\nmore();");
        assertThat(interrupted("deaf")).hasRootCauseMessage("Interrupted.");
        assertThat(said)
                .containsExactly("The interrupted cell still runs after 5 seconds: deaf();\nIt does not look for"
                        + " interrupts; restart the kernel to end it.");
        for (int cell = 0; cell < 2; cell++) {
            said.clear();
            execution.startCell("value()");
            assertThat(run("value")).isEqualTo("of cell");
            assertThat(said)
                    .containsExactly("A cell that was interrupted still runs: deaf();\nWhat it holds, such as a"
                            + " run's folder, stays in use; restart the kernel to end it.");
        }
        release.countDown();
        for (int i = 0; i < 100 && !said.isEmpty(); i++) {
            Thread.sleep(50);
            said.clear();
            execution.startCell("value()");
        }
        assertThat(said).isEmpty();
    }

    @Test
    void provider_whateverIsAsked_givesTheOneExecution() {
        CellExecution.Provider provider = new CellExecution.Provider(execution);
        assertThat(provider.getRegisteredControlByID("any")).isSameAs(execution);
    }
}
