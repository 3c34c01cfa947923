package helpsteer.run;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.run.Json.Difference;
import java.util.ArrayList;
import java.util.List;

/**
 * What made a result, so that two results can be compared. No time stands in it: the same run made twice has the same
 * provenance.
 *
 * @param settings what was asked for
 * @param surroundings what it ran on
 */
public record Provenance(Settings settings, Surroundings surroundings) {
    /**
     * What was asked for; equal settings ask for equal numbers.
     *
     * @param config all settings of the run as a tree, made canonical; a text where an earlier version wrote one
     * @param seed the value of the run's {@link Seed}
     * @param dataSha256 hash over the data
     * @param dtype type of the numbers computed with, such as {@code "fp32"}
     */
    public record Settings(JsonNode config, long seed, String dataSha256, String dtype) {
        public Settings {
            config = Json.canonical(config);
        }

        /** Each setting that differs, such as {@code config.args.epochs}. */
        public List<Difference> differencesFrom(Settings other) {
            return Json.differences(Json.tree(other), Json.tree(this));
        }
    }

    /**
     * What it ran on.
     *
     * @param commit of the library's checkout, with {@code "-dirty"} behind it where files differ; {@code "none"} outside one
     * @param java version of the platform
     * @param system operating system and architecture
     * @param engine such as {@code "PyTorch 2.7.1"}
     * @param device such as {@code "cpu, 2 threads"}
     */
    public record Surroundings(String commit, String java, String system, String engine, String device) {
        /** Those of this process. */
        public static Surroundings here(String engine, String device) {
            return new Surroundings(
                    GitCommit.current().orElse("none"),
                    Runtime.version().toString(),
                    System.getProperty("os.name") + ", " + System.getProperty("os.arch"),
                    engine,
                    device);
        }

        List<Difference> differencesFrom(Surroundings other) {
            return Json.differences(Json.tree(other), Json.tree(this));
        }
    }

    /** Each thing that differs, settings first; empty where nothing does. */
    public List<Difference> differencesFrom(Provenance other) {
        List<Difference> out = new ArrayList<>(settings.differencesFrom(other.settings));
        out.addAll(surroundings.differencesFrom(other.surroundings));
        return out;
    }

    /** One line for a caption: commit, seed, start of the data's hash, device. */
    public String caption() {
        String data = settings.dataSha256;
        return "commit " + surroundings.commit + ", seed " + settings.seed + ", data "
                + data.substring(0, Math.min(12, data.length())) + ", " + settings.dtype + " on " + surroundings.device;
    }
}
