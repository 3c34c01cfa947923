package helpsteer.align.dpo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.align.Policy;
import helpsteer.align.PolicyBatch;
import helpsteer.align.PolicyJob;
import helpsteer.align.PolicyObjective;
import helpsteer.align.PolicyStart;
import helpsteer.align.PolicyText;
import helpsteer.align.loss.DpoLoss;
import helpsteer.align.loss.ImplicitRewards;
import helpsteer.data.PreferencePair;
import helpsteer.data.Split;
import helpsteer.generate.SequenceLogProb;
import helpsteer.nn.TorchScript;
import helpsteer.run.Json;
import helpsteer.text.PromptResponse;
import helpsteer.train.Objective;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.EvalResult;
import helpsteer.train.metrics.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Direct preference optimisation (paper, section 4.3) of a policy against what it was; iterative where the pairs are the best
 * and the worst of its own responses ({@link BestOfNPairs}).
 *
 * <p>What the reference says of the pairs is computed before the first step, so a policy without adapters is its own reference
 * as well as one with adapters. Each look at the validation pairs tells {@link ImplicitRewards}, too.
 *
 * @param from what the policy begins as
 * @param split pairs without ties
 * @param dpo kind and beta
 */
public record Dpo(PolicyStart from, Split<PreferencePair> split, DpoLoss dpo) implements PolicyJob {
    @Override
    public String loss() {
        return "dpo";
    }

    @Override
    public int rows() {
        return split.size();
    }

    @Override
    public JsonNode task() {
        return Json.tree(dpo);
    }

    @Override
    public String dataSha256() {
        return split.sha256(pair -> new PromptResponse(pair.prompt(), pair.first()).contentHash()
                + new PromptResponse(pair.prompt(), pair.second()).contentHash()
                + pair.signed());
    }

    @Override
    public TrainingResult train(Policy policy, Session session) {
        return session.train(policy, objective(policy, split, dpo, session.args()));
    }

    /** The loss for a policy at hand, which as it stands is the reference. */
    public static Objective objective(Policy policy, Split<PreferencePair> pairs, DpoLoss dpo, TrainingArgs args) {
        return new PairObjective(
                policy, Pairs.of(policy, pairs.train()), Pairs.of(policy, pairs.validation()), dpo, args);
    }

    /**
     * Pairs as the policy reads them.
     *
     * @param texts chosen and rejected response of each pair in turn
     * @param reference log-probabilities of each text's tokens before training
     */
    private record Pairs(List<PreferencePair> pairs, List<PolicyText> texts, List<double[]> reference) {
        static Pairs of(Policy policy, List<PreferencePair> pairs) {
            List<PolicyText> texts = pairs.stream()
                    .flatMap(p -> Stream.of(p.chosen(), p.rejected())
                            .map(response -> policy.read(new PromptResponse(p.prompt(), response), Optional.empty())))
                    .toList();
            return new Pairs(pairs, texts, policy.reference().of(texts));
        }

        double[] strengths() {
            return pairs.stream().mapToDouble(PreferencePair::strength).toArray();
        }
    }

    /** Numbers of pairs in turn as those of all chosen, then of all rejected. */
    private static List<double[]> apart(List<double[]> numbers) {
        return Stream.of(0, 1)
                .flatMap(side -> IntStream.range(0, numbers.size() / 2).mapToObj(i -> numbers.get(2 * i + side)))
                .toList();
    }

    private static final class PairObjective extends PolicyObjective {
        private final Pairs train;
        private final Pairs validation;
        private final double[] reference;
        private final DpoLoss loss;

        PairObjective(Policy policy, Pairs train, Pairs validation, DpoLoss loss, TrainingArgs args) {
            super(policy, train.texts, args);
            this.train = train;
            this.validation = validation;
            reference = SequenceLogProb.sums(train.reference);
            this.loss = loss;
        }

        @Override
        public int rows() {
            return train.pairs.size();
        }

        @Override
        public List<Integer> textsOf(int row) {
            return List.of(2 * row, 2 * row + 1);
        }

        @Override
        public List<String> numbers() {
            List<String> out = new ArrayList<>(List.of(loss.toString()));
            out.add(Arrays.toString(train.strengths()));
            out.add(Arrays.toString(validation.strengths()));
            validation.texts.forEach(t -> out.add(t.toString()));
            return out;
        }

        @Override
        public double backward(List<Integer> batch, double share, NDManager scope) {
            return backward(parts(batch), share, scope, this::atOnce);
        }

        /** The chosen texts of all pairs, then the rejected ones. */
        private double atOnce(List<Integer> pairs, double share, NDManager scope) {
            List<Integer> order = Stream.concat(
                            pairs.stream().map(i -> 2 * i), pairs.stream().map(i -> 2 * i + 1))
                    .toList();
            NDArray before = PolicyBatch.joined(
                    List.of(order.stream().mapToDouble(i -> reference[i]).toArray()), scope);
            NDArray factor = ofStrengths(pairs, loss.kind()::factor, scope);
            NDArray margin = ofStrengths(pairs, loss.kind()::margin, scope);
            NDArray beta = scope.create((float) loss.beta());
            NDArray centring = scope.create(0f);
            TorchScript losses = policy().losses();
            PolicyBatch.Loss ofHidden = (hidden, batch) -> batch.loss(hidden, logs -> {
                NDArray sums = losses.call("sums", logs, batch.owners(), batch.zeros());
                NDArray rewards = losses.call("implicit", sums, before, beta);
                return policy().comparison().call("comparison", rewards, factor, margin, centring);
            });
            return policy().backward(order.stream().map(this::text).toList(), ofHidden, share, scope);
        }

        private NDArray ofStrengths(List<Integer> rows, ToDoubleFunction<Double> number, NDManager scope) {
            double[] numbers = rows.stream()
                    .mapToDouble(i ->
                            number.applyAsDouble((double) train.pairs.get(i).strength()))
                    .toArray();
            return PolicyBatch.joined(List.of(numbers), scope);
        }

        @Override
        public double weight(List<Integer> batch) {
            return batch.size();
        }

        @Override
        public double validationLoss() {
            return look().loss();
        }

        @Override
        public EvalResult look() {
            List<double[]> now = apart(policy().of(validation.texts));
            List<double[]> before = apart(validation.reference);
            double value = loss.value(SequenceLogProb.sums(now), SequenceLogProb.sums(before), validation.strengths());
            return new EvalResult(value, ImplicitRewards.of(loss, now, before).metrics());
        }

        @Override
        public String describe(int row) {
            return "pair " + row;
        }
    }
}
