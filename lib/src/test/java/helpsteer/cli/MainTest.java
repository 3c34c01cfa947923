package helpsteer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Command.Action action, String... words) {
        List<Command> commands = List.of(
                new Command("count", "FILE", "counts the rows of a file", action),
                Doctor.COMMAND,
                FetchCommand.COMMAND);
        return new Main(commands, stream(out), stream(err)).run(List.of(words));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int nothing(List<String> words, PrintStream out) {
        return Main.DONE;
    }

    @Test
    void run_noWords_isNotUnderstoodAndListsTheCommands() {
        assertThat(run(MainTest::nothing)).isEqualTo(2);
        assertThat(text(err))
                .startsWith("usage: helpsteer COMMAND")
                .contains("count FILE", "doctor", "fetch DATASET...");
    }

    @Test
    void run_help_listsTheCommandsOnStandardOutput() {
        assertThat(run(MainTest::nothing, "--help")).isZero();
        assertThat(text(out)).contains("counts the rows of a file");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void run_unknownCommand_isRefusedWithTheKnownOnes() {
        assertThat(run(MainTest::nothing, "conut")).isEqualTo(2);
        assertThat(text(err).strip())
                .isEqualTo("command must be one of [count, doctor, fetch], got conut; see helpsteer help.");
    }

    @Test
    void run_knownCommand_getsTheWordsAfterItAndGivesItsExitCode() {
        int code = run(
                (words, stream) -> {
                    stream.println(words);
                    return 1;
                },
                "count",
                "a",
                "b");

        assertThat(code).isEqualTo(1);
        assertThat(text(out).strip()).isEqualTo("[a, b]");
    }

    @Test
    void run_usageError_isNotUnderstoodAndShowsTheUsage() {
        int code = run(
                (words, stream) -> {
                    throw new UsageException("file must be named, got none");
                },
                "count");

        assertThat(code).isEqualTo(2);
        assertThat(text(err).lines()).containsExactly("file must be named, got none", "usage: helpsteer count FILE");
    }

    @Test
    void run_failure_isItsMessageWithoutStackTrace() {
        int code = run(
                (words, stream) -> {
                    throw new IllegalStateException("train.jsonl:3: rating must be 0 to 4, got 9");
                },
                "count");

        assertThat(code).isEqualTo(1);
        assertThat(text(err).strip()).isEqualTo("train.jsonl:3: rating must be 0 to 4, got 9");
    }

    @Test
    void run_failureWithDebug_isTheStackTrace() {
        int code = run(
                (words, stream) -> {
                    throw new FileNotFoundException("x y");
                },
                "count",
                "--debug");

        assertThat(code).isEqualTo(1);
        assertThat(text(err)).contains("java.io.FileNotFoundException: x y", "at helpsteer.cli.MainTest");
    }

    @Test
    void run_failureWhoseMessageIsOneWord_namesItsClassToo() {
        run(
                (words, stream) -> {
                    throw new NoSuchFileException("train.jsonl");
                },
                "count");

        assertThat(text(err).strip()).isEqualTo("java.nio.file.NoSuchFileException: train.jsonl (--debug shows where)");
    }

    @Test
    void run_failureThatOnlyWrapsAnother_isTheMessageOfTheCause() {
        run(
                (words, stream) -> {
                    throw new UncheckedIOException(new IOException("disk is full"));
                },
                "count");

        assertThat(text(err).strip()).isEqualTo("disk is full");
    }

    @Test
    void run_failureWithoutAnyMessage_namesClassAndPlace() {
        run(
                (words, stream) -> {
                    throw new IllegalStateException();
                },
                "count");

        assertThat(text(err).strip())
                .startsWith("java.lang.IllegalStateException without a message at helpsteer.cli.MainTest.")
                .endsWith(" (--debug shows where)");
    }

    @Test
    void run_helpAfterACommand_showsItsUsage() {
        assertThat(run(MainTest::nothing, "fetch", "--help")).isZero();
        assertThat(text(out)).startsWith("usage: helpsteer fetch DATASET...");
    }

    @Test
    void run_fetchOfAnUnknownDataset_isNotUnderstood() {
        assertThat(run(MainTest::nothing, "fetch", "helpsteer9")).isEqualTo(2);
        assertThat(text(err)).startsWith("dataset must be one of [").contains("], got helpsteer9");
    }

    @Test
    void run_fetchOfNothing_isNotUnderstood() {
        assertThat(run(MainTest::nothing, "fetch")).isEqualTo(2);
        assertThat(text(err)).contains("got none");
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
