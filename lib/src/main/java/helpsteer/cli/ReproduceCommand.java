package helpsteer.cli;

import helpsteer.data.fetch.DataHome;
import helpsteer.report.table.ReproductionReport;
import helpsteer.study.paper.PrintedPaper;
import helpsteer.study.paper.Reproduction;
import helpsteer.study.paper.ReproductionFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code helpsteer reproduce [FOLDER]}: every printed number of the paper beside ours. */
@Command(
        name = "reproduce",
        description =
                "Puts ours beside every number of the paper's Tables 1 to 6 and of its text, with a verdict on each."
                        + " Exit code 0 where nothing is contradicted, 1 where something is.")
final class ReproduceCommand extends TerminalCommand {
    private final Supplier<PrintedPaper> paper;

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "Folder of data, laid out as data/README.md says (default: the data at hand).")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--save", paramLabel = "FILE", description = "Also writes all of it to FILE, as .json or .csv.")
    private Optional<Path> save = Optional.empty();

    ReproduceCommand() {
        this(PrintedPaper::published);
    }

    /** The command for another set of printed numbers. */
    ReproduceCommand(Supplier<PrintedPaper> paper) {
        this.paper = paper;
    }

    @Override
    public Integer call() {
        if (save.isPresent() && !ReproductionFile.isKnown(save.get())) {
            throw wrong("--save must end in .json or .csv, got " + save.get());
        }
        ReproductionReport report = new ReproductionReport(Reproduction.of(home(), paper.get()));
        out().println(report.rendered().plain());
        out().flush();
        save.ifPresent(file -> write(report.reproduction(), file));
        return report.reproduction().contradictions().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private DataHome home() {
        if (folder.isEmpty()) {
            return DataHome.find();
        }
        Path named = folder.get().toAbsolutePath().normalize();
        if (!Files.isDirectory(named)) {
            throw wrong("FOLDER must be an existing folder of data, got " + folder.get()
                    + "; name one that holds helpsteer2/, or none for the data at hand");
        }
        return DataHome.of(named);
    }

    private static void write(Reproduction reproduction, Path file) {
        try {
            ReproductionFile.save(reproduction, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
