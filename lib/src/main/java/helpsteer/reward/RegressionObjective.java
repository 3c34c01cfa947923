package helpsteer.reward;

import ai.djl.ndarray.NDManager;
import helpsteer.data.Attribute;
import helpsteer.data.Sample;
import helpsteer.nn.Precision;
import helpsteer.run.Hash;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.text.Batching;
import helpsteer.text.Exchange;
import helpsteer.train.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Squared error on the five ratings (paper, section 3) as an objective for the loop. */
final class RegressionObjective implements Objective {
    private final RewardModel model;
    private final List<Sample> validation;
    private final Body.Texts texts;
    private final Body.Texts validationTexts;
    private final float[][] labels;
    private final int[] lengths;
    private final int batchRows;
    private final Seed seed;

    RegressionObjective(RewardModel model, List<Sample> train, List<Sample> validation, int batchRows, Seed seed) {
        this.model = model;
        this.validation = List.copyOf(validation);
        this.batchRows = batchRows;
        this.seed = seed;
        texts = model.body().read(train.stream().map(Exchange::of).toList());
        validationTexts =
                model.body().read(validation.stream().map(Exchange::of).toList());
        lengths = texts.lengths();
        labels = train.stream().map(RegressionObjective::labels).toArray(float[][]::new);
    }

    private static float[] labels(Sample sample) {
        float[] out = new float[Attribute.COUNT];
        for (Attribute a : Attribute.values()) {
            out[a.index()] = sample.ratings().of(a);
        }
        return out;
    }

    @Override
    public List<List<Integer>> epoch(int epoch) {
        return Batching.forTraining(lengths, batchRows, seed.stream("shuffle", epoch))
                .groups();
    }

    @Override
    public double backward(List<Integer> batch, double share, NDManager scope) {
        float[][] wanted = batch.stream().map(i -> labels[i]).toArray(float[][]::new);
        return model.backward(texts, batch, wanted, share, scope);
    }

    @Override
    public double weight(List<Integer> batch) {
        return (double) batch.size() * Attribute.COUNT;
    }

    @Override
    public double validationLoss() {
        List<AttributeScores> scores = model.score(validationTexts, Progress.SILENT);
        double sum = 0;
        for (int i = 0; i < scores.size(); i++) {
            for (Attribute a : Attribute.values()) {
                double error = scores.get(i).of(a) - validation.get(i).ratings().of(a);
                sum += error * error;
            }
        }
        return sum / (scores.size() * (double) Attribute.COUNT);
    }

    @Override
    public String describe(int row) {
        return "training row " + row;
    }

    @Override
    public String dataHash() {
        List<String> parts = new ArrayList<>(List.of("batches of " + batchRows, seed.toString()));
        parts.addAll(model.body().settings());
        for (int i = 0; i < lengths.length; i++) {
            parts.add(texts.key(i) + Arrays.toString(labels[i]));
        }
        validation.forEach(s -> parts.add(Exchange.of(s).contentHash() + s.ratings()));
        return Hash.ofTexts(parts.toArray(String[]::new));
    }

    @Override
    public long tokens(List<Integer> batch) {
        return batch.stream().mapToLong(i -> lengths[i]).sum();
    }

    @Override
    public long paddedTokens(List<Integer> batch) {
        return texts.paddedTokens(batch);
    }

    @Override
    public OptionalDouble flopsPerToken(List<Integer> batch) {
        return OptionalDouble.of(texts.flopsPerToken(batch));
    }

    @Override
    public Precision precision() {
        return model.body().precision();
    }
}
