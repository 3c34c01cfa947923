package helpsteer.reward.search;

import helpsteer.reward.RewardModel;
import helpsteer.run.FolderLock;
import helpsteer.run.Progress;
import helpsteer.stats.Accuracy;
import helpsteer.train.Result;
import helpsteer.train.Run;
import helpsteer.train.metrics.TrainingResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * Trains every candidate in a run of its own and takes the best by validation rows. The best of many is too good on the
 * rows that chose it, so its accuracy is told on test rows that no candidate has seen.
 *
 * @param candidates what to try, at least one, all different
 * @param runs the training of a candidate; none may use the test rows
 * @param by what is better
 * @param test how well a model does on the test rows
 */
public record HyperparameterSearch(
        List<Configuration> candidates, Function<Configuration, Run<RewardModel>> runs, Criterion by, Test test) {

    /** Judges a model on rows that were used for nothing else. */
    @FunctionalInterface
    public interface Test {
        Accuracy of(RewardModel model);
    }

    /**
     * A candidate that was trained.
     *
     * @param training its run
     * @param folder its run directory
     */
    public record Trial(Configuration candidate, TrainingResult training, Path folder) {}

    /**
     * What a search found.
     *
     * @param trials all, the best first
     * @param by what made it so
     * @param test accuracy of the best on the test rows
     */
    public record Found(List<Trial> trials, Criterion by, Accuracy test) {
        public Found {
            trials = List.copyOf(trials);
        }

        /** The best by the validation rows. */
        public Trial best() {
            return trials.get(0);
        }
    }

    public HyperparameterSearch {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty() || candidates.stream().distinct().count() != candidates.size()) {
            throw new IllegalArgumentException(
                    "candidates must be different and at least one, got " + candidates + "; name each value once");
        }
    }

    /**
     * Runs what is left to run; a search that was cut off goes on with the candidate under way when it is started again.
     *
     * @param folder of all runs, each in a folder that its candidate names
     * @throws CancellationException where the thread is interrupted; nothing is lost
     */
    public Found run(Path folder) {
        try (FolderLock held = FolderLock.of(folder)) {
            assert held != null;
            List<Trial> trials = new ArrayList<>();
            for (Configuration candidate : candidates) {
                Path own = folder.resolve(candidate.toString());
                trials.add(new Trial(candidate, training(candidate, own), own));
                Progress.current().update("search", trials.size(), candidates.size(), candidate.toString());
            }
            trials.sort(Comparator.comparingDouble(trial -> by.badness(trial.training())));
            Trial best = trials.get(0);
            try (Result<RewardModel> found = runs.apply(best.candidate()).in(best.folder())) {
                return new Found(trials, by, test.of(found.model()));
            }
        }
    }

    private TrainingResult training(Configuration candidate, Path folder) {
        Run<RewardModel> run = runs.apply(candidate);
        Optional<TrainingResult> done = run.finished(folder);
        if (done.isPresent()) {
            return done.get();
        }
        Result<RewardModel> trained = run.in(folder);
        trained.close();
        if (trained.interrupted()) {
            throw new CancellationException("search was interrupted at candidate " + candidate + ", of "
                    + candidates.size() + "; the same call goes on");
        }
        return trained.training();
    }
}
