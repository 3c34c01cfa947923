package helpsteer.cli.study;

import helpsteer.run.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all studies have in common: their seed, and where their numbers go. */
final class StudyOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", description = "Source of all samples (default: ${DEFAULT-VALUE}).")
    private int seed = 12;

    @Option(names = "--save", paramLabel = "FILE", description = "Writes all numbers to this file, as JSON.")
    private Optional<Path> save = Optional.empty();

    int seed() {
        return seed;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** An error whose message begins with the name of a setting, which is that of an option with spaces for hyphens. */
    ParameterException wrong(IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        int end = Math.max(0, message.indexOf(" must"));
        return wrong("--" + message.substring(0, end).replace(' ', '-') + message.substring(end));
    }

    /** Writes the results where they were asked for. */
    void save(Object results) throws IOException {
        if (save.isPresent()) {
            Json.save(save.get(), results);
        }
    }
}
