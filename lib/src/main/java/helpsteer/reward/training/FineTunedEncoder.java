package helpsteer.reward.training;

import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.reward.RewardModel;
import helpsteer.reward.calibration.CalibratedScorer;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.frozen.Learner;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.train.Result;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Full fine-tuning; a tenth of the prompts, of many rows as much as {@value #MOST_HELD_OUT} of them, is held out within the
 * rows to choose the best step.
 *
 * @param from what the model begins as
 * @param args how long and how fast
 */
public record FineTunedEncoder(Initialization from, TrainingArgs args) implements Learner<RatedResponse> {
    private static final double HELD_OUT = 0.1;

    /** So many choose a step as well as more would, and what reads them is not spent on learning. */
    private static final int MOST_HELD_OUT = 1000;

    @Override
    public String name() {
        return "fine-tuned encoder";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("learner", name(), "start", Json.line(from.settings()), "args", Json.line(args));
    }

    @Override
    public CalibratedScorer learn(List<RatedResponse> train) {
        Split<RatedResponse> split = Split.byPrompt(train, RatedResponse::prompt, heldOut(train.size()), new Seed(0));
        RegressionTraining job = new RegressionTraining(from, split);
        Result<RewardModel> trained = new Run<>(job, args).cached();
        if (trained.interrupted()) {
            trained.close();
            throw new CancellationException("training was interrupted after "
                    + trained.training().steps().size() + " steps");
        }
        return new CalibratedScorer(
                trained.model(),
                job.weights(),
                ModelFolder.notes(trained.artefact()).calibration());
    }

    /** The share that is held out of so many rows. */
    static double heldOut(int rows) {
        return Math.min(HELD_OUT, (double) MOST_HELD_OUT / rows);
    }
}
