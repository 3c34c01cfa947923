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
import helpsteer.data.Pair;
import helpsteer.data.Split;
import helpsteer.generate.SequenceLogProb;
import helpsteer.nn.TorchScript;
import helpsteer.reward.Comparison;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.text.PromptResponse;
import helpsteer.train.Objective;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.EvalResult;
import helpsteer.train.metrics.TrainingResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Direct preference optimisation (paper, section 4.3) of a policy against what it was; iterative where the pairs are the best
 * and the worst of its own responses ({@link BestOfNPairs}).
 *
 * <p>What the reference says of the pairs is computed before the first step, so a policy without adapters is its own reference
 * as well as one with adapters. Each look at the validation pairs tells {@link ImplicitRewards}, too.
 *
 * @param from what the policy begins as
 * @param split pairs to train on, and to choose the best step by
 * @param dpo kind and beta
 */
public record Dpo(PolicyStart from, Split<Comparison> split, DpoLoss dpo) implements PolicyJob {
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
        return sha256(split);
    }

    /** Of both texts and the strength as files have it, below 0 where the first is better: runs made before keep their key. */
    static String sha256(Split<Comparison> split) {
        return split.sha256(pair -> {
            Pair<String> hashes = PromptResponse.pair(pair).map(PromptResponse::contentHash);
            BigDecimal signed = BigDecimal.valueOf(-pair.strength()).stripTrailingZeros();
            return hashes.chosen() + hashes.rejected() + signed.toPlainString();
        });
    }

    @Override
    public TrainingResult train(Policy policy, Session session) {
        return session.train(policy, objective(policy, split, dpo, session.args()));
    }

    /** The loss for a policy at hand, which as it stands is the reference. */
    public static Objective objective(Policy policy, Split<Comparison> pairs, DpoLoss dpo, TrainingArgs args) {
        return new PairObjective(
                policy, Pairs.of(policy, pairs.train()), Pairs.of(policy, pairs.validation()), dpo, args);
    }

    /**
     * Pairs as the policy reads them.
     *
     * @param texts of both responses of each pair
     * @param places where they stand among the texts
     * @param reference log-probabilities of each text's tokens before training
     */
    private record Pairs(
            List<Comparison> pairs, List<PolicyText> texts, List<Pair<Integer>> places, List<double[]> reference) {
        static Pairs of(Policy policy, List<Comparison> pairs) {
            List<PolicyText> texts = Pair.flat(PromptResponse.pairs(pairs)).stream()
                    .map(text -> policy.read(text, Optional.empty()))
                    .toList();
            return new Pairs(
                    pairs, texts, Pair.places(pairs.size()), Progress.during(Progress.SILENT, () -> policy.reference()
                            .of(texts)));
        }

        /** Numbers of the texts, those of all chosen ones first. */
        List<double[]> chosenFirst(List<double[]> ofTexts) {
            return Pair.chosenFirst(Pair.apart(pairs.size(), ofTexts));
        }

        double[] strengths() {
            return pairs.stream().mapToDouble(Comparison::strength).toArray();
        }
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
            return Pair.flat(List.of(train.places.get(row)));
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
            List<Integer> order =
                    Pair.chosenFirst(pairs.stream().map(train.places::get).toList());
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
                    .mapToDouble(i -> number.applyAsDouble(train.pairs.get(i).strength()))
                    .toArray();
            return PolicyBatch.joined(List.of(numbers), scope);
        }

        @Override
        public double weight(List<Integer> batch) {
            return batch.size();
        }

        @Override
        public double validationLoss() {
            return evaluate().loss();
        }

        @Override
        public EvalResult evaluate() {
            List<double[]> now = validation.chosenFirst(policy().of(validation.texts));
            List<double[]> before = validation.chosenFirst(validation.reference);
            double value = loss.value(SequenceLogProb.sums(now), SequenceLogProb.sums(before), validation.strengths());
            return new EvalResult(value, ImplicitRewards.of(loss, now, before).metrics());
        }

        @Override
        public String describe(int row) {
            return "pair " + row;
        }
    }
}
