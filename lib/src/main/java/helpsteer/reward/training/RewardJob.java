package helpsteer.reward.training;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.RewardModel;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.Calibrator;
import helpsteer.reward.calibration.HeadRows;
import helpsteer.reward.calibration.HeldOutPairs;
import helpsteer.reward.folder.ArtefactNotes;
import helpsteer.run.Json;
import helpsteer.run.Provenance;
import helpsteer.train.Job;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.TrainingResult;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Training of a reward model: by {@link RegressionTraining} on ratings or by {@link BradleyTerryTraining} on pairs. */
public sealed interface RewardJob extends Job<RewardModel> permits RegressionTraining, BradleyTerryTraining {
    /** What the model begins as. */
    Initialization from();

    /** The weights that make one number of the five: those that are compared; of ratings, helpfulness alone. */
    AttributeWeights weights();

    /** All settings but those of the start. */
    JsonNode task();

    /** The responses held out, which chose the best step and nothing else. */
    HeldOutPairs heldOut();

    /** The rows learned, to which heads are fitted again for {@link Calibrator}. */
    HeadRows headRows();

    @Override
    default String start() {
        return from().id();
    }

    @Override
    default JsonNode settings() {
        return Json.tree(Map.of("loss", loss(), "task", task(), "start", from().settings()));
    }

    @Override
    default String dtype() {
        return from().dtype();
    }

    @Override
    default RewardModel begin(TrainingArgs args) {
        return from().unfitted(args.seed());
    }

    @Override
    default Path artefact(Path run) {
        return run.resolve("model");
    }

    /** With the goodness learned, the run, the look that chose the parameters, and what the scores mean. */
    @Override
    default void save(RewardModel model, Path artefact, TrainingResult training, Provenance provenance) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        training.best().metrics().forEach((name, value) -> metrics.put("training.heldOut." + name, value));
        metrics.put("training.heldOut.loss", training.bestLoss());
        CalibrationOutcome calibration = Calibrator.fit(model, weights(), heldOut(), headRows());
        from().save(model, artefact, new ArtefactNotes(weights(), Optional.of(provenance), metrics, calibration));
    }

    @Override
    default boolean isSaved(Path artefact) {
        return from().isSaved(artefact);
    }

    @Override
    default RewardModel open(Path artefact) {
        return from().load(artefact);
    }
}
