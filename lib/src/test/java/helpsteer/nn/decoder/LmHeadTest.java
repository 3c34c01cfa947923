package helpsteer.nn.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.nn.Gradients;
import helpsteer.nn.Precision;
import helpsteer.nn.Torch;
import helpsteer.nn.decoder.LmHead.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log-probabilities in parts and the gradient written out, against torch and against the plain way. */
class LmHeadTest {
    private static final NDManager MANAGER = Torch.newManager();

    @AfterAll
    static void close() {
        MANAGER.close();
    }

    private static float[] floats(JsonNode list) {
        float[] out = new float[list.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) list.get(i).asDouble();
        }
        return out;
    }

    private static void close(NDArray found, float[] expected, double tolerance) {
        float[] numbers = found.toFloatArray();
        assertThat(numbers).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(numbers[i]).as("number %d", i).isCloseTo(expected[i], within((float) tolerance));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void weighted_meanOfSomeTokens_isTorchsCrossEntropy(int atATime) throws IOException {
        JsonNode row = new ObjectMapper()
                .readTree(Path.of("lib/src/test/resources/golden/align/losses.json")
                        .toFile())
                .get("cross_entropy")
                .get(0);
        int width = row.get("width").asInt();
        int[] asked = IntStream.range(0, row.get("targets").size())
                .filter(i -> row.get("targets").get(i).asInt() >= 0)
                .toArray();
        try (NDManager scope = MANAGER.newSubManager()) {
            NDArray hidden = scope.create(floats(row.get("hidden"))).reshape(-1, width);
            NDArray output = scope.create(floats(row.get("output"))).reshape(-1, width);
            Targets targets = new Targets(
                    scope.create(Arrays.stream(asked).asLongStream().toArray()),
                    scope.create(Arrays.stream(asked)
                            .mapToLong(i -> row.get("targets").get(i).asLong())
                            .toArray()));
            float[] mean = new float[asked.length];
            Arrays.fill(mean, -1f / asked.length);
            hidden.setRequiresGradient(true);
            output.setRequiresGradient(true);
            double loss = weightedOnce(hidden, targets, scope.create(mean), output, atATime);
            assertThat(loss).isCloseTo(row.get("loss").asDouble(), within(1e-5));
            close(hidden.getGradient(), floats(row.get("gradient")), 1e-5);
            close(output.getGradient(), floats(row.get("output_gradient")), 1e-5);
        }
    }

    private static double weightedOnce(NDArray hidden, Targets targets, NDArray factors, NDArray output, int atATime) {
        try (LmHead head = new LmHead(MANAGER, output, Precision.FLOAT32, atATime)) {
            return Gradients.of(1, () -> head.weighted(hidden, targets, factors));
        }
    }

    /** A square of log-probabilities, whose gradient hangs on their values; each row of hidden states may tell many tokens. */
    @Test
    void loss_notLinear_hasThePlainGradient() {
        SplittableRandom random = new SplittableRandom(8);
        try (NDManager scope = MANAGER.newSubManager()) {
            Targets targets =
                    new Targets(scope.create(new long[] {2, 0, 4, 4, 1}), scope.create(new long[] {5, 0, 2, 6, 6}));
            float[] states = normal(random, 5 * 3);
            float[] weights = normal(random, 7 * 3);
            NDArray[] leaves = new NDArray[4];
            for (int i = 0; i < 4; i++) {
                leaves[i] = scope.create(i % 2 == 0 ? states : weights, new Shape(i % 2 == 0 ? 5 : 7, 3));
                leaves[i].setRequiresGradient(true);
            }
            double found;
            try (LmHead head = new LmHead(MANAGER, leaves[1], Precision.FLOAT32, 2)) {
                found = Gradients.of(
                        0.5,
                        () -> head.loss(leaves[0], targets, lp -> lp.mul(lp).sum()));
            }
            double plain = Gradients.of(0.5, () -> {
                NDArray all = leaves[2]
                        .get(targets.rows())
                        .matMul(leaves[3].transpose())
                        .logSoftmax(1);
                NDArray lp = all.gather(targets.ids().reshape(-1, 1), 1);
                return lp.mul(lp).sum();
            });
            assertThat(found).isCloseTo(plain, within(1e-5));
            close(leaves[0].getGradient(), leaves[2].getGradient().toFloatArray(), 1e-5);
            close(leaves[1].getGradient(), leaves[3].getGradient().toFloatArray(), 1e-5);
        }
    }

    private static float[] normal(SplittableRandom random, int count) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = (float) random.nextGaussian();
        }
        return out;
    }

    @Test
    void logProbabilities_scoresFarApart_areFinite() {
        NDArray output = MANAGER.create(new float[] {1, 0, -1}, new Shape(3, 1));
        try (NDManager scope = MANAGER.newSubManager();
                LmHead head = new LmHead(scope, output, Precision.FLOAT32, 3)) {
            NDArray hidden = scope.create(new float[] {1e4f, -1e4f}, new Shape(2, 1));
            Targets targets = new Targets(scope.create(new long[] {0, 0, 1}), scope.create(new long[] {0, 2, 0}));
            assertThat(head.logProbabilities(hidden, targets).toFloatArray()).containsExactly(0, -2e4f, -2e4f);
        }
    }
}
