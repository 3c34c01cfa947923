package helpsteer.reward.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.RewardModel;
import helpsteer.reward.Trunk;
import helpsteer.text.PromptResponse;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.EvalResult;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Squared error on the ratings of some attributes (paper, section 3) as an objective for the loop. */
public class RegressionObjective extends TextObjective {
    private final List<RatedResponse> validation;
    private final Set<Attribute> attributes;
    private final Attribute shown; // helpfulness where it is learned
    private final float[][] labels;
    private final float[] mask;

    /**
     * Reads the texts.
     *
     * @param rows at least one on each side
     * @param attributes at least one
     */
    public RegressionObjective(
            RewardModel model, Split<RatedResponse> rows, Set<Attribute> attributes, TrainingArgs args) {
        super(model, args, read(model, rows.train()), read(model, rows.validation()));
        check(rows);
        validation = rows.validation();
        this.attributes = ordered(attributes);
        shown = this.attributes.iterator().next();
        labels = rows.train().stream().map(RegressionObjective::labels).toArray(float[][]::new);
        mask = new float[Attribute.COUNT];
        this.attributes.forEach(a -> mask[a.index()] = 1);
    }

    private static Trunk.Texts read(RewardModel model, List<RatedResponse> rows) {
        return model.body().read(rows.stream().map(PromptResponse::of).toList());
    }

    private static float[] labels(RatedResponse sample) {
        float[] out = new float[Attribute.COUNT];
        for (Attribute a : Attribute.values()) {
            out[a.index()] = sample.ratings().of(a);
        }
        return out;
    }

    @Override
    protected List<Integer> texts(List<Integer> batch) {
        return batch;
    }

    @Override
    double backwardAtOnce(List<Integer> batch, double share, NDManager scope) {
        NDArray wanted = scope.create(batch.stream().map(i -> labels[i]).toArray(float[][]::new));
        NDArray rated = scope.create(batch.stream().map(i -> mask).toArray(float[][]::new));
        return backward(batch, five -> model().losses().call("squared_error", five, wanted, rated), share, scope);
    }

    @Override
    public double weight(List<Integer> batch) {
        return (double) batch.size() * attributes.size();
    }

    @Override
    public double validationLoss() {
        return loss(validationScores());
    }

    /** With R² of one attribute, and how often the better response of a prompt scores higher on it. */
    @Override
    public EvalResult evaluate() {
        List<AttributeScores> scores = validationScores();
        Map<String, Double> metrics = new LinkedHashMap<>();
        Evaluation.pairwise(validation, scores, shown).ifPresent(a -> metrics.put("accuracy", a.strict()));
        double explained = Evaluation.fit(validation, scores, shown).rSquared();
        if (Double.isFinite(explained)) {
            metrics.put("R² of " + shown.key(), explained);
        }
        return new EvalResult(loss(scores), metrics);
    }

    private double loss(List<AttributeScores> scores) {
        double[][] predicted = new double[scores.size()][Attribute.COUNT];
        double[][] rated = new double[scores.size()][Attribute.COUNT];
        for (int i = 0; i < scores.size(); i++) {
            for (Attribute a : Attribute.values()) {
                predicted[i][a.index()] = scores.get(i).of(a);
                rated[i][a.index()] = validation.get(i).ratings().of(a);
            }
        }
        return SquaredError.loss(predicted, rated, SquaredError.mask(scores.size(), attributes));
    }

    @Override
    public String describe(int row) {
        return "training row " + row;
    }

    @Override
    Stream<String> data() {
        return Stream.of(
                        Stream.of(attributes.toString()),
                        IntStream.range(0, labels.length).mapToObj(i -> key(i) + Arrays.toString(labels[i])),
                        validation.stream().map(row -> PromptResponse.of(row).contentHash() + row.ratings()))
                .flatMap(parts -> parts);
    }

    /** In the order of the attributes. */
    static Set<Attribute> ordered(Set<Attribute> attributes) {
        if (attributes.isEmpty()) {
            throw new IllegalArgumentException("attributes must name at least one, got none; name HELPFULNESS");
        }
        return Collections.unmodifiableSet(EnumSet.copyOf(attributes));
    }

    /** Refuses a side without rows, before anything is computed. */
    static void check(Split<?> rows) {
        if (rows.train().isEmpty() || rows.validation().isEmpty()) {
            throw new IllegalArgumentException("train and validation must hold at least one row each, got "
                    + rows.train().size() + " and " + rows.validation().size() + "; take more rows");
        }
    }
}
