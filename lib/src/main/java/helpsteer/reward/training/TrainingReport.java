package helpsteer.reward.training;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import helpsteer.data.Attribute;
import helpsteer.data.Preferred;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.RewardModel;
import helpsteer.run.Json;
import helpsteer.run.Provenance;
import helpsteer.stats.Accuracy;
import helpsteer.stats.fit.FitQuality;
import helpsteer.text.PromptResponse;
import helpsteer.train.Result;
import helpsteer.train.metrics.Throughput;
import helpsteer.train.metrics.TrainingResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a training, with what made it, so that it can be read again where the model cannot be run.
 *
 * @param provenance settings and surroundings of the run
 * @param rows rows, or pairs, that it learned from, those held out included
 * @param training the run, step by step
 * @param fit error and correlation on the validation rows, by attribute; empty where ratings were not learned
 * @param pairs how often the better of two validation responses scored higher on helpfulness, ties left out;
 *     null where all were rated alike
 */
public record TrainingReport(
        Provenance provenance,
        int rows,
        TrainingResult training,
        Map<Attribute, FitQuality> fit,
        @JsonSetter(nulls = Nulls.SET) @Nullable Accuracy pairs) {

    public TrainingReport {
        Map<Attribute, FitQuality> ordered = new EnumMap<>(Attribute.class);
        ordered.putAll(fit);
        fit = Collections.unmodifiableMap(ordered);
    }

    /**
     * Judges a trained model by pairs that it has not seen.
     *
     * @param job what it learned; the fit is told of the attributes whose ratings it learned
     */
    public static TrainingReport of(Result<RewardModel> trained, RewardJob job, List<RatedPair> validation) {
        List<RatedResponse> samples = HelpSteer2.samples(validation);
        List<AttributeScores> scores =
                trained.model().score(samples.stream().map(PromptResponse::of).toList());
        Map<Attribute, FitQuality> fit = new EnumMap<>(Attribute.class);
        if (job instanceof RegressionTraining regression) {
            regression.attributes().forEach(a -> fit.put(a, Evaluation.fit(samples, scores, a)));
        }
        boolean measured = validation.stream().anyMatch(pair -> pair.preferred(Attribute.HELPFULNESS) != Preferred.TIE);
        Accuracy pairs =
                measured ? Evaluation.pairwise(validation, scores, Attribute.HELPFULNESS, job.weights()) : null;
        return new TrainingReport(trained.provenance(), job.rows(), trained.training(), fit, pairs);
    }

    /** Reads what {@link #save} wrote. */
    public static TrainingReport load(Path file) {
        try {
            return Json.read(file, TrainingReport.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + file.getFileName() + ": " + e.getMessage() + "; run the training again", e);
        }
    }

    /** Writes it, whole or not at all. */
    public void save(Path file) {
        try {
            Json.save(file, this);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Line by line, provenance first. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(provenance.caption() + "\n" + rows + " rows; " + training + "\n");
        if (!training.steps().isEmpty()) {
            Throughput speed = Throughput.of(training.steps());
            out.append(String.format(
                    Locale.ROOT,
                    "%.0f tokens a second, %.1f %% padding%n",
                    speed.tokensPerSecond(),
                    100 * speed.paddingShare()));
        }
        Arrays.stream(Attribute.values())
                .filter(fit::containsKey)
                .forEach(a -> out.append(String.format(Locale.ROOT, "%-12s %s%n", a.key(), fit.get(a))));
        return out.append("pairs of unequal helpfulness: " + (pairs == null ? "not measured" : pairs))
                .toString();
    }
}
