package helpsteer.bench.ablation;

import helpsteer.train.metrics.TrainingResult;
import java.util.Map;

/**
 * What a scorer was made from and how its training went.
 *
 * @param responses rated or compared texts given to it, the held-out tenth included
 * @param dropped pairs left out while training, by reason
 * @param steps optimiser steps, 0 where nothing was trained but a head
 * @param bestStep step of the lowest loss on the held-out tenth; 0 means that the start was best
 * @param startLoss loss there before the first step
 * @param bestLoss lowest loss there
 */
public record TrainingFacts(
        int responses, Map<String, Integer> dropped, int steps, int bestStep, double startLoss, double bestLoss) {
    public TrainingFacts {
        dropped = Map.copyOf(dropped);
    }

    /** Of a scorer without training by steps. */
    public static TrainingFacts untrained(int responses) {
        return new TrainingFacts(responses, Map.of(), 0, 0, 0, 0);
    }

    /** Of a training by steps. */
    public static TrainingFacts of(int responses, Map<String, Integer> dropped, TrainingResult training) {
        return new TrainingFacts(
                responses,
                dropped,
                training.steps().size(),
                training.bestStep(),
                training.validations().get(0).loss(),
                training.bestLoss());
    }
}
