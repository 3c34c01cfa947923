package helpsteer.simulation.files;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Prompt;
import helpsteer.data.fetch.SimulatedMark;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.simulation.grammar.InventoryFile;
import helpsteer.simulation.raters.RaterPool;
import helpsteer.simulation.raters.Raters;
import helpsteer.simulation.world.WorldSettings;
import java.util.Locale;
import java.util.Map;

/**
 * All that decides the bytes of simulated files.
 *
 * @param rows training rows, an even number of 2 to 100,000,000, since rows come in pairs; the official file has
 *     {@value #OFFICIAL_ROWS}, and the other files' sizes keep their proportion to it
 * @param raters who annotates
 * @param world what the texts are like; its seed is the annotators' too, and at least 0
 */
public record SimulationSettings(int rows, Raters raters, WorldSettings world) {
    /** Rows of the official training file. */
    public static final int OFFICIAL_ROWS = 20_324;

    private static final int OFFICIAL_VALIDATION_PAIRS = 519;
    private static final int OFFICIAL_TRAIN_PREFERENCES = 8_677;
    private static final int OFFICIAL_VALIDATION_PREFERENCES = 448;
    private static final int OFFICIAL_HELPSTEER3 = 40_476;

    /** HelpSteer3 is divided 95 to 5 (its dataset card). */
    private static final double HELPSTEER3_TRAIN = 0.95;

    private static final int MOST_ROWS = 100_000_000;

    public SimulationSettings {
        if (world.seed() < 0) {
            throw new IllegalArgumentException("seed must be at least 0, got " + world.seed());
        }
        if (rows < 2 || rows > MOST_ROWS || rows % 2 != 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "rows must be an even number of 2 to %,d, since they are written in pairs, got %d",
                    MOST_ROWS,
                    rows));
        }
    }

    /** As many rows as the official files have, by annotators like those of HelpSteer2, in the standard world of seed 1. */
    public static SimulationSettings defaults() {
        return new SimulationSettings(OFFICIAL_ROWS, Raters.defaults(), WorldSettings.standard(1));
    }

    /** Source of all randomness. */
    public long seed() {
        return world.seed();
    }

    public SimulationSettings withSeed(long other) {
        return withWorld(world.withSeed(other));
    }

    public SimulationSettings withRows(int other) {
        return new SimulationSettings(other, raters, world);
    }

    public SimulationSettings withRaters(Raters other) {
        return new SimulationSettings(rows, other, world);
    }

    /** The same with other texts, and the seed that these have. */
    public SimulationSettings withWorld(WorldSettings other) {
        return new SimulationSettings(rows, raters, other);
    }

    /**
     * The settings as a tree, from which {@link Json#differences} tells what two folders differ in. It holds the SHA-256 of the
     * inventory, too: with other sentences equal settings give other texts.
     */
    public JsonNode tree() {
        return Json.canonical(Map.of(
                "format",
                SimulatedMark.FORMAT,
                "rows",
                rows,
                "raters",
                raters,
                "world",
                world,
                "inventory",
                InventoryFile.standardSha256()));
    }

    /** A folder's name that only equal settings have. */
    public String name() {
        return "seed-" + seed() + "-rows-" + rows + "-" + Json.hash(tree()).substring(0, 12);
    }

    /** What headers say of the data. */
    public String label() {
        return "simulated data, seed " + seed() + ", not HelpSteer2";
    }

    /** Whether a prompt may stand in validation rows and benchmarks, and in no training row; one in twenty does. */
    public boolean isHeldOut(Prompt prompt) {
        return split().isHeldOut(prompt);
    }

    RaterPool pool() {
        return new RaterPool(raters, new Seed(seed()));
    }

    /** Which prompts are in no training rows. */
    PromptSplit split() {
        return new PromptSplit(new Seed(seed()));
    }

    int trainPairs() {
        return rows / 2;
    }

    int validationPairs() {
        return Math.max(1, scaled(OFFICIAL_VALIDATION_PAIRS));
    }

    /** How many of the training pairs have preferences. */
    int trainPreferences() {
        return Math.min(trainPairs(), Math.max(1, scaled(OFFICIAL_TRAIN_PREFERENCES)));
    }

    /** How many of the validation pairs have preferences. */
    int validationPreferences() {
        return Math.min(validationPairs(), Math.max(1, scaled(OFFICIAL_VALIDATION_PREFERENCES)));
    }

    int helpSteer3Train() {
        return Math.max(1, (int) Math.round(scaled(OFFICIAL_HELPSTEER3) * HELPSTEER3_TRAIN));
    }

    int helpSteer3Validation() {
        return Math.max(1, scaled(OFFICIAL_HELPSTEER3) - helpSteer3Train());
    }

    private int scaled(int official) {
        return (int) Math.round((double) official * rows / OFFICIAL_ROWS);
    }
}
