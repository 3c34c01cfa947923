package helpsteer.bench.ablation;

import helpsteer.nn.Torch;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

/**
 * A grid of variants and parts, run into a folder: one file for each variant and part, which is not run again while it is
 * there. A run that was ended in any way loses the result under way at most.
 *
 * @param setup what all of the grid shares
 * @param variants each with another name
 * @param missing variants that cannot be run here, with what they lack
 * @param parts each with another name; they may grow in number in a folder
 */
public record Experiment(Setup setup, List<Variant> variants, List<Missing> missing, List<Part> parts) {
    /** Raised whenever the same grid would give other scores, or its files another form. */
    private static final int FORMAT = 2;

    /**
     * What a grid shares.
     *
     * @param name what is done, such as {@code "ablations"}
     * @param settings what else decides over the scores, in words
     * @param dataSha256 hash over the data that variants learn from and are judged on
     * @param protocol how scores and differences are tested
     */
    public record Setup(String name, String settings, String dataSha256, Protocol protocol) {}

    /** A variant that cannot be run, with the reason. */
    public record Missing(String name, Group group, String reason) {}

    public Experiment {
        variants = List.copyOf(variants);
        missing = List.copyOf(missing);
        parts = List.copyOf(parts);
        Set<String> names = different("variants", variants.stream().map(Variant::name));
        different("parts", parts.stream().map(Part::name));
        for (Variant variant : variants) {
            for (String reference : variant.references()) {
                if (!names.contains(reference)) {
                    throw new IllegalArgumentException(
                            "references of " + variant.name() + " must be variants, got " + reference);
                }
            }
        }
    }

    private static Set<String> different(String what, Stream<String> names) {
        Set<String> out = new LinkedHashSet<>();
        names.forEach(name -> {
            if (!out.add(name)) {
                throw new IllegalArgumentException(what + " must have different names, got " + name + " twice");
            }
        });
        return out;
    }

    /** Some of the variants by name, all of them where none is named. */
    public List<Variant> only(List<String> names) {
        List<String> known = variants.stream().map(Variant::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("variant must be one of " + known + ", got " + name);
            }
        }
        return names.isEmpty()
                ? variants
                : variants.stream().filter(v -> names.contains(v.name())).toList();
    }

    /** Runs what is not there yet of all variants. */
    public void run(Path folder) {
        run(folder, variants);
    }

    /**
     * Runs what is not there yet, all variants on a part before the next part.
     *
     * @throws IllegalArgumentException where the folder holds a run with other settings, naming them
     * @throws CancellationException where the thread is interrupted
     */
    public void run(Path folder, List<Variant> chosen) {
        try (RunDirectory directory = RunDirectory.open(folder, provenance())) {
            int done = 0;
            int total = chosen.size() * parts.size();
            for (Part part : parts) {
                for (Variant variant : chosen) {
                    Path file = RunResult.file(folder, variant.name(), part.name());
                    if (Files.exists(file)) {
                        RunResult.load(file, variant, part);
                    } else {
                        Progress.current().update(setup.name(), done, total, variant.name() + ", " + part.name());
                        run(variant, part, file, directory);
                    }
                    done++;
                }
            }
            Progress.current().update(setup.name(), done, total, "");
        }
    }

    private static void run(Variant variant, Part part, Path file, RunDirectory directory) {
        if (Thread.interrupted()) {
            throw new CancellationException("experiment was interrupted before " + variant.name() + ", " + part.name()
                    + "; run it again to go on");
        }
        RunResult result = RunResult.of(variant, part);
        result.save(file);
        Map<String, Object> line = Map.of(
                "variant",
                variant.name(),
                "part",
                part.name(),
                "seconds",
                result.run().seconds());
        directory.log().write("result", line);
    }

    /**
     * The results at hand, those that are missing left out; also while another process runs them.
     *
     * @throws IllegalArgumentException where the folder or a result was made with other settings, naming them
     */
    public List<RunResult> results(Path folder) {
        RunDirectory.refuseOther(folder, provenance().settings());
        List<RunResult> out = new ArrayList<>();
        for (Variant variant : variants) {
            for (Part part : parts) {
                Path file = RunResult.file(folder, variant.name(), part.name());
                if (Files.exists(file)) {
                    out.add(RunResult.load(file, variant, part));
                }
            }
        }
        return out;
    }

    /** What the results at hand say. */
    public ExperimentResult result(Path folder) {
        return ExperimentResult.of(this, results(folder));
    }

    private Provenance provenance() {
        return new Provenance(
                new Provenance.Settings(
                        Json.tree(Map.of("experiment", setup.name(), "format", FORMAT, "settings", setup.settings())),
                        0,
                        setup.dataSha256(),
                        "fp32"),
                Provenance.Surroundings.here(Torch.version(), Torch.describeDevice()));
    }
}
