package helpsteer.reward.search;

import helpsteer.train.metrics.TrainingResult;

/** What makes one candidate better than another. */
public enum Criterion {
    /** The lowest validation loss; comparable only where all candidates have one loss. */
    LOSS {
        @Override
        double badness(TrainingResult training) {
            return training.bestLoss();
        }
    },
    /** The highest accuracy at the step with the lowest validation loss. */
    ACCURACY {
        @Override
        double badness(TrainingResult training) {
            Double accuracy = training.best().metrics().get("accuracy");
            if (accuracy == null) {
                throw new IllegalArgumentException("validation rows must hold two responses to one prompt of unequal"
                        + " ratings to choose by accuracy, got none; choose by loss");
            }
            return -accuracy;
        }
    };

    /** The lower, the better. */
    abstract double badness(TrainingResult training);
}
