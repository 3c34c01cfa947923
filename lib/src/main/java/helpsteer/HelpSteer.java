package helpsteer;

import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.report.Rendered;
import helpsteer.report.Shown;
import helpsteer.report.table.DataTables;
import helpsteer.report.table.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tech.tablesaw.api.Table;

/**
 * The HelpSteer2 data set at hand: prompts with two responses each, every response rated from 0 to 4 on five attributes
 * (arXiv 2406.08673).
 *
 * <pre>{@code
 * var data  = HelpSteer.load();                                    // official files, the user's folder or the sample
 * var model = data.train(RewardModels.miniLm().epochs(2).seed(7)); // cached and resumable
 * double h  = model.score(prompt, response).helpfulness();
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
        return DataTables.samples("HelpSteer2, training rows", trainRows());
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
        return "HelpSteer2, " + home.describe() + ": " + rows + (rows < inFile ? " of " + inFile : "")
                + " training rows and " + 2 * validation.size() + " validation rows, two for each prompt";
    }

    @Override
    public Rendered rendered() {
        return Rendered.stacked(toString(), Tables.rendered(table().first(FIRST)));
    }
}
