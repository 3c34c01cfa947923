package helpsteer.reward.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.Goldens;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.stats.fit.Correlation;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The gate against PyTorch and finite differences; both stages on made-up prompts of two kinds. */
class GatingTest {
    private static final JsonNode GOLDEN = HeadGoldens.json("gate.json");

    private static Gate gate(double[] parameters) {
        return new Gate(
                5, GOLDEN.get("hidden").asInt(), GOLDEN.get("temperature").asDouble(), parameters);
    }

    private static Gate.Pairs pairs() {
        return new Gate.Pairs(Goldens.rows(GOLDEN.get("prompts")), Goldens.rows(GOLDEN.get("differences")));
    }

    @Test
    void loss_goldenGate_equalsPyTorch() {
        double[] parameters = Goldens.numbers(GOLDEN.get("parameters"));
        Gate gate = gate(parameters);
        double[] gradient = new double[parameters.length];
        assertThat(gate.loss(pairs(), gradient)).isCloseTo(GOLDEN.get("loss").asDouble(), within(1e-12));
        assertThat(gradient).containsExactly(Goldens.numbers(GOLDEN.get("gradient")), within(1e-12));
        AttributeWeights weights =
                gate.weights(Goldens.numbers(GOLDEN.get("prompts").get(0)));
        for (Attribute a : Attribute.values()) {
            assertThat(weights.of(a))
                    .isCloseTo(GOLDEN.get("weights").get(0).get(a.index()).asDouble(), within(1e-12));
        }
    }

    @Test
    void loss_anyParameter_hasTheSlopeOfFiniteDifferences() {
        double[] parameters = Goldens.numbers(GOLDEN.get("parameters"));
        double[] gradient = new double[parameters.length];
        gate(parameters).loss(pairs(), gradient);
        double step = 1e-6;
        for (int i = 0; i < parameters.length; i++) {
            double[] up = parameters.clone();
            double[] down = parameters.clone();
            up[i] += step;
            down[i] -= step;
            double slope =
                    (gate(up).loss(pairs(), new double[up.length]) - gate(down).loss(pairs(), new double[up.length]))
                            / (2 * step);
            assertThat(slope).as("parameter " + i).isCloseTo(gradient[i], within(1e-8));
        }
    }

    @Test
    void start_anyPrompt_weighsAllAlike() {
        Gate start = Gate.start(5, 3, 1, new SplittableRandom(1));
        assertThat(start.weights(new double[] {9, -3, 0, 1, 2}))
                .isEqualTo(new AttributeWeights(0.2, 0.2, 0.2, 0.2, 0.2));
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

    private static float[][] vectors(List<PromptResponse> exchanges, Progress progress) {
        progress.update("embedding", 1, 1, "");
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
                .filter(p -> scores.get(p.better()).helpfulness()
                        > scores.get(p.worse()).helpfulness())
                .count();
        return (double) right / places.size();
    }

    @Test
    void learn_promptsOfTwoKinds_beatsWhatCannotReadThePrompt() {
        List<RatedResponse> train = rows(160, 1);
        List<RatedResponse> fresh = rows(160, 2);
        List<PromptResponse> texts = fresh.stream().map(PromptResponse::of).toList();
        Vectors vectors = GatingTest::vectors;
        FrozenGating learner = new FrozenGating(vectors, new Seed(1));
        assertThat(learner.name()).isEqualTo("frozen + gating");
        List<AttributeScores> gated = learner.learn(train, Progress.SILENT).score(texts, Progress.SILENT);
        List<AttributeScores> ridge =
                FrozenHead.ridge(vectors).learn(train, Progress.SILENT).score(texts, Progress.SILENT);
        assertThat(accuracy(fresh, gated)).isGreaterThan(accuracy(fresh, ridge) + 0.05);
        assertThat(learner.learn(train, Progress.SILENT).score(texts, Progress.SILENT))
                .isEqualTo(gated);
    }

    @Test
    void of_rowsAndNewTexts_weighsByPromptAndHoldsTogether() {
        List<RatedResponse> train = rows(160, 1);
        float[][] x = vectors(train.stream().map(PromptResponse::of).toList(), Progress.SILENT);
        float[][] p = vectors(
                train.stream().map(s -> new PromptResponse(s.prompt(), "")).toList(), Progress.SILENT);
        Gating gating = Gating.of(new Gating.Data(x, p, train), new Seed(1));
        assertThat(gating.step()).isPositive();
        AttributeWeights even = gating.weights(p[0]);
        AttributeWeights odd = gating.weights(p[2]);
        assertThat(even.correctness()).isGreaterThan(odd.correctness() + 0.1);
        assertThat(odd.complexity()).isGreaterThan(even.complexity() + 0.1);
        assertThat(Arrays.stream(Attribute.values()).mapToDouble(even::of).sum())
                .isCloseTo(1, within(1e-12));
        assertThat(gating.goodness(p[0], x[1])).isEqualTo(even.goodness(gating.objectives(x[1])));
        assertThatThrownBy(() -> new Gating.Data(x, p, train.subList(0, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vectors and prompts must be one for each row, got 320 and 320 for 3");
    }
}
