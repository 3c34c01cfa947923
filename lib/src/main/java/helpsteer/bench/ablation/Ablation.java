package helpsteer.bench.ablation;

import helpsteer.nn.Torch;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import helpsteer.text.Exchange;
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
        List<Exchange> texts = data.judged();
        try (RunDirectory directory = RunDirectory.open(folder, provenance())) {
            int done = 0;
            int total = seeds * arms.size();
            for (long seed = 1; seed <= seeds; seed++) {
                for (Arm arm : arms) {
                    if (Files.exists(Cell.file(folder, arm.name(), seed))) {
                        checked(folder, arm, seed, texts.size());
                    } else {
                        progress.update(TASK, done, total, arm.name() + ", seed " + seed);
                        Cell cell = cell(arm, seed, texts);
                        cell.save(folder);
                        directory.log().write("cell", Map.of("arm", arm.name(), "seed", seed, "seconds", cell.seconds()));
                    }
                    done++;
                }
            }
            progress.update(TASK, done, total, "");
        }
    }

    private static Cell cell(Arm arm, long seed, List<Exchange> texts) {
        long start = System.nanoTime();
        Arm.Made made = arm.maker().make(seed, Progress.SILENT);
        try (Scorer scorer = made.scorer()) {
            List<AttributeScores> scores = scorer.score(texts, Progress.SILENT);
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Cell(arm.name(), seed, arm.recipe(), seconds, made.facts(), scores);
        }
    }

    /** The cells at hand of some arms and seeds, those that are missing left out. */
    public List<Cell> cells(Path folder, List<Arm> arms, int seeds) {
        List<Cell> out = new ArrayList<>();
        int texts = data.judged().size();
        for (Arm arm : arms) {
            for (long seed = 1; seed <= seeds; seed++) {
                if (Files.exists(Cell.file(folder, arm.name(), seed))) {
                    out.add(checked(folder, arm, seed, texts));
                }
            }
        }
        return out;
    }

    private static Cell checked(Path folder, Arm arm, long seed, int texts) {
        Path file = Cell.file(folder, arm.name(), seed);
        Cell cell = Cell.load(file);
        if (!cell.recipe().equals(arm.recipe()) || cell.scores().size() != texts) {
            throw new IllegalArgumentException(file.getFileName() + " must hold " + texts + " scores by " + arm.recipe()
                    + ", got " + cell.scores().size() + " by " + cell.recipe() + "; remove it to run the cell again");
        }
        return cell;
    }

    private Provenance provenance() {
        return new Provenance(
                new Provenance.Settings(
                        "ablations " + FORMAT + ", " + backbone + ", " + budget, 0, data.hash(), "fp32"),
                Provenance.Surroundings.here(Torch.version(), Torch.describeDevice()));
    }
}
