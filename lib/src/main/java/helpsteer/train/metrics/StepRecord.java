package helpsteer.train.metrics;

/**
 * What one optimiser step looked like.
 *
 * @param step counted from 0
 * @param loss mean training loss of the step's batches, before the update
 * @param gradientNorm global norm before clipping
 * @param learningRate the rate applied
 * @param work tokens and time
 */
public record StepRecord(int step, double loss, double gradientNorm, double learningRate, StepStats work) {}
