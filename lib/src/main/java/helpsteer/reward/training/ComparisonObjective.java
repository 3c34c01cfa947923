package helpsteer.reward.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.Pair;
import helpsteer.data.Split;
import helpsteer.nn.TorchScript;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.RewardModel;
import helpsteer.reward.Trunk;
import helpsteer.text.PromptResponse;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.EvalResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A loss of comparisons as an objective for the loop; its rows are pairs, both of whose texts are in one batch.
 *
 * <p>As in NeMo-Aligner goodness is read off the five numbers of a regression head, so that one head serves both.
 */
public final class ComparisonObjective extends TextObjective {
    private final Side train;
    private final Side validation;
    private final Goal goal;
    private final int[] longer;

    /** What the loss is of. */
    private record Goal(ComparisonLoss loss, AttributeWeights goodness) {}

    /**
     * One side of the split as the model reads it.
     *
     * @param pairs whose two texts still differ where the model has cut what it cannot read
     * @param texts of these pairs
     * @param places where the two texts of each pair stand among them
     * @param cuts of all pairs
     */
    private record Side(Filtered<Comparison> pairs, Trunk.Texts texts, List<Pair<Integer>> places, String cuts) {
        static Side of(RewardModel model, List<Comparison> pairs) {
            Trunk.Texts all = model.body().read(Pair.flat(PromptResponse.pairs(pairs)));
            List<Pair<Integer>> places = Pair.places(pairs.size());
            List<Comparison> kept = new ArrayList<>();
            List<Pair<Integer>> keptPlaces = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                Pair<String> keys = places.get(i).map(all::key);
                if (!keys.chosen().equals(keys.rejected())) {
                    kept.add(pairs.get(i));
                    keptPlaces.add(places.get(i));
                }
            }
            int same = pairs.size() - kept.size();
            return new Side(
                    new Filtered<>(kept, same == 0 ? Map.of() : Map.of("identical as the model reads them", same)),
                    same == 0 ? all : all.select(Pair.flat(keptPlaces)),
                    Pair.places(kept.size()),
                    pairs.isEmpty() ? "" : all.cuts().toString());
        }
    }

    /**
     * Reads the texts, and leaves out the pairs that the model cannot tell apart.
     *
     * @param split at least one pair on each side that differs where the model reads it, no prompt on both
     * @param goodness what is compared, above 0 for some attribute
     */
    public ComparisonObjective(
            RewardModel model,
            Split<Comparison> split,
            ComparisonLoss loss,
            AttributeWeights goodness,
            TrainingArgs args) {
        this(model, Side.of(model, split.train()), Side.of(model, split.validation()), new Goal(loss, goodness), args);
    }

    private ComparisonObjective(RewardModel model, Side train, Side validation, Goal goal, TrainingArgs args) {
        super(model, args, train.texts, validation.texts);
        goal.goodness.requireSome();
        if (train.pairs.items().isEmpty() || validation.pairs.items().isEmpty()) {
            throw new IllegalArgumentException("train and validation must hold at least one pair each that differs"
                    + " where the model reads it, got " + train.pairs + " and " + validation.pairs
                    + "; take more pairs");
        }
        this.train = train;
        this.validation = validation;
        this.goal = goal;
        longer = new int[train.pairs.items().size()];
        for (int i = 0; i < longer.length; i++) {
            Pair<Integer> both = train.places.get(i).map(place -> lengths()[place]);
            longer[i] = Math.max(both.chosen(), both.rejected());
        }
    }

    /** The pairs trained on, and how many the model cannot tell apart. */
    public Filtered<Comparison> train() {
        return train.pairs;
    }

    /** The pairs that choose the best step, and how many the model cannot tell apart. */
    public Filtered<Comparison> validation() {
        return validation.pairs;
    }

    /** How well the model now tells the validation pairs; too good where they chose its parameters. */
    public ComparisonFit fit() {
        List<Comparison> pairs = validation.pairs.items();
        return ComparisonFit.of(Pair.apart(pairs.size(), validationScores()), pairs, goal.loss, goal.goodness);
    }

    @Override
    protected int[] costs() {
        return longer;
    }

    @Override
    public String truncation() {
        return train.cuts + "; training pairs as the model reads them: " + train.pairs;
    }

    /** The chosen texts of all pairs, then the rejected ones. */
    @Override
    protected List<Integer> texts(List<Integer> batch) {
        return Pair.chosenFirst(batch.stream().map(train.places::get).toList());
    }

    @Override
    double backwardAtOnce(List<Integer> batch, double share, NDManager scope) {
        BradleyTerry kind = goal.loss.kind();
        float[] weights = new float[Attribute.COUNT];
        for (Attribute a : Attribute.values()) {
            weights[a.index()] = (float) goal.goodness.of(a);
        }
        NDArray weight = scope.create(weights);
        NDArray factor = ofStrengths(batch, p -> kind.factor(p.strength()), scope);
        NDArray margin = ofStrengths(batch, p -> kind.margin(p.strength()), scope);
        NDArray centring = scope.create((float) goal.loss.centring());
        TorchScript losses = model().losses();
        return backward(
                batch,
                five -> losses.call("comparison", losses.call("goodness", five, weight), factor, margin, centring),
                share,
                scope);
    }

    private NDArray ofStrengths(List<Integer> batch, ToDoubleFunction<Comparison> number, NDManager scope) {
        float[] out = new float[batch.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) number.applyAsDouble(train.pairs.items().get(batch.get(i)));
        }
        return scope.create(out);
    }

    @Override
    public double weight(List<Integer> batch) {
        return batch.size();
    }

    @Override
    public double validationLoss() {
        return evaluate().loss();
    }

    /** With how often the better response scores higher. */
    @Override
    public EvalResult evaluate() {
        ComparisonFit fit = fit();
        return new EvalResult(fit.loss(), Map.of("accuracy", fit.accuracy().strict()));
    }

    @Override
    public String describe(int row) {
        return "training pair " + row;
    }

    @Override
    Stream<String> data() {
        return Stream.of(
                        Stream.of(goal.loss.toString(), goal.goodness.toString()),
                        IntStream.range(0, longer.length).mapToObj(this::described),
                        validation.pairs.items().stream()
                                .flatMap(pair -> Pair.flat(List.of(PromptResponse.pair(pair))).stream()
                                        .map(text -> text.contentHash() + pair.strength())))
                .flatMap(parts -> parts);
    }

    private String described(int row) {
        Pair<String> keys = train.places.get(row).map(this::key);
        return keys.chosen() + keys.rejected() + train.pairs.items().get(row).strength();
    }
}
