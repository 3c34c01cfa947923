package helpsteer.train;

import helpsteer.train.TrainingResult.Validation;
import helpsteer.weights.TensorMap;
import java.util.List;

/**
 * A run between two steps.
 *
 * @param place where the next batch stands
 * @param history what was seen so far
 * @param parameters the trained parameters, now
 * @param optimizer moments and step counts
 * @param best the trained parameters at the lowest validation loss
 */
record Checkpoint(Place place, History history, TensorMap parameters, TensorMap optimizer, TensorMap best) {
    /** The next batch: its epoch and its position there, both from 0. */
    record Place(int epoch, int batch) {
        static final Place START = new Place(0, 0);
    }

    /** Steps and validations in order, and the best of the latter. */
    record History(List<StepRecord> steps, List<Validation> validations, int bestStep, double bestLoss) {
        History {
            steps = List.copyOf(steps);
            validations = List.copyOf(validations);
        }
    }
}
