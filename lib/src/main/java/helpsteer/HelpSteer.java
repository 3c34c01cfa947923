package helpsteer;

import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.report.Rendered;
import helpsteer.report.Shown;
import helpsteer.report.table.DataTables;
import helpsteer.report.table.Tables;
import helpsteer.run.Workspace;
import helpsteer.simulation.files.SimulatedFolder;
import helpsteer.simulation.files.SimulationSettings;
import helpsteer.simulation.raters.Raters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import tech.tablesaw.api.Table;

/**
 * The HelpSteer2 data set at hand: prompts with two responses each, every response rated from 0 to 4 on five attributes
 * (arXiv 2406.08673).
 *
 * <pre>{@code
 * var data  = HelpSteer.load();                                    // official files, the user's folder or the sample
 * var model = data.train(RewardModels.miniLm().epochs(2).seed(7)); // cached and resumable
 * double h  = model.score(prompt, response).helpfulness();
 * var world = HelpSteer.simulate(20_324).seed(7);                  // simulated ratings whose truth is known
 * }</pre>
 */
public final class HelpSteer implements Shown {
    private static final int ALL = Integer.MAX_VALUE;
    private static final int FIRST = 6; // rows shown where the data stand alone in a cell

    private final DataHome home;
    private final int most;
    private final int inFile;
    private final List<RatedPair> train;
    private final List<RatedPair> validation;

    private HelpSteer(DataHome home, int most) {
        this.home = home;
        this.most = most;
        List<RatedPair> all = HelpSteer2.train(home);
        inFile = 2 * all.size();
        train = all.subList(0, Math.min(all.size(), most / 2));
        validation = HelpSteer2.validation(home);
    }

    /**
     * Reads the first of: the folder that {@code HELPSTEER_DATA} names, the official files that {@code environment/helpsteer
     * fetch} has downloaded, the project's own sample of 64 pairs.
     *
     * @throws helpsteer.data.io.InvalidDataException naming file and line, where a row is not as the format says
     */
    public static HelpSteer load() {
        return load(DataHome.find());
    }

    /** Reads a folder laid out as {@code data/README.md} says. */
    public static HelpSteer load(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("folder must exist, got " + folder
                    + "; name the folder that holds helpsteer2/, or call load() for the data at hand");
        }
        return load(DataHome.of(folder.toAbsolutePath().normalize()));
    }

    /** Reads the sample that was written for this project, whatever else is at hand: small, for trying things out. */
    public static HelpSteer sample() {
        return load(DataHome.sample());
    }

    /**
     * Simulates ratings whose truth is known, in the form of the official files.
     *
     * <pre>{@code
     * var world  = HelpSteer.simulate(20_324).seed(7);
     * var biased = HelpSteer.simulate(20_324).lengthBias(0.5).seed(7);
     * }</pre>
     *
     * @param rows training rows, an even number; the official file has 20,324
     */
    public static Simulator simulate(int rows) {
        return new Simulator(SimulationSettings.defaults().withRows(rows));
    }

    private static HelpSteer load(DataHome home) {
        return new HelpSteer(home, ALL);
    }

    /**
     * The same with the first rows of the training file only.
     *
     * @param most training rows, at least 2; rows are taken in pairs
     */
    public HelpSteer rows(int most) {
        if (most < 2) {
            throw new IllegalArgumentException("rows must be at least 2, since they are taken in pairs, got " + most);
        }
        return new HelpSteer(home, most);
    }

    /** Where the files lie, for everything else that reads data. */
    public DataHome home() {
        return home;
    }

    /** The training file: two responses to each prompt. */
    public List<RatedPair> trainPairs() {
        return List.copyOf(train);
    }

    /** The validation file, which no training sees. */
    public List<RatedPair> validationPairs() {
        return List.copyOf(validation);
    }

    /** The training file, response by response. */
    public List<RatedResponse> trainRows() {
        return HelpSteer2.samples(train);
    }

    /** The validation file, response by response. */
    public List<RatedResponse> validationRows() {
        return HelpSteer2.samples(validation);
    }

    /** The training rows as a Tablesaw table to filter, group and join: lengths and ratings, without the texts. */
    public Table table() {
        return DataTables.samples(
                (home.kind() == DataHome.Kind.SIMULATED ? home.describe() : "HelpSteer2") + ", training rows",
                trainRows());
    }

    /** How ratings are to be simulated. Each method gives a changed copy; {@link #seed} is the last. */
    public static final class Simulator {
        private final SimulationSettings settings;

        private Simulator(SimulationSettings settings) {
            this.settings = settings;
        }

        /** Factor on the annotators' errors, 0 to 10; 1 is as in HelpSteer2. */
        public Simulator noise(double factor) {
            return with(settings.raters().withNoise(factor));
        }

        /** Share of annotators who do not look, 0 to 0.9. */
        public Simulator careless(double share) {
            return with(settings.raters().withCareless(share));
        }

        /** Rating points, -4 to 4, that a response gains in helpfulness when its length doubles. */
        public Simulator lengthBias(double points) {
            return with(settings.raters().withLengthBias(points));
        }

        /** Rating points, -4 to 4, that the second response gains where two are compared. */
        public Simulator positionBias(double points) {
            return with(settings.raters().withPositionBias(points));
        }

        /** Length of the texts as a multiple of the short form, 1 to 10; at 10 they are about as long as HelpSteer2's. */
        public Simulator length(int scale) {
            return new Simulator(settings.withWorld(settings.world().withScale(scale)));
        }

        /** How many objects of each topic are talked about, 4 to 20; with more of them more facts are to learn. */
        public Simulator objects(int count) {
            return new Simulator(settings.withWorld(settings.world().withObjects(count)));
        }

        /** Share of prompts, 0 to 1, that state the facts they ask for; of the others a model must know the facts. */
        public Simulator closedQa(double share) {
            return new Simulator(settings.withWorld(settings.world().withClosedQa(share)));
        }

        /** Share of responses, -1 to 1, that are longer because they are better, below 0 shorter. */
        public Simulator lengthFollowsQuality(double share) {
            return new Simulator(settings.withWorld(settings.world().withLengthFollowsQuality(share)));
        }

        /** Annotators who differ in more than the settings above; {@link Raters#none} say the truth. */
        public Simulator raters(Raters raters) {
            return with(raters);
        }

        private Simulator with(Raters raters) {
            return new Simulator(settings.withRaters(raters));
        }

        /**
         * The data of a seed. They are written to the workspace's cache, where the same call finds them again; after a stop it
         * goes on. {@link HelpSteer#home} says where; {@code truth.json} there holds what no model can surpass.
         *
         * @throws CancellationException where the thread is interrupted; nothing is lost
         */
        public HelpSteer seed(long seed) {
            return seed(seed, Workspace.cache());
        }

        HelpSteer seed(long seed, Path cache) {
            SimulationSettings all = settings.withSeed(seed);
            Path folder = cache.resolve("simulated").resolve(all.name());
            try {
                SimulatedFolder.write(all, folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException(e.getMessage());
            }
            return load(folder);
        }
    }

    /** The most training rows that are taken; all where {@link #rows} did not say. */
    int most() {
        return most;
    }

    /**
     * Trains a reward model in the cache. The same call finds it again; after a stop it goes on.
     *
     * @throws IllegalArgumentException where the rows are too few or do not fit the loss
     */
    public RewardModels.Trained train(RewardModels model) {
        return model.train(this, Optional.empty());
    }

    /**
     * Trains a reward model in a folder of its own, where log, checkpoints and model stay.
     *
     * @throws IllegalArgumentException where the folder holds a run with other settings, naming them
     */
    public RewardModels.Trained train(RewardModels model, Path folder) {
        return model.train(this, Optional.of(folder));
    }

    /** How much there is, and whose it is. */
    @Override
    public String toString() {
        int rows = 2 * train.size();
        return whose() + ": " + rows + (rows < inFile ? " of " + inFile : "") + " training rows and "
                + 2 * validation.size() + " validation rows, two for each prompt";
    }

    /** Whose the data are; simulated ones are not called HelpSteer2. */
    private String whose() {
        return home.kind() == DataHome.Kind.SIMULATED ? home.describe() : "HelpSteer2, " + home.describe();
    }

    @Override
    public Rendered rendered() {
        return Rendered.stacked(toString(), Tables.rendered(table().first(FIRST)));
    }
}
