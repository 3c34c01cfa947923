package helpsteer.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command, which gives its exit code: 0 where all is well, 1 where not. */
abstract class TerminalCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    final CommandLine commandLine() {
        return spec.commandLine();
    }

    /** Where it tells what came of it. */
    final PrintWriter out() {
        return commandLine().getOut();
    }

    /** Options that do not go together; the message says which, and what to write instead. */
    final ParameterException wrong(String message) {
        return new ParameterException(commandLine(), message);
    }
}
