package helpsteer.train.metrics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run left behind; the model holds the best parameters.
 *
 * @param steps every step, in order
 * @param validations every look at the validation loss, in order
 * @param bestStep steps done when the validation loss was lowest; 0 means the start was best
 * @param bestLoss that loss
 * @param ending why the run ended
 */
public record TrainingResult(
        List<StepRecord> steps, List<Validation> validations, int bestStep, double bestLoss, Ending ending) {

    /**
     * A look at the validation set.
     *
     * @param stepsDone steps done before it
     * @param loss the mean loss
     * @param metrics as in {@link EvalResult}; empty in files written before there were any
     */
    public record Validation(
            int stepsDone, double loss, @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> metrics) {
        public Validation {
            metrics = EvalResult.ordered(metrics);
        }

        /** A look that saw the loss alone. */
        public Validation(int stepsDone, double loss) {
            this(stepsDone, loss, Map.of());
        }

        /** Reads a look with or without metrics. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public static Validation of(JsonNode json) {
            if (!json.path("stepsDone").isInt() || !json.path("loss").isNumber()) {
                throw new IllegalArgumentException("look must hold stepsDone and loss, got " + json);
            }
            Map<String, Double> metrics = new LinkedHashMap<>();
            json.path("metrics")
                    .properties()
                    .forEach(e -> metrics.put(e.getKey(), e.getValue().asDouble(Double.NaN)));
            return new Validation(
                    json.path("stepsDone").asInt(), json.path("loss").asDouble(), metrics);
        }
    }

    /** Why a run ended. */
    public enum Ending {
        /** All epochs were done. */
        FINISHED,
        /** The validation loss had not improved for as many looks as the patience allows. */
        EARLY_STOP,
        /** The thread was interrupted, as by the notebook's stop button. */
        INTERRUPTED
    }

    public TrainingResult {
        steps = List.copyOf(steps);
        validations = List.copyOf(validations);
    }

    /** The look that chose the parameters. */
    public Validation best() {
        return validations.stream()
                .filter(look -> look.stepsDone() == bestStep)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a run must have looked at its best step " + bestStep));
    }

    /** The losses of all steps, in order. */
    public double[] losses() {
        return steps.stream().mapToDouble(StepRecord::loss).toArray();
    }

    /** Steps done after each step: 1, 2, … */
    public double[] stepsDone() {
        return steps.stream().mapToDouble(s -> s.step() + 1.0).toArray();
    }

    /** The validation losses, in order. */
    public double[] validationLosses() {
        return validations.stream().mapToDouble(Validation::loss).toArray();
    }

    /** Steps done at each look at the validation loss. */
    public double[] validationSteps() {
        return validations.stream().mapToDouble(Validation::stepsDone).toArray();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s after %d steps; best validation loss %.4f after step %d (at the start %.4f)",
                ending,
                steps.size(),
                bestLoss,
                bestStep,
                validations.get(0).loss());
    }
}
