package helpsteer.report.progress;

import java.io.Console;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * Shows progress on standard error: one line that is written over where a person looks on, a line every few seconds
 * where the output goes to a file.
 */
public final class TerminalProgress extends PacedProgress {
    private static final long CONSOLE_MILLIS = 100;
    private static final long FILE_MILLIS = 5_000;

    private final PrintStream out;
    private final boolean console;
    private int width;
    private boolean lineOpen;

    /** Writes to standard error. */
    public TerminalProgress() {
        this(System.err, atTerminal(), System::nanoTime);
    }

    TerminalProgress(PrintStream out, boolean console, LongSupplier nanoTime) {
        super(nanoTime, console ? CONSOLE_MILLIS : FILE_MILLIS);
        this.out = out;
        this.console = console;
    }

    /** Up to Java 21 a console is there only at a terminal; from 22 on it is always there and has to be asked. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean atTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    @Override
    void begin() {
        endLine();
    }

    @Override
    void show(ProgressState state) {
        String text = state.text();
        if (!console) {
            out.println(text);
            return;
        }
        out.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
        out.flush();
        width = text.length();
        lineOpen = true;
        if (state.complete()) {
            endLine();
        }
    }

    private void endLine() {
        if (lineOpen) {
            out.println();
            lineOpen = false;
            width = 0;
        }
    }
}
