package helpsteer.align.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.Goldens;
import helpsteer.align.steerlm2.Candidate;
import helpsteer.align.steerlm2.SteerLm2Weights;
import helpsteer.nn.Gradients;
import helpsteer.nn.Torch;
import helpsteer.nn.TorchScript;
import helpsteer.reward.BradleyTerry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Alignment's losses in plain numbers and on the machine, against TRL and PyTorch and against each other. */
class PolicyLossTest {
    private static final NDManager MANAGER = Torch.newManager();
    private static final TorchScript POLICY = TorchScript.load(MANAGER, "policy", Map.of());
    private static final TorchScript HEAD = TorchScript.load(MANAGER, "head", Map.of());
    private static JsonNode golden = new ObjectMapper().createObjectNode();

    @BeforeAll
    static void readGolden() throws IOException {
        golden = new ObjectMapper()
                .readTree(Path.of("lib/src/test/resources/golden/align/losses.json")
                        .toFile());
    }

    @AfterAll
    static void close() {
        POLICY.close();
        HEAD.close();
        MANAGER.close();
    }

    private static NDArray tensor(NDManager scope, double... numbers) {
        float[] out = new float[numbers.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) numbers[i];
        }
        return scope.create(out);
    }

    private static NDArray scalar(NDManager scope, double number) {
        return scope.create((float) number);
    }

    private static double[] joined(double first, double[] rest) {
        return DoubleStream.concat(DoubleStream.of(first), Arrays.stream(rest)).toArray();
    }

    /** Relative where numbers are large. */
    private static void close(double[] actual, double[] expected, double tolerance, String name) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
            assertThat(actual[i]).as(name + ", number " + i).isCloseTo(expected[i], within(allowed));
        }
    }

    /** A loss of the machine, followed by its gradient. */
    private static double[] machine(NDManager scope, double[] at, UnaryOperator<NDArray> loss) {
        NDArray leaf = tensor(scope, at);
        leaf.setRequiresGradient(true);
        double value = Gradients.of(1, () -> loss.apply(leaf));
        float[] gradient = leaf.getGradient().toFloatArray();
        return joined(
                value,
                IntStream.range(0, at.length).mapToDouble(i -> gradient[i]).toArray());
    }

    private static double[] expected(JsonNode row) {
        return joined(row.get("loss").asDouble(), Goldens.numbers(row.get("gradient")));
    }

    private static double[] plain(DpoLoss loss, double[] policy, double[] reference, double[] strengths) {
        return joined(loss.value(policy, reference, strengths), loss.gradient(policy, reference, strengths));
    }

    private static double[] machine(DpoLoss loss, double[] policy, double[] reference, double[] strengths) {
        try (NDManager scope = MANAGER.newSubManager()) {
            NDArray ofReference = tensor(scope, reference);
            NDArray factor = tensor(
                    scope, Arrays.stream(strengths).map(loss.kind()::factor).toArray());
            NDArray margin = tensor(
                    scope, Arrays.stream(strengths).map(loss.kind()::margin).toArray());
            return machine(
                    scope,
                    policy,
                    sums -> HEAD.call(
                            "comparison",
                            POLICY.call("implicit", sums, ofReference, scalar(scope, loss.beta())),
                            factor,
                            margin,
                            scalar(scope, 0)));
        }
    }

    @Test
    void dpo_lossAndGradient_equalTrlAndTorch() {
        assertThat(golden.get("dpo")).hasSize(18);
        for (JsonNode row : golden.get("dpo")) {
            DpoLoss loss = new DpoLoss(
                    BradleyTerry.valueOf(row.get("kind").asText()),
                    row.get("beta").asDouble());
            double[] policy = Goldens.numbers(row.get("policy"));
            double[] reference = Goldens.numbers(row.get("reference"));
            double[] strengths = Goldens.numbers(row.get("strength"));
            String name = row.get("name").asText() + ", " + loss;
            close(plain(loss, policy, reference, strengths), expected(row), 1e-12, name);
            close(machine(loss, policy, reference, strengths), expected(row), 1e-5, name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void dpo_anyNumbers_machineEqualsPlain(BradleyTerry kind) {
        SplittableRandom random = new SplittableRandom(21);
        for (int round = 0; round < 20; round++) {
            int n = random.nextInt(1, 9);
            DpoLoss loss = new DpoLoss(kind, random.nextDouble(1e-3, 2));
            double[] policy = floats(random.doubles(2L * n, -300, 0));
            double[] reference = floats(random.doubles(2L * n, -300, 0));
            double[] strengths = random.ints(n, 1, 4).asDoubleStream().toArray();
            close(
                    machine(loss, policy, reference, strengths),
                    plain(loss, policy, reference, strengths),
                    2e-5,
                    "seed 21, round " + round);
        }
    }

    /** Numbers that a float holds, so that both sides begin with the same. */
    private static double[] floats(DoubleStream numbers) {
        return numbers.map(x -> (float) x).toArray();
    }

    @Test
    void dpo_policyIsTheReference_isLogTwo() {
        double[] same = {-3, -50};
        assertThat(new DpoLoss(BradleyTerry.REGULAR, 0.1).value(same, same, new double[] {1}))
                .isCloseTo(Math.log(2), within(1e-15));
        assertThat(machine(new DpoLoss(BradleyTerry.REGULAR, 1), new double[] {-1e6, 0}, same, new double[] {1}))
                .doesNotContain(Double.NaN, Double.POSITIVE_INFINITY);
    }

    @Test
    void steerLm2_distanceAndGradient_equalTorch() {
        assertThat(golden.get("steerlm2")).hasSize(4);
        for (JsonNode row : golden.get("steerlm2")) {
            double[][] policy = Goldens.rows(row.get("policy"));
            double[][] lengths = Goldens.rows(row.get("lengths"));
            double loss = 0;
            List<Double> gradient = new ArrayList<>();
            double[] scales = new double[policy.length];
            for (int p = 0; p < policy.length; p++) {
                SteerLm2Weights weights = weights(row, p);
                close(weights.targets(), Goldens.numbers(row.get("targets").get(p)), 1e-12, "targets");
                double tokens = Arrays.stream(lengths[p]).average().orElseThrow();
                scales[p] = row.get("normalise").asBoolean() ? 1 / tokens : 1;
                double scale = scales[p] / policy.length;
                loss += scale * weights.distance(policy[p]);
                Arrays.stream(weights.pulls(policy[p])).forEach(w -> gradient.add(-w * scale));
            }
            String name = row.get("name").asText() + ", normalised " + row.get("normalise");
            double[] plain = joined(
                    loss, gradient.stream().mapToDouble(Double::doubleValue).toArray());
            close(plain, expected(row), 1e-12, name);
            close(machine(row, policy, scales), expected(row), 1e-5, name);
        }
    }

    private static SteerLm2Weights weights(JsonNode row, int prompt) {
        double[] attributes = Goldens.numbers(row.get("attributes").get(prompt));
        double[] prior = Goldens.numbers(row.get("prior").get(prompt));
        double[] sampler = Goldens.numbers(row.get("sampler").get(prompt));
        return SteerLm2Weights.of(IntStream.range(0, sampler.length)
                .mapToObj(i -> new Candidate(attributes[i], prior[i], sampler[i]))
                .toList());
    }

    private static double[] machine(JsonNode row, double[][] policy, double[] scales) {
        double[] flat = Arrays.stream(policy).flatMapToDouble(Arrays::stream).toArray();
        Shape shape = new Shape(policy.length, policy[0].length);
        try (NDManager scope = MANAGER.newSubManager()) {
            NDArray targets = tensor(scope, flat(row.get("targets"))).reshape(shape);
            NDArray sampler = tensor(scope, flat(row.get("sampler"))).reshape(shape);
            NDArray scale = tensor(scope, scales);
            return machine(scope, flat, sums -> POLICY.call("distance", sums, targets, sampler, scale));
        }
    }

    private static double[] flat(JsonNode list) {
        return Arrays.stream(Goldens.rows(list)).flatMapToDouble(Arrays::stream).toArray();
    }

    @Test
    void leaveOneOut_someCutOff_equalsTorch() {
        assertThat(golden.get("leave_one_out")).hasSize(4);
        for (JsonNode row : golden.get("leave_one_out")) {
            boolean[] ended = new boolean[row.get("ended").size()];
            for (int i = 0; i < ended.length; i++) {
                ended[i] = row.get("ended").get(i).asBoolean();
            }
            double[] found = new RlooAdvantages(0.01)
                    .advantages(Goldens.numbers(row.get("rewards")), Goldens.numbers(row.get("kl")), ended);
            close(found, Goldens.numbers(row.get("advantages")), 1e-12, row.toString());
        }
    }

    @Test
    void leaveOneOut_allEnded_addUpToZero() {
        double[] found = new RlooAdvantages(0)
                .advantages(new double[] {1, 2, 6}, new double[] {9, 9, 9}, new boolean[] {true, true, true});
        close(found, new double[] {-3, -1.5, 4.5}, 1e-15, "by hand");
        double[] alone = new RlooAdvantages(0).advantages(new double[] {5}, new double[] {0}, new boolean[] {true});
        assertThat(alone).containsExactly(0);
    }

    @Test
    void ppo_rewardsAdvantagesAndLosses_equalTorch() {
        assertThat(golden.get("ppo")).hasSize(2);
        TokenRewards settings = new TokenRewards(0.1, true, 0.98, 0.95);
        PpoLoss loss = new PpoLoss(0.2);
        for (JsonNode row : golden.get("ppo")) {
            String name = row.get("name").asText();
            double[] old = Goldens.numbers(row.get("old"));
            double[] rewards =
                    settings.rewards(row.get("reward").asDouble(), old, Goldens.numbers(row.get("reference")));
            close(rewards, Goldens.numbers(row.get("rewards")), 1e-12, name);
            double[] values = Goldens.numbers(row.get("values"));
            double[] advantages = settings.advantages(rewards, values);
            close(advantages, Goldens.numbers(row.get("advantages")), 1e-12, name);
            double[] normalised = TokenRewards.normalised(List.of(advantages)).get(0);
            close(normalised, Goldens.numbers(row.get("normalised")), 1e-12, name);
            double[] now = Goldens.numbers(row.get("now"));
            double[] later = Goldens.numbers(row.get("later"));
            double[] returns = Goldens.numbers(row.get("returns"));
            close(policy(loss, now, old, normalised), expected(row.get("policy")), 1e-12, name);
            close(value(loss, later, values, returns), expected(row.get("value")), 1e-12, name);
            close(policyOnMachine(loss, now, old, normalised), expected(row.get("policy")), 2e-5, name);
            close(valueOnMachine(loss, later, values, returns), expected(row.get("value")), 1e-5, name);
        }
    }

    private static double[] policy(PpoLoss loss, double[] now, double[] old, double[] advantages) {
        return joined(loss.policy(now, old, advantages), loss.policyGradient(now, old, advantages));
    }

    private static double[] value(PpoLoss loss, double[] values, double[] old, double[] returns) {
        return joined(loss.value(values, old, returns), loss.valueGradient(values, old, returns));
    }

    private static double[] policyOnMachine(PpoLoss loss, double[] now, double[] old, double[] advantages) {
        try (NDManager scope = MANAGER.newSubManager()) {
            NDArray range = scalar(scope, loss.range());
            return machine(
                    scope, now, x -> POLICY.call("clipped", x, tensor(scope, old), tensor(scope, advantages), range));
        }
    }

    private static double[] valueOnMachine(PpoLoss loss, double[] values, double[] old, double[] returns) {
        try (NDManager scope = MANAGER.newSubManager()) {
            NDArray range = scalar(scope, loss.range());
            return machine(
                    scope,
                    values,
                    x -> POLICY.call("value_loss", x, tensor(scope, old), tensor(scope, returns), range));
        }
    }

    @Test
    void ppo_anyNumbers_machineEqualsPlain() {
        SplittableRandom random = new SplittableRandom(22);
        PpoLoss loss = new PpoLoss(0.2);
        for (int round = 0; round < 20; round++) {
            int n = random.nextInt(1, 30);
            double[] old = floats(random.doubles(n, -8, 0));
            double[] now = floats(Arrays.stream(old).map(x -> x + random.nextDouble(-1, 1)));
            double[] numbers = floats(random.doubles(n, -3, 3));
            String name = "seed 22, round " + round;
            close(policyOnMachine(loss, now, old, numbers), policy(loss, now, old, numbers), 1e-5, name);
            close(valueOnMachine(loss, now, old, numbers), value(loss, now, old, numbers), 1e-5, name);
        }
    }

    @Test
    void ppo_stepZero_gradientIsMinusTheMeanAdvantage() {
        double[] same = {-1, -2};
        PpoLoss loss = new PpoLoss(0.2);
        assertThat(loss.policy(same, same, new double[] {1, -3})).isEqualTo(1);
        assertThat(loss.policyGradient(same, same, new double[] {1, -3})).containsExactly(-0.5, 1.5);
        assertThat(TokenRewards.normalised(List.of(new double[] {2, 2})).get(0)).containsExactly(0, 0);
    }

    @Test
    void dpo_unequalNumbers_areRefused() {
        assertThatThrownBy(() -> new DpoLoss(BradleyTerry.REGULAR, 1)
                        .value(new double[] {-1, -2}, new double[] {-1}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy and reference must have one even length, got 2 and 1");
    }

    @Test
    void losses_badSettings_areRefused() {
        assertThatThrownBy(() -> new DpoLoss(BradleyTerry.REGULAR, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("beta must be above 0 and finite, got 0.0");
        assertThatThrownBy(() -> new RlooAdvantages(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("penalty must be at least 0 and finite, got -1.0");
        assertThatThrownBy(() -> new RlooAdvantages(0)
                        .advantages(new double[] {Double.NaN}, new double[] {0}, new boolean[] {true}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rewards and kl must be finite, got NaN and 0.0 for sample 0; leave the sample out");
        assertThatThrownBy(() -> new TokenRewards(0, true, 1.1, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gamma and lambda must be in [0, 1], got 1.1 and 0.95");
        assertThatThrownBy(() -> TokenRewards.defaults().rewards(1, new double[0], new double[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy and reference must have one length above 0, got 0 and 0");
        assertThatThrownBy(() -> new PpoLoss(0.2).policy(new double[1], new double[2], new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("all three must have one length above 0, got 1, 2 and 1");
    }
}
