package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class MainTest {
    private final Terminal terminal = new Terminal();

    /** A command that does what a test asks for. */
    @Command(name = "count", description = "Counts the rows of a file.")
    private static final class Count extends TerminalCommand {
        private final Callable<Integer> action;

        @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files.")
        private List<Path> files = List.of();

        @Option(names = "--text", paramLabel = "TEXT", description = "A text.")
        private String text = "";

        Count(Callable<Integer> action) {
            this.action = action;
        }

        @Override
        public Integer call() throws Exception {
            out().println(files + text);
            return action.call();
        }
    }

    private int run(Callable<Integer> action, String... words) {
        return terminal.run(new CommandLine(new Main()).addSubcommand(new Count(action)), words);
    }

    private static Callable<Integer> failing(Throwable error) {
        return () -> {
            if (error instanceof Error serious) {
                throw serious;
            }
            throw (Exception) error;
        };
    }

    private String failure(Throwable error) {
        assertThat(run(failing(error), "count")).isEqualTo(1);
        return terminal.errors().strip();
    }

    @Test
    void run_noWords_isNotUnderstoodAndListsTheCommands() {
        assertThat(terminal.run()).isEqualTo(2);
        assertThat(terminal.errors()).containsIgnoringCase("usage: helpsteer").contains("doctor", "fetch", "align");
    }

    @Test
    void run_help_listsTheCommandsOnStandardOutput() {
        for (String word : List.of("help", "--help", "-h")) {
            assertThat(terminal.run(word)).isZero();
            assertThat(terminal.output()).contains("Downloads official files");
            assertThat(terminal.errors()).isEmpty();
        }
    }

    @Test
    void run_helpOfEveryCommand_explainsEachOptionInWords() {
        CommandLine line = new CommandLine(new Main());
        line.getSubcommands().forEach((name, command) -> {
            assertThat(terminal.run(name, "--help")).as(name).isZero();
            assertThat(terminal.output()).containsIgnoringCase("usage: helpsteer " + name);
            assertThat(command.getCommandSpec().args()).allSatisfy(arg -> assertThat(arg.description())
                    .as(name + " " + arg.paramLabel())
                    .isNotEmpty());
        });
        assertThat(terminal.run("train", "--help")).isZero();
        assertThat(terminal.output())
                .contains("--rank=N", "Decoder only. Rank of LoRA (default: 16).")
                .contains("(default: regression)");
    }

    @Test
    void run_unknownCommand_isRefusedWithTheKnownOnesAndTheNearest() {
        assertThat(terminal.run("trian")).isEqualTo(2);
        assertThat(terminal.firstError())
                .startsWith("command must be one of [doctor, fetch, simulate, convert, train,")
                .endsWith("], got trian; did you mean train?");
    }

    @Test
    void run_knownCommand_getsTheWordsAfterItAndGivesItsExitCode() {
        assertThat(run(() -> 1, "count", "a", "b", "--text=c")).isEqualTo(1);
        assertThat(terminal.output().strip()).isEqualTo("[a, b]c");
    }

    @Test
    void run_wordsThatLookLikeOthers_areTakenAsTheyAre() {
        for (String text : List.of("help", "-h", "-1,0", "- a list", "@file", "a=b")) {
            assertThat(run(() -> 0, "count", "--text", text)).as(text).isZero();
            assertThat(terminal.output().strip()).isEqualTo("[]" + text);
        }
        assertThat(run(() -> 0, "count", "--text", "--tex")).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("--text must have a value, got --tex");
    }

    @Test
    void run_wrongWords_showTheUsage() {
        assertThat(run(() -> 0, "count", "--tex", "a")).isEqualTo(2);
        assertThat(terminal.errors().lines())
                .containsExactly(
                        "option must be one of those of count, got --tex; did you mean --text?",
                        "usage: helpsteer count [OPTIONS] [FILE...] (helpsteer count --help explains it)");
    }

    @Test
    void run_failure_isItsMessageWithoutStackTrace() {
        assertThat(failure(new IllegalStateException("train.jsonl:3: rating must be 0 to 4, got 9")))
                .isEqualTo("train.jsonl:3: rating must be 0 to 4, got 9");
    }

    @Test
    void run_failureWithDebug_isTheStackTrace() {
        for (String[] words : new String[][] {{"count", "--debug"}, {"--debug", "count"}}) {
            assertThat(run(failing(new FileNotFoundException("x y")), words)).isEqualTo(1);
            assertThat(terminal.errors()).contains("java.io.FileNotFoundException: x y", "at helpsteer.cli.MainTest");
        }
    }

    @Test
    void run_errorsOfTheMachine_areMessagesToo() {
        assertThat(failure(new StackOverflowError()))
                .startsWith("nesting must be less deep than the stack, got more; simplify the input");
        assertThat(failure(new OutOfMemoryError("Java heap space")))
                .isEqualTo("memory must be enough, got \"Java heap space\"; take less at a time, or start again with"
                        + " HELPSTEER_JAVA_OPTS=-Xmx8g");
        assertThat(failure(new UnsatisfiedLinkError("no libtorch here"))).isEqualTo("no libtorch here");
    }

    @Test
    void run_failureThatNamesAFileOnly_saysWhatIsWrongWithIt() {
        assertThat(failure(new NoSuchFileException("train.jsonl")))
                .isEqualTo("file or folder must exist, got none at train.jsonl; correct the path");
    }

    @Test
    void run_failureThatOnlyWrapsAnother_isTheMessageOfTheCause() {
        assertThat(failure(new UncheckedIOException(new IOException("disk is full"))))
                .isEqualTo("disk is full");
    }

    @Test
    void run_failureWithoutAnyMessage_namesClassAndPlace() {
        assertThat(failure(new IllegalStateException()))
                .startsWith("java.lang.IllegalStateException without a message at helpsteer.cli.MainTest.")
                .endsWith(" (--debug shows where)");
    }

    @Test
    void run_textsThatWouldCommandTheTerminal_areShownWithoutThat() {
        assertThat(run(
                        failing(new IllegalStateException("got \u001b[2J\u0007 a\u009b b")),
                        "count",
                        "--text",
                        "\u001b]0;x\u0007"))
                .isEqualTo(1);
        assertThat(terminal.output().strip()).isEqualTo("[]]0;x");
        assertThat(terminal.errors().strip()).isEqualTo("got [2J a b");
    }

    @Test
    void run_fetchOfAnUnknownDataset_isNotUnderstood() {
        assertThat(terminal.run("fetch", "helpsteer9")).isEqualTo(2);
        assertThat(terminal.errors()).startsWith("dataset must be one of [").contains("], got helpsteer9");
        assertThat(terminal.run("fetch")).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("DATASET must be named, got nothing");
    }

    @Test
    void run_doctorWithWords_isNotUnderstood() {
        assertThat(terminal.run("doctor", "now")).isEqualTo(2);
        assertThat(terminal.firstError()).isEqualTo("arguments must be none, got also now");
    }

    @Test
    void stop_workerAtWork_isInterruptedAndWaitedFor() {
        AtomicBoolean finished = new AtomicBoolean();
        Thread worker = new Thread(() -> {
            while (!Thread.interrupted()) {
                Thread.onSpinWait();
            }
            finished.set(true);
        });
        worker.start();
        Main.stop(worker, Duration.ofSeconds(30));
        assertThat(finished).isTrue();
        assertThat(worker.isAlive()).isFalse();
    }
}
