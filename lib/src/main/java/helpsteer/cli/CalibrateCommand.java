package helpsteer.cli;

import helpsteer.data.Filtered;
import helpsteer.data.Split;
import helpsteer.data.io.Strictness;
import helpsteer.data.sets.PreferenceFile;
import helpsteer.report.card.ModelCard;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.Calibrator;
import helpsteer.reward.calibration.HeadRows;
import helpsteer.reward.calibration.HeldOutPairs;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.training.Comparisons;
import helpsteer.run.Seed;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code helpsteer calibrate MODEL PAIRS}: what the scores of a saved model mean, from pairs that it has not learned. */
@Command(
        name = "calibrate",
        description =
                "Learns what a saved reward model's scores mean (temperature, percentiles, how sure a comparison is)"
                        + " from pairs that it has not learned, and keeps it with the model; a training does so by itself.")
final class CalibrateCommand extends TerminalCommand {
    private static final double HALF = 0.5;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Folder of a reward model, such as RUN/model.")
    private Path model;

    @Parameters(
            index = "1",
            paramLabel = "PAIRS.jsonl",
            description = "File of pairs with prompt, chosen and rejected, none of which the model has learned.")
    private Path pairs;

    @Option(
            names = "--base",
            paramLabel = "PATH",
            description = "Model that a decoder's adapters belong to (default: SmolLM2).")
    private Optional<Path> base = Optional.empty();

    @Override
    public Integer call() {
        if (!ModelFolder.isSaved(model)) {
            throw wrong("MODEL must be a folder that this library saved, got " + model + "; name that of a training");
        }
        Filtered<Comparison> kept = Comparisons.of(PreferenceFile.read(pairs, Strictness.STRICT));
        Split<Comparison> halves = // what the model learned is not at hand, so that some of these have to fit the heads
                Split.byPrompt(kept.items(), Comparison::prompt, HALF, new Seed(0));
        out().println("pairs: " + kept + "; half of the prompts are for the temperature, half for the spread of heads");
        try (ModelFolder.Opened opened = ModelFolder.open(model, base)) {
            CalibrationOutcome outcome = Calibrator.fitAfterwards(
                    opened.model(),
                    opened.notes().weights(),
                    HeldOutPairs.of(halves.validation()),
                    new HeadRows.Compared(halves.train(), BradleyTerry.REGULAR));
            out().println(outcome);
            if (outcome.calibration().isEmpty()) {
                return Main.FAILED;
            }
            ModelFolder.calibrate(model, outcome);
        }
        boolean card = ModelCard.refreshMeaning(model);
        out().println("wrote it into " + model + (card ? " and its card" : ""));
        return Main.DONE;
    }
}
