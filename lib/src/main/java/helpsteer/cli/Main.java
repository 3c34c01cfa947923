package helpsteer.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands for a terminal. Exit codes: 0 done, 1 failed, 2 not understood. */
public final class Main {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int NOT_UNDERSTOOD = 2;

    /** The longest that the end of a step is waited for. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String DEBUG = "--debug";
    private static final List<String> HELP = List.of("help", "--help", "-h");

    private final List<Command> commands;
    private final PrintStream out;
    private final PrintStream err;

    Main(List<Command> commands, PrintStream out, PrintStream err) {
        this.commands = List.copyOf(commands);
        this.out = out;
        this.err = err;
    }

    /** Runs one command and ends the process. */
    public static void main(String[] words) {
        List<Command> commands = List.of(
                Doctor.COMMAND,
                FetchCommand.COMMAND,
                ConvertCommand.COMMAND,
                TrainCommand.COMMAND,
                SearchCommand.COMMAND,
                RunsCommand.COMMAND,
                ScoreCommand.COMMAND,
                AblateCommand.COMMAND,
                CompareCommand.COMMAND,
                JudgeCommand.COMMAND,
                GenerateCommand.COMMAND,
                AlignCommand.COMMAND);
        Thread worker = Thread.currentThread();
        Thread hook = new Thread(() -> stop(worker, PATIENCE), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        int code = new Main(commands, System.out, System.err).run(List.of(words));
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // a signal is ending the process already, and waits for this thread
        }
        System.exit(code);
    }

    /**
     * Interrupts the worker and waits for its end, so that Ctrl-C stops a run between two steps: the native library must
     * not be taken down while a thread computes in it, which would end in a crash report.
     */
    static void stop(Thread worker, Duration patience) {
        worker.interrupt();
        try {
            worker.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The exit code of the command that the words name; errors are a message, with {@code --debug} a stack trace. */
    int run(List<String> words) {
        List<String> rest = new ArrayList<>(words);
        boolean debug = rest.remove(DEBUG);
        if (rest.isEmpty() || HELP.contains(rest.get(0))) {
            (rest.isEmpty() ? err : out).print(usage());
            return rest.isEmpty() ? NOT_UNDERSTOOD : DONE;
        }
        String name = rest.remove(0);
        Optional<Command> command =
                commands.stream().filter(c -> c.name().equals(name)).findFirst();
        if (command.isEmpty()) {
            err.println("command must be one of " + names() + ", got " + name + "; see helpsteer help.");
            return NOT_UNDERSTOOD;
        }
        return run(command.get(), rest, debug);
    }

    private int run(Command command, List<String> words, boolean debug) {
        if (words.stream().anyMatch(HELP::contains)) {
            out.println("usage: " + line(command) + System.lineSeparator() + command.summary());
            return DONE;
        }
        try {
            return command.action().run(words, out);
        } catch (UsageException e) {
            err.println(e.getMessage() + System.lineSeparator() + "usage: " + line(command));
            return NOT_UNDERSTOOD;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("Interrupted.");
            return FAILED;
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            if (debug) {
                e.printStackTrace(err);
            } else {
                err.println(Reason.of(e) + (Reason.isSentence(e) ? "" : " (" + DEBUG + " shows where)"));
            }
            return FAILED;
        }
    }

    private List<String> names() {
        return commands.stream().map(Command::name).toList();
    }

    private String usage() {
        StringBuilder text = new StringBuilder("usage: helpsteer COMMAND [" + DEBUG + "]\n\n");
        int width = commands.stream().mapToInt(c -> signature(c).length()).max().orElse(0);
        for (Command command : commands) {
            text.append("  ")
                    .append(signature(command))
                    .append(" ".repeat(width - signature(command).length() + 2))
                    .append(command.summary())
                    .append('\n');
        }
        return text.append("\n" + DEBUG + " prints the stack trace of an error.\n")
                .toString();
    }

    private static String line(Command command) {
        return "helpsteer " + signature(command);
    }

    private static String signature(Command command) {
        return (command.name() + " " + command.usage()).strip();
    }
}
