package helpsteer.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import helpsteer.align.dpo.Dpo;
import helpsteer.align.loss.DpoLoss;
import helpsteer.align.loss.PpoLoss;
import helpsteer.align.loss.RlooAdvantages;
import helpsteer.align.loss.TokenRewards;
import helpsteer.align.rl.OnlineTraining;
import helpsteer.align.rl.Ppo;
import helpsteer.align.rl.Reinforce;
import helpsteer.align.rl.RewardNormalization;
import helpsteer.align.rl.Rollout;
import helpsteer.align.rl.Rollouts;
import helpsteer.align.sft.Sft;
import helpsteer.align.sft.SftExample;
import helpsteer.align.steerlm.CandidateScoring;
import helpsteer.align.steerlm.SteerLm2;
import helpsteer.align.steerlm2.BetaRatings;
import helpsteer.align.steerlm2.Bins;
import helpsteer.data.Prompt;
import helpsteer.data.Split;
import helpsteer.data.sets.SteerLm2Row;
import helpsteer.nn.Parameters;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.InputConfig;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.train.Checkpoints;
import helpsteer.train.Objective;
import helpsteer.train.TrainingArgs;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.optim.AdamW;
import helpsteer.train.optim.AdamWConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The objectives on a tiny policy: value, gradient, parts, and that training does what it is for. */
class ObjectivesTest {
    @TempDir
    private Path folder = Path.of("");

    private Policy policy = TinyPolicy.withAdapters();

    @BeforeEach
    void moveAdapters() {
        // away from B = 0, where half of all gradients are 0 and the reference is the policy
        for (String name : policy.trained()) {
            NDArray array = policy.parameters().get(name);
            float[] values = array.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                values[i] += 0.05f * (float) Math.sin(i + name.length());
            }
            policy.parameters().assign(array, values);
        }
    }

    @AfterEach
    void close() {
        policy.close();
    }

    private static Split<SftExample> lessons(int count) {
        List<SftExample> all = TinyPolicy.exchanges(count).stream()
                .map(e -> new SftExample(e, Optional.of(TinyPolicy.WANTED), false))
                .toList();
        return new Split<>(all, all);
    }

    private Split<SteerLm2Row> rows(int count, int n) {
        CandidateScoring scoring =
                new CandidateScoring(policy, policy.reference(), TinyPolicy.LENGTH, BetaRatings.of(Bins.HALF_INTEGER));
        List<List<String>> responses = IntStream.range(0, count)
                .mapToObj(p -> IntStream.range(0, n)
                        .mapToObj(i -> TinyPolicy.response(i + p))
                        .toList())
                .toList();
        List<Prompt> prompts =
                IntStream.range(0, count).mapToObj(TinyPolicy::prompt).toList();
        List<SteerLm2Row> all = scoring.score(prompts, TinyPolicy.WANTED, responses);
        return new Split<>(all, all);
    }

    private static Split<Comparison> pairs(int count) {
        List<Comparison> all = IntStream.range(0, count)
                .mapToObj(i -> new Comparison(TinyPolicy.prompt(i), "good " + i, "bad answer " + i, 1 + i % 3))
                .toList();
        return new Split<>(all, all);
    }

    private Rollouts rollouts(int prompts, int n) {
        RewardNormalization scale = new RewardNormalization(AttributeWeights.HELPFULNESS_ONLY, 1, 0.5);
        return new Rollouts.Source(policy, TinyPolicy.sampler(policy), TinyPolicy.LENGTH, scale, Optional.empty())
                .sample(IntStream.range(0, prompts).mapToObj(TinyPolicy::prompt).toList(), n, new Seed(5));
    }

    private AdamW optimizer() {
        return new AdamW(policy.parameters(), policy.trained(), AdamWConfig.defaults(), policy.manager());
    }

    private List<float[]> gradients() {
        List<float[]> out = new ArrayList<>();
        for (String name : policy.trained()) {
            try (NDArray gradient = policy.parameters().get(name).getGradient()) {
                out.add(gradient.toFloatArray());
            }
        }
        return out;
    }

    private double backward(Objective objective, List<Integer> batch, double share) {
        try (NDManager scope = policy.manager().newSubManager()) {
            return objective.backward(batch, share, scope);
        }
    }

    private static List<Integer> all(Objective objective) {
        return objective.epoch(0).stream().flatMap(List::stream).sorted().toList();
    }

    /** The loss of all rows at parameters moved along a direction, without their gradients being kept. */
    private double lossAt(Objective objective, List<float[]> direction, double step) {
        Parameters parameters = policy.parameters();
        List<float[]> before = new ArrayList<>();
        List<String> names = policy.trained();
        for (int i = 0; i < names.size(); i++) {
            NDArray array = parameters.get(names.get(i));
            float[] values = array.toFloatArray();
            before.add(values);
            float[] moved = values.clone();
            for (int j = 0; j < moved.length; j++) {
                moved[j] += (float) (step * direction.get(i)[j]);
            }
            parameters.assign(array, moved);
        }
        double loss = objective.validationLoss();
        for (int i = 0; i < names.size(); i++) {
            parameters.assign(parameters.get(names.get(i)), before.get(i));
        }
        return loss;
    }

    /** The gradient of the whole equals the parts' by their weights, and the loss falls along it as it says. */
    private void hasItsGradient(Objective objective) {
        List<Integer> rows = all(objective);
        List<float[]> whole;
        double value;
        try (AdamW fresh = optimizer()) {
            value = backward(objective, rows, 1);
            whole = gradients();
            assertThat(fresh.withoutGradient()).isEmpty();
        }
        assertThat(value).isCloseTo(objective.validationLoss(), within(1e-4));
        double squares = 0;
        try (AdamW again = optimizer()) {
            double total = objective.weight(rows);
            double sum = 0;
            for (int row : rows) {
                double share = objective.weight(List.of(row)) / total;
                sum += share * backward(objective, List.of(row), share);
            }
            assertThat(sum).isCloseTo(value, within(1e-4));
            List<float[]> parts = gradients();
            for (int i = 0; i < parts.size(); i++) {
                for (int j = 0; j < parts.get(i).length; j++) {
                    assertThat(parts.get(i)[j]).isCloseTo(whole.get(i)[j], within(2e-4f));
                    squares += (double) whole.get(i)[j] * whole.get(i)[j];
                }
            }
            assertThat(again.names()).isNotEmpty();
        }
        double step = 1e-2 / Math.sqrt(squares);
        double slope = (lossAt(objective, whole, step) - lossAt(objective, whole, -step)) / (2 * step);
        assertThat(slope).isCloseTo(squares, within(0.02 * squares));
    }

    @Test
    void sft_gradient_isTheLossesSlope() {
        hasItsGradient(Sft.objective(policy, lessons(6), TinyPolicy.tuning(1, 4, 1e-3)));
    }

    @Test
    void steerLm2_gradient_isTheDistancesSlope() {
        Split<SteerLm2Row> rows = rows(3, 4);
        moveAdapters(); // so that the policy is not the sampler any more
        hasItsGradient(SteerLm2.objective(policy, rows, false, TinyPolicy.tuning(1, 4, 1e-3)));
        hasItsGradient(SteerLm2.objective(policy, rows, true, TinyPolicy.tuning(1, 4, 1e-3)));
    }

    @Test
    void directPreference_gradient_isTheLossesSlope() {
        for (BradleyTerry kind : BradleyTerry.values()) {
            hasItsGradient(Dpo.objective(policy, pairs(4), new DpoLoss(kind, 0.5), TinyPolicy.tuning(1, 4, 1e-3)));
        }
    }

    @Test
    void reinforce_gradient_isTheLossesSlope() {
        hasItsGradient(new Reinforce(new RlooAdvantages(0.1))
                .objective(policy, rollouts(2, 4), TinyPolicy.tuning(1, 4, 1e-3)));
    }

    @Test
    void ppo_gradient_isTheLossesSlope() {
        Ppo ppo = new Ppo(TokenRewards.defaults(), new PpoLoss(0.2), 0.5);
        hasItsGradient(ppo.objective(policy, rollouts(2, 4), TinyPolicy.tuning(1, 4, 1e-3)));
    }

    /** More tokens than are computed at a time. */
    @Test
    void sft_largeBatch_inPartsIsTheSameLoss() {
        List<SftExample> all = IntStream.range(0, 90)
                .mapToObj(i -> new SftExample(
                        new PromptResponse(TinyPolicy.prompt(i), "word ".repeat(30) + i), Optional.empty(), false))
                .toList();
        PolicyObjective objective =
                (PolicyObjective) Sft.objective(policy, new Split<>(all, all), TinyPolicy.tuning(1, 90, 1e-3));
        assertThat(objective.tokens(all(objective))).isGreaterThan(objective.tokensAtATime());
        assertThat(objective.parts(all(objective))).hasSizeGreaterThan(1);
        try (AdamW fresh = optimizer()) {
            assertThat(backward(objective, all(objective), 1)).isCloseTo(objective.validationLoss(), within(1e-4));
            assertThat(fresh.withoutGradient()).isEmpty();
        }
    }

    @Test
    void steerLm2_atTheStart_sharesAreOneOverN() {
        Split<SteerLm2Row> rows = rows(1, 5);
        double[] targets = SteerLm2.weights(rows.train().get(0)).targets();
        double expected = Arrays.stream(targets).map(w -> w * Math.log(5 * w)).sum();
        Objective objective = SteerLm2.objective(policy, rows, false, TinyPolicy.tuning(1, 1, 1e-3));
        assertThat(objective.validationLoss()).isCloseTo(expected, within(1e-4));
        SteerLm2Row row = rows.train().get(0);
        SteerLm2Row same = new SteerLm2Row(
                row.prompt(),
                row.wanted(),
                List.of(row.responses().get(0), row.responses().get(0)));
        assertThat(SteerLm2.Worth.of(List.of(same, same)))
                .hasToString("2 prompts of 2.0 responses, worth 2.0 of equal weight; 2 where all weigh the same and"
                        + " nothing is learned");
    }

    /** A policy with enough freedom gives each sampled response the share that it should have. */
    @Test
    void steerLm2_trained_findsTheTargets() {
        Split<SteerLm2Row> rows = rows(2, 4);
        TrainingArgs args = TinyPolicy.tuning(40, 2, 1e-2);
        TrainingResult result = args.train(policy, SteerLm2.objective(policy, rows, false, args));
        assertThat(result.validations().get(0).loss()).isGreaterThan(0.05);
        assertThat(result.bestLoss()).isLessThan(1e-3);
    }

    @Test
    void directPreference_trained_prefersTheChosen() {
        policy.mergeAdapters();
        TrainingArgs args = TinyPolicy.tuning(10, 4, 1e-2);
        DpoLoss dpo = new DpoLoss(BradleyTerry.REGULAR, 0.1);
        TrainingResult result = args.train(policy, Dpo.objective(policy, pairs(8), dpo, args));
        assertThat(result.validations().get(0).loss()).isCloseTo(Math.log(2), within(1e-6));
        assertThat(result.bestLoss()).isLessThan(0.3);
        Map<String, Double> start = result.validations().get(0).metrics();
        assertThat(start.get("margin")).isCloseTo(0, within(1e-6));
        assertThat(start.get("KL a token")).isCloseTo(0, within(1e-9));
        Map<String, Double> best = result.best().metrics();
        assertThat(best).containsEntry("accuracy", 1.0);
        assertThat(best.get("KL a token")).isPositive();
        assertThat(best.get("reward of chosen")).isCloseTo(0.1 * meanLogRatio(Comparison::chosen), within(1e-4));
        assertThat(best.get("reward of rejected")).isCloseTo(0.1 * meanLogRatio(Comparison::rejected), within(1e-4));
        assertThat(best.get("margin"))
                .isCloseTo(
                        best.getOrDefault("reward of chosen", Double.NaN)
                                - best.getOrDefault("reward of rejected", Double.NaN),
                        within(1e-12));
    }

    private double meanLogRatio(Function<Comparison, String> response) {
        List<PolicyText> texts = pairs(8).train().stream()
                .map(p -> policy.read(new PromptResponse(p.prompt(), response.apply(p)), Optional.empty()))
                .toList();
        double now = Arrays.stream(policy.sums(texts)).sum();
        double before = Arrays.stream(policy.reference().sums(texts)).sum();
        return (now - before) / texts.size();
    }

    @Test
    void reinforce_round_raisesWhatWasRewarded() {
        Rollouts rollouts = rollouts(2, 4);
        Reinforce stage = new Reinforce(new RlooAdvantages(0.01));
        double[] advantages = stage.advantages(rollouts);
        try (OnlineTraining training = new OnlineTraining(policy, stage, TinyPolicy.tuning(1, 8, 1e-3))) {
            assertThat(training.train(rollouts).bestStep()).isEqualTo(1);
        }
        double[] now = policy.sums(rollouts.all().stream().map(Rollout::text).toList());
        double moved = 0;
        for (int i = 0; i < now.length; i++) {
            moved += advantages[i]
                    * (now[i]
                            - Arrays.stream(rollouts.all().get(i).policyLogs()).sum());
        }
        assertThat(moved).isPositive();
    }

    @Test
    void ppo_rounds_trainTheValueHeadToo() {
        Ppo stage = new Ppo(new TokenRewards(0, true, 1, 0.95), new PpoLoss(0.2), 0.5);
        Rollouts rollouts = rollouts(2, 4);
        try (OnlineTraining training = new OnlineTraining(policy, stage, TinyPolicy.tuning(4, 8, 1e-3))) {
            TrainingResult result = training.train(rollouts);
            assertThat(result.bestLoss()).isLessThan(result.validations().get(0).loss());
            assertThat(policy.trained()).contains("value_head.weight");
            assertThat(policy.parameters().get("value_head.weight").toFloatArray())
                    .doesNotContain(0);
            assertThat(training.train(rollouts).steps()).hasSize(4);
        }
    }

    /** Four prompts in two rounds of two: each is asked once, whatever the order. */
    @Test
    void onlineTraining_rounds_takeEveryPromptInTurnAndTellWhatTheySaw() {
        List<List<int[]>> asked = new ArrayList<>();
        Sampler inner = TinyPolicy.sampler(policy);
        Sampler sampler = (prompts, n, seed) -> {
            asked.add(prompts);
            return inner.sample(prompts, n, seed);
        };
        RewardNormalization scale = new RewardNormalization(AttributeWeights.HELPFULNESS_ONLY, 1, 0.5);
        Rollouts.Source source =
                new Rollouts.Source(policy, sampler, TinyPolicy.LENGTH, scale, Optional.of(TinyPolicy.WANTED));
        List<Prompt> prompts =
                IntStream.range(0, 4).mapToObj(TinyPolicy::prompt).toList();
        Reinforce stage = new Reinforce(new RlooAdvantages(0.01));
        try (OnlineTraining training = new OnlineTraining(policy, stage, TinyPolicy.tuning(1, 4, 1e-3))) {
            List<OnlineTraining.Round> rounds = training.run(source, prompts, new OnlineTraining.Size(2, 2, 3));
            assertThat(rounds).hasSize(2);
            assertThat(rounds.get(1).toString()).startsWith("round 1: reward ").contains("67 % ended");
        }
        List<int[]> all = asked.stream().flatMap(List::stream).toList();
        assertThat(all.stream().map(Arrays::toString).distinct()).hasSize(4);
        assertThatThrownBy(() -> new OnlineTraining.Size(1, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rounds, prompts and samples must be at least 1, got 1, 0 and 1");
    }

    @Test
    void steerLm2_cutOffAndStartedAgain_endsAsIfItHadNot() {
        Split<SteerLm2Row> rows = rows(4, 3);
        TrainingArgs args = TinyPolicy.tuning(4, 2, 1e-2);
        TrainingResult cut = TrainingListener.during(
                Interrupting.afterStep(3),
                () -> args.train(policy, SteerLm2.objective(policy, rows, true, args), new Checkpoints(folder, 2)));
        assertThat(cut.ending()).isEqualTo(TrainingResult.Ending.INTERRUPTED);
        restart();
        TrainingResult resumed =
                args.train(policy, SteerLm2.objective(policy, rows, true, args), new Checkpoints(folder, 2));
        restart();
        TrainingResult whole = args.train(policy, SteerLm2.objective(policy, rows, true, args), null);
        assertThat(resumed.losses()).isEqualTo(whole.losses());
        assertThat(resumed.validations()).isEqualTo(whole.validations());
    }

    private void restart() {
        policy.close();
        policy = TinyPolicy.withAdapters();
        moveAdapters();
    }

    /** Without adapters the whole decoder is trained, its embedding through both of its uses. */
    @Test
    void sft_wholeDecoder_learnsItsLessons() {
        restartWhole();
        PolicyObjective objective = (PolicyObjective) Sft.objective(policy, lessons(4), TinyPolicy.tuning(1, 4, 1e-3));
        hasItsGradient(objective);
        TrainingArgs args = TinyPolicy.tuning(20, 4, 1e-2);
        TrainingResult result = args.train(policy, Sft.objective(policy, lessons(4), args));
        assertThat(result.bestLoss()).isLessThan(result.validations().get(0).loss() / 2);
    }

    private void restartWhole() {
        policy.close();
        policy = TinyPolicy.whole(InputConfig.Template.STEERLM);
    }

    @Test
    void objectives_noRows_areRefused() {
        Split<SftExample> none = new Split<>(List.of(), List.of());
        assertThatThrownBy(() -> Sft.objective(policy, none, TinyPolicy.tuning(1, 1, 1e-3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows must be at least one, got none; look at what was dropped");
        PromptResponse exchange = TinyPolicy.exchanges(1).get(0);
        assertThatThrownBy(() -> new SftExample(exchange, Optional.of(TinyPolicy.WANTED), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wanted must be empty where all answers are learned, got " + TinyPolicy.WANTED
                        + "; ratings are the last response's");
        assertThatThrownBy(() -> new Ppo(TokenRewards.defaults(), new PpoLoss(1), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("valueFactor must be at least 0 and finite, got -1.0");
        assertThatThrownBy(() -> TinyPolicy.tuning(0, 1, 1e-3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epochs and batchRows must be at least 1, got 0 and 1");
    }
}
