package helpsteer.cli;

import helpsteer.cli.options.Arguments.Finite;
import helpsteer.simulation.files.SimulatedFolder;
import helpsteer.simulation.files.SimulationSettings;
import helpsteer.simulation.raters.Raters;
import helpsteer.simulation.world.WorldSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code helpsteer simulate FOLDER}: the official files of a world whose truth is known. */
@Command(
        name = "simulate",
        description =
                "Writes simulated data in the form of the official files, with the truth beside them; the same call goes on"
                        + " where it was cut off.")
final class SimulateCommand extends TerminalCommand {
    @Parameters(paramLabel = "FOLDER", description = "New or empty folder, or one to go on with.")
    private Path folder;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description =
                    "Training rows, an even number (default: ${DEFAULT-VALUE}, as many as the official file has).")
    private int rows = SimulationSettings.OFFICIAL_ROWS;

    @Option(names = "--seed", paramLabel = "N", description = "Source of all randomness (default: ${DEFAULT-VALUE}).")
    private int seed = 1;

    @Option(
            names = "--raters",
            paramLabel = "N",
            description = "How many annotators there are, 20 to 100,000 (default: 1000).")
    private Optional<Integer> raters = Optional.empty();

    @Option(
            names = "--noise",
            paramLabel = "X",
            converter = Finite.class,
            description = "Factor on the annotators' errors, 0 to 10 (default: 1, as in HelpSteer2).")
    private Optional<Double> noise = Optional.empty();

    @Option(
            names = "--careless",
            paramLabel = "X",
            converter = Finite.class,
            description = "Share of annotators who do not look, 0 to 0.9 (default: 0.13).")
    private Optional<Double> careless = Optional.empty();

    @Option(
            names = "--length-bias",
            paramLabel = "X",
            converter = Finite.class,
            description = "Rating points a response gains when its length doubles, -4 to 4 (default: 0).")
    private Optional<Double> lengthBias = Optional.empty();

    @Option(
            names = "--position-bias",
            paramLabel = "X",
            converter = Finite.class,
            description = "Rating points the second response gains in comparisons, -4 to 4 (default: 0.1).")
    private Optional<Double> positionBias = Optional.empty();

    @Option(
            names = "--length",
            paramLabel = "N",
            description = "Length of the texts as a multiple of the short form, 1 to 10 (default: 1).")
    private Optional<Integer> length = Optional.empty();

    @Option(
            names = "--topics",
            paramLabel = "N",
            description = "How many topics are talked about, 1 to 9 (default: 8); the ninth is arithmetic.")
    private Optional<Integer> topics = Optional.empty();

    @Option(
            names = "--objects",
            paramLabel = "N",
            description = "How many objects of each topic are talked about, an even number of at least 4 (default: 6);"
                    + " with more of them there are more facts to learn.")
    private Optional<Integer> objects = Optional.empty();

    @Option(
            names = "--closed-qa",
            paramLabel = "X",
            converter = Finite.class,
            description =
                    "Share of prompts that state the facts they ask for, 0 to 1 (default: 1); of the others a model"
                            + " must know the facts.")
    private Optional<Double> closedQa = Optional.empty();

    @Option(
            names = "--multi-turn",
            paramLabel = "X",
            converter = Finite.class,
            description = "Share of prompts of more than one user turn, 0 to 1 (default: 0.29, as in HelpSteer2).")
    private Optional<Double> multiTurn = Optional.empty();

    @Option(
            names = "--refusal-due",
            paramLabel = "X",
            converter = Finite.class,
            description = "Share of prompts that should be refused, 0 to 1 (default: 0.08).")
    private Optional<Double> refusalDue = Optional.empty();

    @Option(
            names = "--length-follows-quality",
            paramLabel = "X",
            converter = Finite.class,
            description = "Share of responses that are longer because they are better, -1 to 1 (default: 0).")
    private Optional<Double> lengthFollowsQuality = Optional.empty();

    @Override
    public Integer call() throws IOException, InterruptedException {
        SimulationSettings settings = settings();
        SimulatedFolder.write(settings, folder);
        out().println("wrote " + folder + ": " + settings.label() + ", " + settings.rows() + " training rows, "
                + settings.raters());
        out().println("use it with: HELPSTEER_DATA=" + folder);
        return Main.DONE;
    }

    private SimulationSettings settings() {
        Raters usual = Raters.defaults();
        try {
            Raters chosen = new Raters(
                    raters.orElse(usual.count()),
                    noise.orElse(usual.noise()),
                    careless.orElse(usual.careless()),
                    lengthBias.orElse(usual.lengthBias()),
                    positionBias.orElse(usual.positionBias()));
            WorldSettings standard = WorldSettings.standard(seed);
            WorldSettings texts = standard.withScale(
                            length.orElse(standard.extent().scale()))
                    .withTopics(topics.orElse(standard.extent().topics()))
                    .withClosedQa(closedQa.orElse(standard.extent().closedQa()))
                    .withMultiTurn(multiTurn.orElse(standard.multiTurn()))
                    .withRefusalDue(refusalDue.orElse(standard.refusalDue()))
                    .withLengthFollowsQuality(lengthFollowsQuality.orElse(standard.lengthFollowsQuality()));
            return new SimulationSettings(
                    rows, chosen, objects.map(texts::withObjects).orElse(texts));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }
}
