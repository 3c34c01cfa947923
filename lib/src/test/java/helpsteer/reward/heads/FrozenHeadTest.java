package helpsteer.reward.heads;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.Scorer;
import helpsteer.reward.frozen.CrossValidation;
import helpsteer.reward.frozen.FrozenHead;
import helpsteer.reward.frozen.Learner;
import helpsteer.reward.frozen.Vectors;
import helpsteer.reward.training.Comparisons;
import helpsteer.reward.training.Evaluation;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each learner on responses that spell their ratings. */
class FrozenHeadTest {
    private static final Vectors VECTORS = new Vectors(Map.of(), exchanges -> exchanges.stream()
            .map(e -> {
                float[] out = new float[6];
                out[5] = e.prompt().turns().get(0).text().length();
                for (int k = 0; k < 5; k++) {
                    out[k] = e.response().isEmpty() ? 0 : e.response().charAt(k) - '0';
                }
                return out;
            })
            .toArray(float[][]::new));

    private static List<RatedPair> pairs(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RatedPair> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Prompt prompt = Prompt.ofUser("p".repeat(1 + random.nextInt(5)) + i);
            out.add(new RatedPair(sample(prompt, random), sample(prompt, random)));
        }
        return out;
    }

    private static RatedResponse sample(Prompt prompt, SplittableRandom random) {
        Ratings ratings = Ratings.of(a -> random.nextInt(5));
        StringBuilder response = new StringBuilder();
        for (Attribute a : Attribute.values()) {
            response.append(ratings.of(a));
        }
        return new RatedResponse(prompt, response.toString(), ratings);
    }

    static Stream<Learner<RatedResponse>> learners() {
        return Stream.of(
                FrozenHead.ridge(VECTORS),
                FrozenHead.ridgeWithoutIntercept(VECTORS),
                LogisticHead.on(VECTORS),
                OrdinalHead.on(VECTORS),
                new FrozenGating(VECTORS, new Seed(1)));
    }

    @ParameterizedTest
    @MethodSource("learners")
    void learn_ratingsInTheVectors_ranksHeldOutPairs(Learner<RatedResponse> learner) {
        List<RatedPair> pairs = pairs(60, 1);
        List<AttributeScores> scores = CrossValidation.of(pairs, 3, new Seed(1), learner);
        double least = learner instanceof FrozenGating ? 0.6 : 0.95; // its weights cannot be 0 for what says nothing
        assertThat(Evaluation.pairwise(pairs, scores, Attribute.HELPFULNESS, AttributeWeights.HELPFULNESS_ONLY)
                        .strict())
                .as(learner.name())
                .isGreaterThan(least);
    }

    /** A text's score depends on the text alone, whatever head reads it. */
    @ParameterizedTest
    @MethodSource("learners")
    void score_aloneOrTogether_agrees(Learner<RatedResponse> learner) {
        List<RatedResponse> rows = HelpSteer2.samples(pairs(30, 2));
        try (Scorer scorer = learner.learn(rows)) {
            List<PromptResponse> texts = HelpSteer2.samples(pairs(10, 3)).stream()
                    .map(PromptResponse::of)
                    .toList();
            List<AttributeScores> together = scorer.score(texts);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(scorer.score(List.of(texts.get(i)))).containsExactly(together.get(i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(BradleyTerry.class)
    void learn_pairsFromElsewhere_ranksNewTexts(BradleyTerry loss) {
        FrozenComparison learner = new FrozenComparison(VECTORS, loss);
        List<Comparison> train =
                Comparisons.ofRatings(pairs(80, 4), Attribute.COHERENCE).items();
        List<RatedPair> fresh = pairs(40, 5);
        List<AttributeScores> scores = learner.learn(train)
                .score(HelpSteer2.samples(fresh).stream()
                        .map(PromptResponse::of)
                        .toList());
        assertThat(Evaluation.pairwise(fresh, scores, Attribute.COHERENCE, AttributeWeights.HELPFULNESS_ONLY)
                        .strict())
                .isGreaterThan(0.95);
        assertThat(learner.name())
                .isEqualTo("frozen + " + loss.name().toLowerCase(java.util.Locale.ROOT) + " Bradley-Terry on pairs");
    }
}
