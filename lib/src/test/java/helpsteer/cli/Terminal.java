package helpsteer.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/** All commands, and what the last call of one wrote. */
final class Terminal {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    int run(String... words) {
        return run(new CommandLine(new Main()), words);
    }

    /** Runs a command line, such as one with a command of the test's own. */
    int run(CommandLine line, String... words) {
        out.reset();
        err.reset();
        return Main.run(configured(line), words);
    }

    CommandLine configured(CommandLine line) {
        return Main.configured(
                line,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    List<String> lines() {
        return output().lines().toList();
    }

    String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    String firstError() {
        return errors().lines().findFirst().orElse("");
    }
}
