package helpsteer.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.align.dpo.BestOfNPairs;
import helpsteer.align.pipeline.AttributeAnnotation;
import helpsteer.align.rl.RewardNormalization;
import helpsteer.align.rl.Rollout;
import helpsteer.align.rl.Rollouts;
import helpsteer.align.sft.SftExample;
import helpsteer.align.steerlm.CandidateScoring;
import helpsteer.align.steerlm.SteerLm2;
import helpsteer.align.steerlm2.BetaRatings;
import helpsteer.align.steerlm2.Bins;
import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.sets.Conversation;
import helpsteer.data.sets.SteerLm2Row;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Comparison;
import helpsteer.reward.Scorer;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stands between sampling and training: scores, pairs, rollouts, ratings of conversations. */
class RoundsTest {
    private static final AttributeWeights HELPFUL = AttributeWeights.HELPFULNESS_ONLY;
    private static final List<Prompt> PROMPTS = List.of(TinyPolicy.prompt(0), TinyPolicy.prompt(1));

    @Test
    void bestAndWorst_ofEachPrompt_areItsEnds() {
        Filtered<Comparison> kept = BestOfNPairs.of(
                PROMPTS,
                List.of(List.of("middling", "the longest of all", "no", "ok"), List.of("same", "size")),
                TinyPolicy.LENGTH,
                HELPFUL);
        assertThat(kept.items()).hasSize(1);
        assertThat(kept.items().get(0).chosen()).isEqualTo("the longest of all");
        assertThat(kept.items().get(0).rejected()).isEqualTo("no");
        assertThat(kept).hasToString("kept 1, dropped {responses equally good=1}");
        assertThatThrownBy(() -> BestOfNPairs.of(PROMPTS, List.of(), TinyPolicy.LENGTH, HELPFUL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prompts and responses must have one length, got 2 and 0");
    }

    @Test
    void bestAndWorst_ofAnIterationsRows_areThoseOfItsResponses() {
        List<SteerLm2Row> rows = List.of(new SteerLm2Row(
                PROMPTS.get(1),
                TinyPolicy.WANTED,
                Stream.of("middling", "no", "the longest of all")
                        .map(text -> new SteerLm2Row.Response(text, -1, -2, -3))
                        .toList()));
        Comparison pair =
                BestOfNPairs.of(rows, TinyPolicy.LENGTH, HELPFUL).items().get(0);
        assertThat(pair.prompt()).isEqualTo(PROMPTS.get(1));
        assertThat(pair.chosen()).isEqualTo("the longest of all");
        assertThat(pair.rejected()).isEqualTo("no");
    }

    /** A scorer that is not a function of the text gives one text two scores; the pair would teach nothing. */
    @Test
    void bestAndWorst_oneTextTwice_isDropped() {
        Scorer counting = exchanges -> IntStream.range(0, exchanges.size())
                .mapToObj(i -> new AttributeScores(i, 0, 0, 0, 0))
                .toList();
        assertThat(BestOfNPairs.of(PROMPTS.subList(0, 1), List.of(List.of("a", "a")), counting, HELPFUL))
                .hasToString("kept 0, dropped {best and worst are one text=1}");
    }

    @Test
    void candidateScoring_threeLogarithms_areThoseOfTheirModels() {
        BetaRatings ratings = BetaRatings.of(Bins.EQUAL);
        try (Policy policy = TinyPolicy.withAdapters()) {
            CandidateScoring scoring = new CandidateScoring(policy, policy.reference(), TinyPolicy.LENGTH, ratings);
            List<List<String>> responses = List.of(List.of("one", "two words"), List.of("three"));
            List<SteerLm2Row> rows = scoring.score(PROMPTS, TinyPolicy.WANTED, responses);
            assertThat(rows).hasSize(2);
            SteerLm2Row.Response second = rows.get(0).responses().get(1);
            PromptResponse exchange = new PromptResponse(PROMPTS.get(0), "two words");
            assertThat(second.text()).isEqualTo("two words");
            assertThat(second.logSampler())
                    .isCloseTo(sum(policy, exchange, Optional.of(TinyPolicy.WANTED)), within(1e-4));
            assertThat(second.logPrior()).isCloseTo(sum(policy, exchange, Optional.empty()), within(1e-4));
            AttributeScores scores = TinyPolicy.LENGTH.score(List.of(exchange)).get(0);
            assertThat(second.logAttributes()).isEqualTo(ratings.logProbability(scores, TinyPolicy.WANTED));
            assertThat(SteerLm2.fitting(policy, rows)).hasToString("kept 2, dropped {}");
        }
    }

    private static double sum(Policy policy, PromptResponse exchange, Optional<Ratings> wanted) {
        return policy.sums(List.of(policy.read(exchange, wanted)))[0];
    }

    @Test
    void rollouts_ofASampler_keepItsTokensAndScores() {
        try (Policy policy = TinyPolicy.withAdapters()) {
            RewardNormalization scale = new RewardNormalization(HELPFUL, 0.5, 2);
            Rollouts.Source source =
                    new Rollouts.Source(policy, TinyPolicy.sampler(policy), TinyPolicy.LENGTH, scale, Optional.empty());
            Rollouts rollouts = source.sample(PROMPTS, 3, new Seed(4));
            assertThat(rollouts.groups()).hasSize(2);
            assertThat(rollouts.all()).hasSize(6);
            assertThat(rollouts.shareEnded()).isCloseTo(2 / 3.0, within(1e-12));
            assertThat(rollouts.tokenKl()).isCloseTo(0, within(1e-5)); // adapters that change nothing yet
            assertThat(rollouts).isEqualTo(source.sample(PROMPTS, 3, new Seed(4)));
            assertThat(rollouts.toString())
                    .startsWith("6 responses to 2 prompts: reward ")
                    .endsWith("67 % ended");
            List<int[]> ids = List.of(policy.readPrompt(PROMPTS.get(1), Optional.empty()));
            assertThat(rollouts.groups().get(1).get(0).text().ids()).startsWith(ids.get(0));
        }
    }

    @Test
    void rollout_badNumbers_areRefused() {
        PolicyText text = PolicyText.of(new int[] {1, 2}, new int[] {3});
        assertThatThrownBy(() -> new Rollout(text, Double.NaN, true, List.of(-1.0), List.of(-1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reward must be finite, got NaN; leave the response out");
        assertThatThrownBy(() -> new Rollout(text, 0, true, List.of(), List.of(-1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy and reference must have a number for each of 1 tokens, got 0 and 1");
        assertThat(new Rollout(text, 0, true, List.of(-1.0), List.of(-1.5)).tokenKl())
                .isEqualTo(0.5);
    }

    @Test
    void rewardScale_ofScores_standardisesThem() {
        List<AttributeScores> scores = List.of(
                new AttributeScores(1, 0, 0, 0, 0),
                new AttributeScores(2, 0, 0, 0, 0),
                new AttributeScores(3, 0, 0, 0, 0));
        RewardNormalization scale = RewardNormalization.of(scores, HELPFUL);
        assertThat(scale).isEqualTo(new RewardNormalization(HELPFUL, 2, 1));
        assertThat(scale.reward(new AttributeScores(3.5, 9, 9, 9, 9))).isEqualTo(1.5);
        assertThatThrownBy(() -> RewardNormalization.of(List.of(scores.get(0), scores.get(0)), HELPFUL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mean must be finite and deviation finite and above 0, got 1.0 and 0.0;"
                        + " take more than one kind of response");
    }

    @Test
    void annotation_scoresBeyondTheScale_areHeldRoundedAndCounted() {
        assertThat(AttributeAnnotation.rounded(new AttributeScores(4.7, -0.2, 2.5, 3.5, 0.49)))
                .isEqualTo(new Ratings(4, 0, 2, 4, 0));
        Conversation chat = new Conversation(
                List.of(
                        new Turn(Role.USER, "Who?"),
                        new Turn(Role.ASSISTANT, "Me."),
                        new Turn(Role.USER, "Why?"),
                        new Turn(Role.ASSISTANT, "x".repeat(40))),
                Map.of(),
                "");
        AttributeAnnotation annotation = AttributeAnnotation.of(List.of(chat), TinyPolicy.LENGTH);
        Conversation rated = annotation.chats().get(0);
        assertThat(rated.ratings())
                .containsOnly(Map.entry(1, new Ratings(0, 0, 3, 2, 2)), Map.entry(3, new Ratings(4, 4, 3, 2, 2)));
        assertThat(annotation.below()).containsEntry(Attribute.HELPFULNESS, 1).containsEntry(Attribute.COHERENCE, 0);
        assertThat(annotation.above()).containsEntry(Attribute.CORRECTNESS, 1).containsEntry(Attribute.VERBOSITY, 0);
        AttributeAnnotation twice = AttributeAnnotation.of(List.of(chat, chat), TinyPolicy.LENGTH);
        assertThat(twice.samples())
                .containsExactly(
                        new RatedResponse(Prompt.ofUser("Who?"), "Me.", new Ratings(0, 0, 3, 2, 2)),
                        new RatedResponse(
                                new Prompt(chat.turns().subList(0, 3)), "x".repeat(40), new Ratings(4, 4, 3, 2, 2)));
        List<SftExample> lessons = SftExample.rated(rated);
        assertThat(lessons).hasSize(2);
        assertThat(lessons.get(0).exchange()).isEqualTo(new PromptResponse(Prompt.ofUser("Who?"), "Me."));
        assertThat(lessons.get(1).wanted()).contains(new Ratings(4, 4, 3, 2, 2));
        assertThat(SftExample.plain(rated).allAnswers()).isTrue();
        RatedResponse row = new RatedResponse(Prompt.ofUser("Who?"), "Me.", TinyPolicy.WANTED);
        assertThat(SftExample.rated(row).wanted()).contains(TinyPolicy.WANTED);
        assertThat(SftExample.plain(row).wanted()).isEmpty();
    }
}
