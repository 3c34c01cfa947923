package helpsteer.run;

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
     * @param config all settings of the run in words, as the records print themselves
     * @param seed the value of the run's {@link Seed}
     * @param dataSha256 hash over the data
     * @param dtype type of the numbers computed with, such as {@code "fp32"}
     */
    public record Settings(String config, long seed, String dataSha256, String dtype) {
        List<String> differencesFrom(Settings other) {
            List<String> out = new ArrayList<>();
            out.addAll(ConfigParts.differences(other.config, config));
            compare(out, "seed", Long.toString(seed), Long.toString(other.seed));
            compare(out, "data", dataSha256, other.dataSha256);
            compare(out, "dtype", dtype, other.dtype);
            return out;
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

        List<String> differencesFrom(Surroundings other) {
            List<String> out = new ArrayList<>();
            compare(out, "commit", commit, other.commit);
            compare(out, "java", java, other.java);
            compare(out, "system", system, other.system);
            compare(out, "engine", engine, other.engine);
            compare(out, "device", device, other.device);
            return out;
        }
    }

    /** Each thing that differs, as {@code "seed: 1 → 2"} where this has 2; empty where nothing does. */
    public List<String> differencesFrom(Provenance other) {
        List<String> out = new ArrayList<>(settings.differencesFrom(other.settings));
        out.addAll(surroundings.differencesFrom(other.surroundings));
        return out;
    }

    private static void compare(List<String> out, String name, String now, String before) {
        if (!now.equals(before)) {
            out.add(name + ": " + before + " → " + now);
        }
    }

    /** One line for a caption: commit, seed, start of the data's hash, device. */
    public String caption() {
        String data = settings.dataSha256;
        return "commit " + surroundings.commit + ", seed " + settings.seed + ", data "
                + data.substring(0, Math.min(12, data.length())) + ", " + settings.dtype + " on " + surroundings.device;
    }
}
