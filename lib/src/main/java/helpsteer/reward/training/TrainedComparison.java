package helpsteer.reward.training;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.data.Split;
import helpsteer.reward.RewardModel;
import helpsteer.run.AtomicFile;
import helpsteer.run.Progress;
import helpsteer.train.Watcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model trained on comparisons once, as {@link TrainedModel} is on ratings.
 *
 * @param model open; whoever asked for it closes it
 * @param result what came of the run, when it was run
 * @param fresh whether it was trained now rather than found
 * @param folder where the artefact lies
 */
public record TrainedComparison(RewardModel model, Comparing.Result result, boolean fresh, Path folder) {
    private static final String FIT = "fit.json";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    /**
     * Trains, or finds what was trained.
     *
     * @param start a pretrained model to begin from scratch, or a saved one, such as a regression's
     */
    public static TrainedComparison of(
            Start start, Comparing comparing, Split<Comparison> pairs, Watcher watcher, Progress progress) {
        TrainingRun.Trained trained = new TrainingRun(start, Task.of(comparing, pairs)).cached(watcher, progress);
        RewardModel model = trained.model();
        try {
            ComparisonFit fit = fit(trained, comparing, pairs, progress);
            Comparing.Result result = comparing.result(model, pairs, trained.training(), fit);
            return new TrainedComparison(model, result, trained.fresh(), trained.artefact());
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The fit beside the artefact; looked at anew where a run ended between the two. */
    private static ComparisonFit fit(
            TrainingRun.Trained trained, Comparing comparing, Split<Comparison> pairs, Progress progress) {
        Path file = trained.artefact().resolveSibling(FIT);
        try {
            if (!trained.fresh() && Files.exists(file)) {
                return JSON.readValue(Files.readAllBytes(file), ComparisonFit.class);
            }
            ComparisonFit fit = ComparisonFit.of(
                    trained.model(),
                    ComparisonObjective.distinct(trained.model(), pairs.validation())
                            .items(),
                    comparing,
                    progress);
            if (!trained.interrupted()) {
                byte[] json = JSON.writeValueAsBytes(fit);
                AtomicFile.write(file, t -> Files.write(t, json));
            }
            return fit;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + FIT + ": " + e.getMessage(), e);
        }
    }
}
