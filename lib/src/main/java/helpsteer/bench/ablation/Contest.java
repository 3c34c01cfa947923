package helpsteer.bench.ablation;

import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.RatedPair;
import helpsteer.data.Split;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.RewardBenchFile;
import helpsteer.nn.Torch;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.run.Provenance;
import helpsteer.run.RunDirectory;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Learners on the same folds of HelpSteer2's pairs, and on RewardBench trained on all of them: one file for each learner and
 * part, which is not run again while it is there.
 *
 * @param pairs training and validation pairs together, as every one is held out once
 * @param bench rows of RewardBench
 * @param folds grouped by prompt
 * @param settings what else decides over the scores, in words
 */
public record Contest(List<RatedPair> pairs, List<BenchmarkPair> bench, int folds, String settings) {
    /** Raised whenever the same learners would give other scores. */
    private static final int FORMAT = 1;

    private static final String TASK = "comparison";
    private static final Seed SPLIT = new Seed(1);

    public Contest {
        pairs = List.copyOf(pairs);
        bench = List.copyOf(bench);
    }

    /** All of HelpSteer2 and of RewardBench that the folder holds, in five folds. */
    public static Contest load(DataHome home, String settings) {
        List<RatedPair> pairs = new ArrayList<>(HelpSteer2.train(home));
        pairs.addAll(HelpSteer2.validation(home));
        return new Contest(pairs, RewardBenchFile.v1(home), 5, settings);
    }

    /**
     * A part of the comparison.
     *
     * @param name of the part, such as {@code "fold-1"} or {@code "bench"}
     * @param number of the fold from 1, 0 for RewardBench
     * @param train pairs to learn from
     * @param texts to be judged
     */
    record Part(String name, int number, List<RatedPair> train, List<PromptResponse> texts) {}

    /** The folds, then RewardBench. */
    List<Part> parts() {
        List<Part> out = new ArrayList<>();
        for (Split<RatedPair> split : Split.folds(pairs, RatedPair::prompt, folds, SPLIT)) {
            int number = out.size() + 1;
            List<PromptResponse> texts = HelpSteer2.samples(split.validation()).stream()
                    .map(PromptResponse::of)
                    .toList();
            out.add(new Part("fold-" + number, number, split.train(), texts));
        }
        out.add(new Part("bench", 0, pairs, RewardBenchResult.exchanges(bench)));
        return out;
    }

    /**
     * Runs what is not there yet, all learners on a part before the next part.
     *
     * @throws IllegalArgumentException where the folder holds a run with other settings, naming them
     */
    public void run(Path folder, List<Contender> contenders, Progress progress) {
        try (RunDirectory directory = RunDirectory.open(folder, provenance())) {
            int done = 0;
            int total = contenders.size() * (folds + 1);
            for (Part part : parts()) {
                for (Contender contender : contenders) {
                    Path file = file(folder, contender.name(), part);
                    if (Files.exists(file)) {
                        Cell.load(file, contender.name(), part.texts().size());
                    } else {
                        progress.update(TASK, done, total, contender.name() + ", " + part.name());
                        Cell cell = cell(contender, part);
                        cell.save(file);
                        directory
                                .log()
                                .write(
                                        "cell",
                                        Map.of(
                                                "learner", contender.name(),
                                                "part", part.name(),
                                                "seconds", cell.seconds()));
                    }
                    done++;
                }
            }
            progress.update(TASK, done, total, "");
        }
    }

    private static Cell cell(Contender contender, Part part) {
        return Cell.of(
                contender.name(),
                part.number(),
                contender.name(),
                () -> new Arm.Made(
                        contender.maker().learn(part.train(), part.name(), Progress.SILENT),
                        Facts.untrained(2 * part.train().size())),
                part.texts());
    }

    /** The cell of a learner and a part. */
    static Path file(Path folder, String contender, Part part) {
        return Cell.file(folder, contender + "-" + part.name());
    }

    private Provenance provenance() {
        List<String> hashes = new ArrayList<>();
        HelpSteer2.samples(pairs).forEach(s -> hashes.add(PromptResponse.of(s).contentHash() + s.ratings()));
        RewardBenchResult.exchanges(bench).forEach(e -> hashes.add(e.contentHash()));
        return new Provenance(
                new Provenance.Settings(
                        Json.tree(Map.of("comparison", FORMAT, "folds", folds, "settings", settings)),
                        SPLIT.value(),
                        Hash.ofTexts(hashes.toArray(String[]::new)),
                        "fp32"),
                Provenance.Surroundings.here(Torch.version(), Torch.describeDevice()));
    }

    /**
     * What the cells at hand say; a learner counts where all its parts are there.
     *
     * @throws IllegalArgumentException where the folder holds a run with other settings
     */
    public ContestResult result(Path folder, List<Contender> contenders) {
        Provenance.Settings found = RunDirectory.provenance(folder).settings();
        if (!found.equals(provenance().settings())) {
            throw new IllegalArgumentException(folder.getFileName() + " must hold a run of "
                    + provenance().settings() + ", got " + found + "; give the settings it was run with");
        }
        List<ContestResult.Judged> judged = new ArrayList<>();
        for (Contender contender : contenders) {
            List<Cell> cells = new ArrayList<>();
            for (Part part : parts()) {
                Path file = file(folder, contender.name(), part);
                if (Files.exists(file)) {
                    cells.add(Cell.load(file, contender.name(), part.texts().size()));
                }
            }
            if (cells.size() == folds + 1) {
                judged.add(judged(contender.name(), cells));
            }
        }
        return ContestResult.of(bench, judged);
    }

    private ContestResult.Judged judged(String name, List<Cell> cells) {
        List<Boolean> wins = new ArrayList<>();
        List<Split<RatedPair>> splits = Split.folds(pairs, RatedPair::prompt, folds, SPLIT);
        for (int fold = 0; fold < folds; fold++) {
            List<RatedPair> held = splits.get(fold).validation();
            double[] own = Measure.VALIDATION.wins(
                    AblationData.ofValidation(held), cells.get(fold).scores(), ContestResult.BY_HELPFULNESS);
            for (double win : own) {
                wins.add(win == 1);
            }
        }
        double seconds = cells.stream().mapToDouble(Cell::seconds).sum();
        return new ContestResult.Judged(
                name,
                wins,
                RewardBenchResult.of(name, bench, cells.get(folds).scores(), ContestResult.ON_BENCH),
                seconds);
    }
}
