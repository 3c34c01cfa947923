package helpsteer.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Some commands, and what the last call of one wrote. */
final class Terminal {
    private final List<Command> commands;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    Terminal(Command... commands) {
        this.commands = List.of(commands);
    }

    int run(String... words) {
        out.reset();
        err.reset();
        return new Main(
                        commands,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(words));
    }

    List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
