package helpsteer.reward.training;

import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardConfig;
import helpsteer.reward.RewardModel;
import helpsteer.run.Progress;
import helpsteer.train.TrainingResult;
import helpsteer.train.Watcher;
import java.nio.file.Path;
import java.util.List;

/**
 * A fine-tuned model that is trained once: the same data, settings and seed give the same model, so it is kept.
 *
 * @param model open; whoever asked for it closes it
 * @param training what the run looked like, when it was run
 * @param fresh whether it was trained now rather than found
 * @param folder where the artefact lies
 */
public record TrainedModel(RewardModel model, TrainingResult training, boolean fresh, Path folder) {

    /** What to train: an encoder, how it reads, and how long. */
    public record Recipe(PretrainedEncoder backbone, RewardConfig reading, FineTuning tuning) {}

    /** Fits a ridge head on the frozen encoder, then trains encoder and head together from there. */
    public static TrainedModel of(
            Recipe recipe,
            List<RatedResponse> train,
            List<RatedResponse> validation,
            Watcher watcher,
            Progress progress) {
        Start start = Start.of(recipe.backbone(), recipe.reading());
        return of(start, Regression.all(recipe.tuning()), new Split<>(train, validation), watcher, progress);
    }

    /** The same of any start and on some attributes only. */
    public static TrainedModel of(
            Start start, Regression regression, Split<RatedResponse> rows, Watcher watcher, Progress progress) {
        TrainingRun.Trained trained = new TrainingRun(start, Task.of(regression, rows)).cached(watcher, progress);
        return new TrainedModel(trained.model(), trained.training(), trained.fresh(), trained.artefact());
    }
}
