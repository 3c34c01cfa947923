package helpsteer.reward.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.Split;
import helpsteer.nn.TorchScript;
import helpsteer.reward.RewardModel;
import helpsteer.reward.Trunk;
import helpsteer.run.Hash;
import helpsteer.text.Batching;
import helpsteer.text.PromptResponse;
import helpsteer.train.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A loss of comparisons as an objective for the loop; its rows are pairs, both of whose texts are in one batch.
 *
 * <p>As in NeMo-Aligner goodness is read off the five numbers of a regression head, so that one head serves both.
 */
final class ComparisonObjective extends TextObjective {
    private final Split<Comparison> pairs;
    private final Comparing settings;
    private final int[] longer;

    ComparisonObjective(RewardModel model, Split<Comparison> pairs, Comparing settings) {
        super(model, Comparison.exchanges(pairs.train()), Comparison.exchanges(pairs.validation()));
        this.pairs = pairs;
        this.settings = settings;
        longer = new int[pairs.train().size()];
        for (int i = 0; i < longer.length; i++) {
            longer[i] = Math.max(lengths()[2 * i], lengths()[2 * i + 1]);
        }
    }

    /** The pairs whose two texts still differ where the model has cut what it cannot read. */
    static Filtered<Comparison> distinct(RewardModel model, List<Comparison> pairs) {
        Trunk.Texts texts = model.body().read(Comparison.exchanges(pairs));
        List<Comparison> kept = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            if (!texts.key(2 * i).equals(texts.key(2 * i + 1))) {
                kept.add(pairs.get(i));
            }
        }
        int same = pairs.size() - kept.size();
        return new Filtered<>(kept, same == 0 ? Map.of() : Map.of("identical as the model reads them", same));
    }

    /** The chosen texts of all pairs, then the rejected ones. */
    @Override
    List<Integer> texts(List<Integer> batch) {
        return Stream.concat(batch.stream().map(i -> 2 * i), batch.stream().map(i -> 2 * i + 1))
                .toList();
    }

    @Override
    public List<List<Integer>> epoch(int epoch) {
        FineTuning tuning = settings.tuning();
        return Batching.forTraining(longer, tuning.batchRows(), tuning.seed().stream("shuffle", epoch))
                .groups();
    }

    @Override
    double backwardAtOnce(List<Integer> batch, double share, NDManager scope) {
        BradleyTerry kind = settings.loss().kind();
        float[] weights = new float[Attribute.COUNT];
        for (Attribute a : Attribute.values()) {
            weights[a.index()] = (float) settings.goodness().of(a);
        }
        NDArray weight = scope.create(weights);
        NDArray factor = ofStrengths(batch, p -> kind.factor(p.strength()), scope);
        NDArray margin = ofStrengths(batch, p -> kind.margin(p.strength()), scope);
        NDArray centring = scope.create((float) settings.loss().centring());
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
            out[i] = (float) number.applyAsDouble(pairs.train().get(batch.get(i)));
        }
        return scope.create(out);
    }

    @Override
    public double weight(List<Integer> batch) {
        return batch.size();
    }

    @Override
    public double validationLoss() {
        return look().loss();
    }

    /** With how often the better response scores higher. */
    @Override
    public Look look() {
        ComparisonFit fit = ComparisonFit.of(validationScores(), pairs.validation(), settings);
        return new Look(fit.loss(), Map.of("accuracy", fit.accuracy().strict()));
    }

    @Override
    public String describe(int row) {
        return "training pair " + row;
    }

    @Override
    public String dataHash() {
        List<String> parts = new ArrayList<>(List.of(
                "pairs, batches of " + settings.tuning().batchRows(),
                settings.tuning().seed().toString(),
                settings.loss().toString(),
                settings.goodness().toString()));
        parts.addAll(settings());
        for (int i = 0; i < longer.length; i++) {
            parts.add(key(2 * i) + key(2 * i + 1) + pairs.train().get(i).strength());
        }
        for (Comparison pair : pairs.validation()) {
            for (PromptResponse text : Comparison.exchanges(List.of(pair))) {
                parts.add(text.contentHash() + pair.strength());
            }
        }
        return Hash.ofTexts(parts.toArray(String[]::new));
    }
}
