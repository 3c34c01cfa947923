package helpsteer.cli.study;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code helpsteer study STUDY}: what the methods make of data whose truth is known. */
@Command(
        name = "study",
        description = "Tries the methods of the library on simulated data whose truth is known.",
        synopsisSubcommandLabel = "STUDY",
        subcommands = {
            CoverageCommand.class,
            LossesCommand.class,
            LearningCommand.class,
            SteeringCommand.class,
            OveroptimizationCommand.class
        })
public final class StudyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "STUDY must be one of " + spec.subcommands().keySet() + ", got none");
    }
}
