package helpsteer.cli;

import helpsteer.cli.options.Arguments;
import helpsteer.cli.study.StudyCommand;
import helpsteer.report.Reason;
import helpsteer.report.progress.TerminalProgress;
import helpsteer.run.Printable;
import helpsteer.run.Progress;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** The commands for a terminal. Exit codes: 0 done, 1 failed, 2 not understood; 130 and 143 where a signal ended it. */
@Command(
        name = "helpsteer",
        description = "Studies, trains and judges reward models.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "helpsteer COMMAND --help explains a command and its options."},
        subcommands = {
            DoctorCommand.class,
            FetchCommand.class,
            SimulateCommand.class,
            ConvertCommand.class,
            TrainCommand.class,
            SearchCommand.class,
            RunsCommand.class,
            ScoreCommand.class,
            AblateCommand.class,
            CompareCommand.class,
            JudgeCommand.class,
            GenerateCommand.class,
            AnswerCommand.class,
            LeaderboardCommand.class,
            AlignCommand.class,
            StudyCommand.class,
            Main.HelpOf.class
        })
public final class Main {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int NOT_UNDERSTOOD = 2;

    /** The longest that the end of a step is waited for. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int WIDTH = 110;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    boolean help; // read by picocli only

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Shows the stack trace of an error.")
    private boolean debug;

    /** {@code helpsteer help [COMMAND]}. */
    @Command(name = "help", description = "Explains a command.")
    static final class HelpOf extends TerminalCommand {
        @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command (default: lists all).")
        private Optional<String> name = Optional.empty();

        @Override
        public Integer call() {
            CommandLine all = commandLine().getParent();
            CommandLine one = name.isEmpty() ? all : all.getSubcommands().get(name.get());
            if (one == null) {
                throw wrong("command must be one of " + all.getSubcommands().keySet() + ", got " + name.orElse(""));
            }
            one.usage(out());
            return DONE;
        }
    }

    /** Runs one command and ends the process. */
    public static void main(String[] words) {
        Locale.setDefault(Locale.ROOT); // numbers have the same digits on every machine
        Progress terminal = new TerminalProgress();
        Progress.install(() -> terminal);
        Thread worker = Thread.currentThread();
        Thread hook = new Thread(() -> stop(worker, PATIENCE), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        int code = run(configured(new CommandLine(new Main()), System.out, System.err), words);
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

    /** Commands that write to these, under the rules for words. */
    static CommandLine configured(CommandLine line, PrintStream out, PrintStream err) {
        line.setOut(terminal(out))
                .setErr(terminal(err))
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setParameterExceptionHandler((e, words) -> notUnderstood(e))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command))
                .setExpandAtFiles(false)
                .setUsageHelpWidth(WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAllowOptionsAsOptionParameters(true) // the converters refuse what begins with two hyphens, by name
                .setUnmatchedOptionsAllowedAsOptionParameters(true);
        Arguments.register(line);
        line.getSubcommands().values().forEach(Main::shown);
        return line;
    }

    /** How the help of a command, and of those below it, looks. */
    private static void shown(CommandLine command) {
        command.getCommandSpec().usageMessage().abbreviateSynopsis(true).sortOptions(false);
        command.getSubcommands().values().forEach(Main::shown);
    }

    /** The exit code of the command that the words name; errors are a message, with {@code --debug} a stack trace. */
    static int run(CommandLine line, String... words) {
        if (words.length == 0) {
            line.usage(line.getErr());
            return NOT_UNDERSTOOD;
        }
        try {
            return line.execute(words);
        } catch (LinkageError | OutOfMemoryError | StackOverflowError e) {
            return failed(e, line);
        }
    }

    private static int notUnderstood(ParameterException e) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(Arguments.message(e));
        String name = command.getCommandSpec().qualifiedName();
        err.println("usage: " + command.getHelp().synopsis(0).strip() + " (" + name + " --help explains it)");
        return NOT_UNDERSTOOD;
    }

    private static int failed(Throwable e, CommandLine command) {
        PrintWriter err = command.getErr();
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            err.println("Interrupted.");
        } else if (root(command).getCommand() instanceof Main main && main.debug) {
            e.printStackTrace(err);
        } else {
            err.println(Reason.of(e) + (Reason.isSentence(e) ? "" : " (--debug shows where)"));
        }
        return FAILED;
    }

    private static CommandLine root(CommandLine command) {
        return command.getParent() == null ? command : root(command.getParent());
    }

    /** What files and models say is shown without what would command the terminal. */
    private static PrintWriter terminal(PrintStream to) {
        return new PrintWriter(
                new Writer() {
                    @Override
                    public void write(char[] text, int from, int length) {
                        to.print(Printable.of(new String(text, from, length)));
                    }

                    @Override
                    public void flush() {
                        to.flush();
                    }

                    @Override
                    public void close() {
                        to.flush();
                    }
                },
                true);
    }
}
