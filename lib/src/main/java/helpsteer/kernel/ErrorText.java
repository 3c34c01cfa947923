package helpsteer.kernel;

import helpsteer.data.io.InvalidDataException;
import helpsteer.report.CheckFailedException;
import helpsteer.train.NonFiniteLossException;
import helpsteer.weights.InvalidWeightsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jdk.jshell.EvalException;
import org.jspecify.annotations.Nullable;

/** What a reader sees when a cell throws: what went wrong, where in the cell, and the causes down to the first. */
final class ErrorText {
    /** Frames of one throwable; a cell is rarely deeper, and an endless recursion has a thousand equal ones. */
    private static final int FRAMES = 12;

    /** Causes in one chain; more than this is a cycle. */
    private static final int CAUSES = 16;

    /** Exceptions of the library, whose message is whole. */
    private static final Set<String> OURS = Set.of(
            InvalidDataException.class.getName(),
            InvalidWeightsException.class.getName(),
            CheckFailedException.class.getName(),
            NonFiniteLossException.class.getName());

    /** Exceptions of the JDK by which the library refuses a value; others throw them too. */
    private static final Set<String> REFUSALS =
            Set.of(IllegalArgumentException.class.getName(), IllegalStateException.class.getName());

    private ErrorText() {}

    /**
     * The lines of the error and of every cause; messages keep their own line ends. From an error on whose message is
     * whole there are no frames, and a cause is named only if it says something else.
     */
    static List<String> of(Throwable thrown) {
        List<String> lines = new ArrayList<>();
        @Nullable Throwable next = thrown;
        boolean said = false;
        String told = "";
        for (int depth = 0; next != null && depth < CAUSES; depth++) {
            said |= saysAll(next);
            String message = String.valueOf(next.getMessage());
            if (!said || depth == 0 || !told.contains(message)) {
                headline(depth == 0 ? "" : "Caused by: ", next).lines().forEach(lines::add);
            }
            if (!said) {
                addFrames(next, lines);
            }
            told += message;
            next = next.getCause();
        }
        return lines;
    }

    /** Whether the message alone tells what is wrong and what to do, so that frames would only hide it. */
    private static boolean saysAll(Throwable thrown) {
        String name = nameOf(thrown);
        if (OURS.contains(name)) {
            return true;
        }
        StackTraceElement[] frames = thrown.getStackTrace();
        return REFUSALS.contains(name)
                && thrown.getMessage() != null
                && frames.length > 0
                && frames[0].getClassName().startsWith("helpsteer.");
    }

    private static String headline(String prefix, Throwable thrown) {
        String name = nameOf(thrown);
        String message = thrown.getMessage();
        String said = message == null || message.isBlank() ? name : name + ": " + message;
        return prefix + said + (name.equals(OutOfMemoryError.class.getName()) ? "\n" + MORE_HEAP : "");
    }

    private static final String MORE_HEAP =
            "The heap is full: work on fewer rows, or start again with HELPSTEER_JAVA_OPTS=-Xmx8g.";

    /** JShell wraps what a cell threw, at every depth of the chain. */
    private static String nameOf(Throwable thrown) {
        return thrown instanceof EvalException wrapped
                ? wrapped.getExceptionClassName()
                : thrown.getClass().getName();
    }

    private static void addFrames(Throwable thrown, List<String> lines) {
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            lines.add("    at " + frames[i]);
        }
        if (frames.length > FRAMES) {
            lines.add("    ... and " + (frames.length - FRAMES) + " more");
        }
    }
}
