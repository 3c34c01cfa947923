package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.Goldens;
import helpsteer.data.Attribute;
import helpsteer.data.PreferencePair;
import helpsteer.data.Preferred;
import helpsteer.data.Prompt;
import helpsteer.nn.Gradients;
import helpsteer.nn.Torch;
import helpsteer.nn.TorchScript;
import helpsteer.reward.training.ComparisonLoss;
import helpsteer.reward.training.SquaredError;
import helpsteer.reward.training.WeightExtrapolation;
import helpsteer.reward.training.WeightExtrapolationTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The losses in plain numbers and on the machine against PyTorch, TRL and NeMo-Aligner's form, and against each other. */
class LossGoldenTest {
    private static final NDManager MANAGER = Torch.newManager();
    private static final TorchScript HEAD = TorchScript.load(MANAGER, "head", Map.of());
    private static JsonNode golden = new ObjectMapper().createObjectNode();

    @BeforeAll
    static void readGolden() throws IOException {
        golden = new ObjectMapper()
                .readTree(Path.of("lib/src/test/resources/golden/losses/losses.json")
                        .toFile());
    }

    @AfterAll
    static void close() {
        HEAD.close();
        MANAGER.close();
    }

    private static float[] floats(double[] numbers) {
        float[] out = new float[numbers.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) numbers[i];
        }
        return out;
    }

    private static double[] joined(double[] first, double[] second) {
        double[] out = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, out, first.length, second.length);
        return out;
    }

    /** Relative where numbers are large, since both sides of a comparison may be 1e8. */
    private static void close(double[] actual, double[] expected, double tolerance, String name) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
            assertThat(actual[i]).as(name + ", number " + i).isCloseTo(expected[i], within(allowed));
        }
    }

    /** A loss of the machine, followed by its gradient. */
    private static double[] machine(ComparisonLoss loss, double[] chosen, double[] rejected, double[] strengths) {
        try (NDManager scope = MANAGER.newSubManager()) {
            NDArray goodness = scope.create(floats(joined(chosen, rejected)));
            goodness.setRequiresGradient(true);
            NDArray factor = scope.create(
                    floats(Arrays.stream(strengths).map(loss.kind()::factor).toArray()));
            NDArray margin = scope.create(
                    floats(Arrays.stream(strengths).map(loss.kind()::margin).toArray()));
            NDArray centring = scope.create((float) loss.centring());
            double value = Gradients.of(1, () -> HEAD.call("comparison", goodness, factor, margin, centring));
            float[] gradient = goodness.getGradient().toFloatArray();
            double[] out = new double[gradient.length + 1];
            out[0] = value;
            for (int i = 0; i < gradient.length; i++) {
                out[i + 1] = gradient[i];
            }
            return out;
        }
    }

    private static double[] plain(ComparisonLoss loss, double[] chosen, double[] rejected, double[] strengths) {
        return joined(
                new double[] {loss.value(chosen, rejected, strengths)}, loss.gradient(chosen, rejected, strengths));
    }

    @Test
    void comparison_lossAndGradient_equalTrlAndTorch() {
        assertThat(golden.get("comparisons")).hasSize(27);
        for (JsonNode row : golden.get("comparisons")) {
            ComparisonLoss loss = new ComparisonLoss(
                    BradleyTerry.valueOf(row.get("kind").asText()),
                    row.get("centring").asDouble());
            double[] strengths = Goldens.numbers(row.get("strength"));
            double[] goodness = Goldens.numbers(row.get("goodness"));
            double[] chosen = Arrays.copyOf(goodness, strengths.length);
            double[] rejected = Arrays.copyOfRange(goodness, strengths.length, goodness.length);
            double[] expected = joined(new double[] {row.get("loss").asDouble()}, Goldens.numbers(row.get("gradient")));
            String name = row.get("name").asText() + ", " + loss;
            close(plain(loss, chosen, rejected, strengths), expected, 1e-12, name);
            close(machine(loss, chosen, rejected, strengths), expected, 1e-5, name);
        }
    }

    /** NeMo-Aligner's labels go through our signed scale, its output 4 is our helpfulness. */
    @Test
    void comparison_signedLabelsAndNineOutputs_equalNemo() {
        for (JsonNode row : golden.get("nemo")) {
            ComparisonLoss loss =
                    ComparisonLoss.of(BradleyTerry.valueOf(row.get("kind").asText()));
            double[][] outputs = Goldens.rows(row.get("outputs"));
            double[] labels = Goldens.numbers(row.get("labels"));
            int n = labels.length;
            int[] chosenRow = new int[n];
            double[][] goodness = new double[2][n];
            double[] strengths = new double[n];
            for (int i = 0; i < n; i++) {
                PreferencePair pair = PreferencePair.ofSigned(Prompt.ofUser("?"), "first", "second", (int) labels[i]);
                chosenRow[i] = 2 * i + (pair.preferred() == Preferred.FIRST ? 0 : 1);
                goodness[0][i] = outputs[chosenRow[i]][4];
                goodness[1][i] = outputs[chosenRow[i] ^ 1][4];
                strengths[i] = pair.strength();
            }
            assertThat(loss.value(goodness[0], goodness[1], strengths))
                    .isCloseTo(row.get("loss").asDouble(), within(1e-12));
            double[][] expected = Goldens.rows(row.get("gradient"));
            double[] gradient = loss.gradient(goodness[0], goodness[1], strengths);
            for (int i = 0; i < n; i++) {
                assertThat(gradient[i]).isCloseTo(expected[chosenRow[i]][4], within(1e-12));
                assertThat(gradient[n + i]).isCloseTo(expected[chosenRow[i] ^ 1][4], within(1e-12));
                assertThat(expected[chosenRow[i]][0]).isZero();
            }
        }
    }

    /** Gaps up to 1e4 on either side, where a loss written with exp would overflow. */
    @ParameterizedTest
    @EnumSource(BradleyTerry.class)
    void comparison_randomAndExtremePairs_plainEqualsMachine(BradleyTerry kind) {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int n = random.nextInt(1, 20);
            double reach = seed % 3 == 0 ? 1e4 : seed % 3 == 1 ? 3 : 60;
            double[][] goodness = new double[2][n];
            double[] strengths = new double[n];
            for (int i = 0; i < n; i++) {
                goodness[0][i] = (float) random.nextDouble(-reach / 2, reach / 2);
                goodness[1][i] = (float) random.nextDouble(-reach / 2, reach / 2);
                strengths[i] = random.nextInt(1, 4);
            }
            ComparisonLoss loss = new ComparisonLoss(kind, random.nextBoolean() ? 0 : (float) random.nextDouble());
            double[] machine = machine(loss, goodness[0], goodness[1], strengths);
            close(machine, plain(loss, goodness[0], goodness[1], strengths), 1e-5, "seed " + seed + ", " + loss);
        }
    }

    @Test
    void squaredError_someAttributes_equalsTorch() {
        for (JsonNode row : golden.get("regression")) {
            Set<Attribute> attributes = EnumSet.noneOf(Attribute.class);
            row.get("attributes").forEach(a -> attributes.add(Attribute.valueOf(a.asText())));
            double[][] predicted = Goldens.rows(row.get("predicted"));
            double[][] labels = Goldens.rows(row.get("labels"));
            boolean[][] mask = SquaredError.mask(predicted.length, attributes);
            double expected = row.get("loss").asDouble();
            double[] gradient = flat(Goldens.rows(row.get("gradient")));
            assertThat(SquaredError.loss(predicted, labels, mask)).isCloseTo(expected, within(1e-12));
            close(flat(SquaredError.gradient(predicted, labels, mask)), gradient, 1e-12, attributes.toString());
            try (NDManager scope = MANAGER.newSubManager()) {
                NDArray in = scope.create(single(predicted));
                in.setRequiresGradient(true);
                NDArray rated = scope.create(single(labels));
                double[][] kept = new double[mask.length][Attribute.COUNT];
                for (double[] ones : kept) {
                    attributes.forEach(a -> ones[a.index()] = 1);
                }
                NDArray weight = scope.create(single(kept));
                assertThat(Gradients.of(1, () -> HEAD.call("squared_error", in, rated, weight)))
                        .isCloseTo(expected, within(1e-5));
                float[] actual = in.getGradient().toFloatArray();
                close(
                        IntStream.range(0, actual.length)
                                .mapToDouble(i -> actual[i])
                                .toArray(),
                        gradient,
                        1e-5,
                        "torch");
            }
        }
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static float[][] single(double[][] rows) {
        return Arrays.stream(rows).map(LossGoldenTest::floats).toArray(float[][]::new);
    }

    @Test
    void goodness_weightedSums_byHand() {
        try (NDManager scope = MANAGER.newSubManager()) {
            NDArray scores = scope.create(new float[][] {{1, 2, 3, 4, 5}, {5, 0, 0, 0, 1}});
            NDArray weights = scope.create(new float[] {1, 0, 0.5f, 0, -1});
            assertThat(HEAD.call("goodness", scores, weights).toFloatArray()).containsExactly(-2.5f, 4f);
        }
    }

    @Test
    void extrapolation_fiveFactors_equalsLerp() {
        for (JsonNode row : golden.get("extrapolation")) {
            float[] weak = floats(Goldens.numbers(row.get("weak")));
            float[] strong = floats(Goldens.numbers(row.get("strong")));
            float[] actual = WeightExtrapolation.of(
                            WeightExtrapolationTest.map("w", weak),
                            WeightExtrapolationTest.map("w", strong),
                            row.get("factor").asDouble())
                    .all()
                    .iterator()
                    .next()
                    .floats();
            assertThat(actual).containsExactly(floats(Goldens.numbers(row.get("result"))), within(1e-6f));
        }
    }
}
