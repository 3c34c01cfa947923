package helpsteer.nn.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.nn.Precision;
import helpsteer.nn.TinyDecoders;
import helpsteer.nn.Torch;
import helpsteer.nn.TorchScript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The script's choice of tokens against transformers' processors, and drawn frequencies against the softmax. */
class LogitsProcessorTest {
    private static final Path GOLDEN = Path.of("lib/src/test/resources/golden/generate/processors.json");
    private static final int DRAWS = 20000;

    private final NDManager manager = Torch.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private TorchScript script(int vocabulary) {
        DecoderConfig c = TinyDecoders.config("smollm2");
        DecoderConfig config = new DecoderConfig(
                c.width(),
                c.layers(),
                c.inner(),
                vocabulary,
                c.positions(),
                c.attention(),
                c.rope(),
                c.epsilon(),
                true);
        return TorchScript.load(
                manager,
                List.of("decoder", "decoding"),
                new DecoderConstants(config, Optional.empty()).of(Precision.FLOAT32, 0, 0, false));
    }

    private NDArray numbers(LogitsProcessor choice) {
        return manager.newSubManager(Device.cpu()).create(choice.numbers());
    }

    private static LogitsProcessor choice(JsonNode setting) {
        return new LogitsProcessor(
                setting.path("temperature").asDouble(1),
                setting.path("top_k").asInt(LogitsProcessor.ALL),
                setting.path("top_p").asDouble(1),
                setting.path("min_p").asDouble(0),
                setting.path("repetition_penalty").asDouble(1));
    }

    private static float[] floats(JsonNode list) {
        List<Float> out = new ArrayList<>();
        for (JsonNode value : list) {
            out.add((float) value.asDouble());
        }
        float[] floats = new float[out.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = out.get(i);
        }
        return floats;
    }

    @TestFactory
    Stream<DynamicTest> scores_everyProcessor_equalTransformers() throws IOException {
        JsonNode golden = new ObjectMapper().readTree(GOLDEN.toFile());
        TorchScript script = script(48);
        return StreamSupport.stream(golden.path("cases").spliterator(), false)
                .map(c -> dynamicTest(c.path("setting").toString(), () -> {
                    for (int row = 0; row < 2; row++) {
                        NDArray logits =
                                manager.create(floats(golden.path("logits").get(row)), new Shape(1, 48));
                        boolean[] before = new boolean[48];
                        golden.path("before").get(row).forEach(id -> before[id.asInt()] = true);
                        NDArray seen = manager.create(before, new Shape(1, 48));
                        NDArray scores = script.call("scores", logits, seen, numbers(choice(c.path("setting"))));
                        float[] expected = floats(c.path("probabilities").get(row));
                        assertThat(scores.softmax(-1).toFloatArray()).containsExactly(expected, within(1e-6f));
                    }
                }));
    }

    private static final Map<String, LogitsProcessor> CHOICES = Map.of(
            "plain", LogitsProcessor.plain(),
            "temperature", LogitsProcessor.plain().withTemperature(0.7),
            "top-k", LogitsProcessor.plain().withTopK(20),
            "top-p", LogitsProcessor.plain().withTopP(0.8),
            "top-p of nearly all", LogitsProcessor.plain().withTemperature(5).withTopP(0.97),
            "min-p", LogitsProcessor.plain().withMinP(0.05),
            "all", new LogitsProcessor(1.3, 300, 0.9, 0.01, 1));

    /** Chi-square over the tokens that are expected at least ten times, the others together; seeded. */
    @TestFactory
    Stream<DynamicTest> choose_drawnFrequencies_matchTheSoftmax() {
        int vocabulary = 700; // more than the likeliest 512, among which a share is sought first
        TorchScript script = script(vocabulary);
        SplittableRandom random = new SplittableRandom(11);
        float[] row = new float[vocabulary];
        for (int i = 0; i < vocabulary; i++) {
            row[i] = (float) (2 * random.nextDouble() + 4 * Math.pow(random.nextDouble(), 8));
        }
        return CHOICES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> dynamicTest(e.getKey(), () -> {
                    double[] expected = expected(row, e.getValue());
                    int[] count = new int[vocabulary];
                    for (int part = 0; part < DRAWS / 1000; part++) {
                        try (NDManager scope = manager.newSubManager()) {
                            NDArray logits =
                                    scope.create(row, new Shape(1, vocabulary)).broadcast(1000, vocabulary);
                            NDArray u = scope.create(random.doubles(10 * 1000).toArray(), new Shape(1000, 10));
                            NDArray seen = scope.create(new Shape(0), DataType.BOOLEAN);
                            double[] draws = script.call("choose", logits, seen, numbers(e.getValue()), u)
                                    .toDoubleArray();
                            for (int i = 0; i < draws.length; i += 3) {
                                int token = (int) draws[i];
                                count[token]++;
                                assertThat(draws[i + 2]).isCloseTo(Math.log(expected[token]), within(1e-4));
                            }
                        }
                    }
                    assertThat(pValue(count, expected)).isGreaterThan(1e-3);
                }));
    }

    private static double pValue(int[] count, double[] expected) {
        double chiSquared = 0;
        double restExpected = 0;
        double restCount = 0;
        int cells = 0;
        for (int i = 0; i < count.length; i++) {
            double due = DRAWS * expected[i];
            if (due < 10) {
                restExpected += due;
                restCount += count[i];
            } else {
                chiSquared += (count[i] - due) * (count[i] - due) / due;
                cells++;
            }
        }
        if (restExpected > 1e-6) {
            chiSquared += (restCount - restExpected) * (restCount - restExpected) / restExpected;
            cells++;
        } else {
            assertThat(restCount).as("draws of what was left out").isZero();
        }
        return 1 - new ChiSquaredDistribution(cells - 1.0).cumulativeProbability(chiSquared);
    }

    /** The same definitions in plain double arithmetic. */
    private static double[] expected(float[] logits, LogitsProcessor choice) {
        int n = logits.length;
        double[] p = new double[n];
        for (int i = 0; i < n; i++) {
            p[i] = Math.exp(logits[i] / choice.temperature());
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -p[i]))
                .mapToInt(i -> i)
                .toArray();
        for (int rank = choice.topK(); rank < n; rank++) {
            p[order[rank]] = 0;
        }
        double all = Arrays.stream(p).sum();
        double before = 0;
        for (int id : order) {
            double own = p[id];
            if (before / all >= choice.topP() || own < choice.minP() * p[order[0]]) {
                p[id] = 0;
            }
            before += own;
        }
        double left = Arrays.stream(p).sum();
        return Arrays.stream(p).map(x -> x / left).toArray();
    }

    @Test
    void choose_temperatureZero_takesTheLikeliestAfterThePenaltyWithCertainty() {
        NDArray logits = manager.create(new float[] {1, 3, 2.9f, 0, -1}, new Shape(1, 5));
        NDArray u = manager.create(new double[] {0.99, 0.99, 0.99}, new Shape(1, 3));
        NDArray seen = manager.create(new boolean[] {false, true, false, false, false}, new Shape(1, 5));
        TorchScript script = script(5);
        double[] plain = script.call(
                        "choose",
                        logits,
                        manager.create(new Shape(0), DataType.BOOLEAN),
                        numbers(LogitsProcessor.greedy()),
                        u)
                .toDoubleArray();
        assertThat(plain[0]).isEqualTo(1);
        assertThat(plain[2]).isZero();
        double[] penalised = script.call(
                        "choose", logits, seen, numbers(LogitsProcessor.greedy().withRepetitionPenalty(1.2)), u)
                .toDoubleArray();
        assertThat(penalised[0]).isEqualTo(2);
        double sum = Math.exp(1) + Math.exp(3) + Math.exp(2.9) + 1 + Math.exp(-1);
        assertThat(penalised[1]).isCloseTo(2.9 - Math.log(sum), within(1e-6));
        assertThat(seen.toBooleanArray()).containsExactly(false, true, true, false, false);
    }

    @Test
    void tokenChoice_numbersOutOfRange_areRefused() {
        LogitsProcessor plain = LogitsProcessor.plain();
        assertThatThrownBy(() -> plain.withTemperature(-0.5)).hasMessage("temperature must be at least 0, got -0.5");
        assertThatThrownBy(() -> plain.withTemperature(1e-5))
                .hasMessage("temperature must be 0 or at least 0.001, got 1.0E-5");
        assertThatThrownBy(() -> plain.withTopK(0)).hasMessage("topK must be at least 1, got 0");
        assertThatThrownBy(() -> plain.withTopP(0)).hasMessage("topP must be in (0, 1], got 0.0");
        assertThatThrownBy(() -> plain.withMinP(1)).hasMessage("minP must be in [0, 1), got 1.0");
        assertThatThrownBy(() -> plain.withRepetitionPenalty(Double.NaN))
                .hasMessage("repetitionPenalty must be above 0, got NaN");
    }
}
