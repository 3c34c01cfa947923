package helpsteer.reward.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.Goldens;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.nn.Parameters;
import helpsteer.nn.Torch;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.frozen.FrozenHead;
import helpsteer.reward.frozen.Vectors;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.stats.fit.Correlation;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The gating network against PyTorch; both stages on made-up prompts of two kinds. */
class GatingTest {
    private static final JsonNode GOLDEN = HeadGoldens.json("gate.json");

    private static final int HIDDEN = GOLDEN.get("hidden").asInt();
    private static final double TEMPERATURE = GOLDEN.get("temperature").asDouble();
    private static final int WIDTH = GOLDEN.get("prompts").get(0).size();

    private static float[][] floats(String name) {
        return Arrays.stream(Goldens.rows(GOLDEN.get(name)))
                .map(GatingTest::floats)
                .toArray(float[][]::new);
    }

    private static float[] floats(double[] row) {
        float[] out = new float[row.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) row[i];
        }
        return out;
    }

    /** The golden's parameters, which stand there in one array. */
    private static Parameters parameters(NDManager manager) {
        float[] all = floats(Goldens.numbers(GOLDEN.get("parameters")));
        Parameters out = new GatingTraining(HIDDEN, TEMPERATURE, 1, 0, new GatingTraining.Length(1, 1))
                .start(WIDTH, new SplittableRandom(1), manager);
        int at = 0;
        for (NDArray array : out.startingWith("")) {
            int count = (int) array.getShape().size();
            out.assign(array, Arrays.copyOfRange(all, at, at + count));
            at += count;
        }
        assertThat(at).isEqualTo(all.length);
        return out;
    }

    @Test
    void loss_goldenNetwork_equalsPyTorch() {
        GatingTraining.Pairs pairs = new GatingTraining.Pairs(floats("prompts"), floats("differences"));
        try (NDManager manager = Torch.newManager();
                Parameters parameters = parameters(manager);
                GatingTraining.Loss loss = new GatingTraining.Loss(parameters, TEMPERATURE, manager)) {
            List<NDArray> arrays = parameters.startingWith("");
            arrays.forEach(a -> a.setRequiresGradient(true));
            assertThat(loss.of(pairs)).isCloseTo(GOLDEN.get("loss").asDouble(), within(1e-6));
            assertThat(loss.backward(pairs)).isEqualTo(loss.of(pairs));
            List<Double> gradient = new ArrayList<>();
            for (NDArray array : arrays) {
                for (float value : array.getGradient().toFloatArray()) {
                    gradient.add((double) value);
                }
            }
            assertThat(gradient.stream().mapToDouble(g -> g).toArray())
                    .containsExactly(Goldens.numbers(GOLDEN.get("gradient")), within(1e-6));
            GatingNetwork network = new GatingNetwork(parameters, TEMPERATURE);
            for (int i = 0; i < GOLDEN.get("weights").size(); i++) {
                AttributeWeights weights = network.weights(floats("prompts")[i]);
                for (Attribute a : Attribute.values()) {
                    assertThat(weights.of(a))
                            .isCloseTo(
                                    GOLDEN.get("weights").get(i).get(a.index()).asDouble(), within(1e-6));
                }
            }
        }
    }

    @Test
    void start_anyPrompt_weighsAllAlike() {
        try (NDManager manager = Torch.newManager();
                Parameters start = GatingTraining.DEFAULT.start(5, new SplittableRandom(1), manager)) {
            assertThat(new GatingNetwork(start, 1).weights(new float[] {9, -3, 0, 1, 2}))
                    .isEqualTo(new AttributeWeights(0.2, 0.2, 0.2, 0.2, 0.2));
        }
    }

    @Test
    void run_pairsWonByOneAttribute_weighsThatMost_andAgainToTheBit() {
        SplittableRandom random = new SplittableRandom(4);
        float[][] prompts = new float[40][3];
        float[][] differences = new float[40][Attribute.COUNT];
        for (int i = 0; i < prompts.length; i++) {
            for (int d = 0; d < 3; d++) {
                prompts[i][d] = (float) random.nextDouble(-1, 1);
            }
            for (int a = 0; a < Attribute.COUNT; a++) {
                differences[i][a] = a == Attribute.COHERENCE.index() ? 2 : (float) random.nextDouble(-1, 1);
            }
        }
        GatingTraining.Pairs pairs = new GatingTraining.Pairs(prompts, differences);
        GatingTraining settings = new GatingTraining(8, 1, 0.05, 0.1, new GatingTraining.Length(60, 60));
        GatingTraining.Result result = settings.run(pairs, pairs, new Seed(1));
        assertThat(result.best()).isLessThan(0.5 * result.start());
        AttributeWeights weights = result.network().weights(prompts[0]);
        assertThat(weights.coherence()).isGreaterThan(0.8);
        GatingTraining.Result again = settings.run(pairs, pairs, new Seed(1));
        assertThat(again.network().weights(prompts[0])).isEqualTo(weights);
        assertThat(settings.run(pairs, pairs, new Seed(2)).network().weights(prompts[0]))
                .isNotEqualTo(weights);
        // no step gains anything on pairs that want the opposite
        float[][] opposite = new float[40][Attribute.COUNT];
        Arrays.setAll(
                opposite,
                i -> floats(IntStream.range(0, Attribute.COUNT)
                        .mapToDouble(a -> a == Attribute.COHERENCE.index() ? -2 : 0)
                        .toArray()));
        assertThat(settings.run(pairs, new GatingTraining.Pairs(prompts, opposite), new Seed(1))
                        .step())
                .isZero();
        assertThatThrownBy(() -> new GatingTraining.Pairs(prompts, new float[2][5]))
                .hasMessage("prompts and differences must be of one length above 0, got 40 and 2");
        assertThatThrownBy(() -> new GatingTraining(8, 0, 0.05, 0.1, new GatingTraining.Length(60, 60)))
                .hasMessage("temperature must be above 0, got 0.0");
    }

    private static double rank(List<AttributeScores> scores, Attribute attribute) {
        return Correlation.spearman(
                        scores.stream().mapToDouble(s -> s.of(attribute)).toArray(),
                        scores.stream().mapToDouble(AttributeScores::verbosity).toArray())
                .r();
    }

    /** Scores that follow verbosity closely, loosely, against it and not at all. */
    @Test
    void debiasing_scoresThatFollowVerbosity_leavesNoRankCorrelation() {
        SplittableRandom random = new SplittableRandom(3);
        List<AttributeScores> scores = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double v = random.nextDouble(0, 4);
            scores.add(new AttributeScores(
                    v + random.nextDouble() / 2,
                    0.3 * v + random.nextDouble(),
                    -2 * v + random.nextDouble(),
                    random.nextDouble(),
                    v));
        }
        assertThat(rank(scores, Attribute.HELPFULNESS)).isGreaterThan(0.9);
        assertThat(rank(scores, Attribute.COHERENCE)).isLessThan(-0.9);
        Debiasing debiasing = Debiasing.of(scores);
        List<AttributeScores> after = scores.stream().map(debiasing::apply).toList();
        for (Attribute a : Attribute.values()) {
            if (a == Attribute.VERBOSITY) {
                assertThat(after.get(0).verbosity()).isEqualTo(scores.get(0).verbosity());
            } else {
                assertThat(rank(after, a)).as(a.key()).isCloseTo(0, within(1e-3));
            }
        }
        assertThat(debiasing.multiples().get(0)).isCloseTo(1, within(0.1));
        assertThat(debiasing.multiples().get(2)).isCloseTo(-2, within(0.1));
    }

    @Test
    void debiasing_badMultiples_areRefused() {
        assertThatThrownBy(() -> new Debiasing(List.of(0.1, 0.1, 0.1, 0.1, 0.1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("multiples must be one for each attribute and 0 for verbosity, got"
                        + " [0.1, 0.1, 0.1, 0.1, 0.1]");
    }

    /**
     * Vectors of six numbers: the prompt's kind (1 or -1), then what sets each rating. Where the kind is 1 helpfulness
     * follows correctness, else it follows complexity, so no fixed weights rank both kinds.
     */
    private static List<RatedResponse> rows(int prompts, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RatedResponse> rows = new ArrayList<>();
        for (int i = 0; i < prompts; i++) {
            boolean even = i % 2 == 0;
            for (int j = 0; j < 2; j++) {
                int correctness = random.nextInt(5);
                int complexity = random.nextInt(5);
                rows.add(new RatedResponse(
                        Prompt.ofUser((even ? "even " : "odd ") + i),
                        correctness + " " + complexity + " " + random.nextInt(5) + " " + random.nextInt(5),
                        new Ratings(
                                even ? correctness : complexity,
                                correctness,
                                random.nextInt(5),
                                complexity,
                                random.nextInt(5))));
            }
        }
        return rows;
    }

    private static float[][] vectors(List<PromptResponse> exchanges) {
        Progress.current().update("embedding", 1, 1, "");
        return exchanges.stream()
                .map(e -> {
                    float[] out = new float[6];
                    out[0] = e.prompt().turns().get(0).text().startsWith("even") ? 1 : -1;
                    String[] words = e.response().isEmpty()
                            ? new String[0]
                            : e.response().split(" ");
                    for (int k = 0; k < words.length; k++) {
                        out[1 + k] = Float.parseFloat(words[k]);
                    }
                    return out;
                })
                .toArray(float[][]::new);
    }

    private static double accuracy(List<RatedResponse> rows, List<AttributeScores> scores) {
        List<PairVectors.Places> places = PairVectors.unequal(rows, Attribute.HELPFULNESS);
        long right = places.stream()
                .map(p -> p.rows().map(row -> scores.get(row).helpfulness()))
                .filter(both -> both.chosen() > both.rejected())
                .count();
        return (double) right / places.size();
    }

    @Test
    void learn_promptsOfTwoKinds_beatsWhatCannotReadThePrompt() {
        List<RatedResponse> train = rows(160, 1);
        List<RatedResponse> fresh = rows(160, 2);
        List<PromptResponse> texts = fresh.stream().map(PromptResponse::of).toList();
        Vectors vectors = new Vectors(Map.of(), GatingTest::vectors);
        FrozenGating learner = new FrozenGating(vectors, new Seed(1));
        assertThat(learner.name()).isEqualTo("frozen + gating");
        List<AttributeScores> gated = learner.learn(train).score(texts);
        List<AttributeScores> ridge = FrozenHead.ridge(vectors).learn(train).score(texts);
        assertThat(accuracy(fresh, gated)).isGreaterThan(accuracy(fresh, ridge) + 0.05);
        assertThat(learner.learn(train).score(texts)).isEqualTo(gated);
    }

    @Test
    void of_rowsAndNewTexts_weighsByPromptAndHoldsTogether() {
        List<RatedResponse> train = rows(160, 1);
        float[][] x = vectors(train.stream().map(PromptResponse::of).toList());
        float[][] p = vectors(
                train.stream().map(s -> new PromptResponse(s.prompt(), "")).toList());
        Gating gating = Gating.of(new Gating.Data(x, p, train), new Seed(1));
        assertThat(gating.step()).isPositive();
        AttributeWeights even = gating.weights(p[0]);
        AttributeWeights odd = gating.weights(p[2]);
        assertThat(even.correctness()).isGreaterThan(odd.correctness() + 0.1);
        assertThat(odd.complexity()).isGreaterThan(even.complexity() + 0.1);
        assertThat(Arrays.stream(Attribute.values()).mapToDouble(even::of).sum())
                .isCloseTo(1, within(1e-12));
        assertThat(gating.reward(p[0], x[1])).isEqualTo(even.reward(gating.objectives(x[1])));
        assertThatThrownBy(() -> new Gating.Data(x, p, train.subList(0, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vectors and prompts must be one for each row, got 320 and 320 for 3");
    }
}
