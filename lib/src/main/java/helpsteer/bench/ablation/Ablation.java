package helpsteer.bench.ablation;

import helpsteer.nn.Torch;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import helpsteer.text.PromptResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs arms seed by seed into a folder: one file for each arm and seed, which is not run again while it is there. A run that
 * was ended in any way loses the cell under way at most.
 *
 * @param backbone name of the pretrained model, for the provenance
 * @param budget what every arm gets
 * @param data what they learn from and are judged on
 */
public record Ablation(String backbone, Budget budget, AblationData data) {
    /** Raised whenever the same arms would give other scores. */
    private static final int FORMAT = 1;

    private static final String TASK = "ablations";

    /**
     * Runs what is not there yet, the first seed of every arm before the second.
     *
     * @param seeds how many, counted from 1
     * @throws IllegalArgumentException where the folder holds a run with other settings, naming them
     */
    public void run(Path folder, List<Arm> arms, int seeds, Progress progress) {
        List<PromptResponse> texts = data.judged();
        try (RunDirectory directory = RunDirectory.open(folder, provenance())) {
            int done = 0;
            int total = seeds * arms.size();
            for (long seed = 1; seed <= seeds; seed++) {
                for (Arm arm : arms) {
                    Path file = Cell.file(folder, arm.name(), seed);
                    if (Files.exists(file)) {
                        Cell.load(file, arm.recipe(), texts.size());
                    } else {
                        progress.update(TASK, done, total, arm.name() + ", seed " + seed);
                        long now = seed;
                        Cell cell = Cell.of(
                                arm.name(),
                                seed,
                                arm.recipe(),
                                () -> arm.maker().make(now, Progress.SILENT),
                                texts);
                        cell.save(file);
                        directory
                                .log()
                                .write("cell", Map.of("arm", arm.name(), "seed", seed, "seconds", cell.seconds()));
                    }
                    done++;
                }
            }
            progress.update(TASK, done, total, "");
        }
    }

    /**
     * The cells at hand of some arms, those that are missing left out; also while another process runs them.
     *
     * @throws IllegalArgumentException where the folder holds a run with other settings
     */
    public List<Cell> cells(Path folder, List<Arm> arms, int seeds) {
        Provenance.Settings settings = RunDirectory.provenance(folder).settings();
        if (!settings.equals(provenance().settings())) {
            throw new IllegalArgumentException(folder.getFileName() + " must hold a run of "
                    + provenance().settings() + ", got " + settings + "; give the settings it was run with");
        }
        List<Cell> out = new ArrayList<>();
        int texts = data.judged().size();
        for (Arm arm : arms) {
            for (long seed = 1; seed <= seeds; seed++) {
                Path file = Cell.file(folder, arm.name(), seed);
                if (Files.exists(file)) {
                    out.add(Cell.load(file, arm.recipe(), texts));
                }
            }
        }
        return out;
    }

    private Provenance provenance() {
        return new Provenance(
                new Provenance.Settings(
                        Json.tree(Map.of("ablations", FORMAT, "backbone", backbone, "budget", budget)),
                        0,
                        data.hash(),
                        "fp32"),
                Provenance.Surroundings.here(Torch.version(), Torch.describeDevice()));
    }
}
