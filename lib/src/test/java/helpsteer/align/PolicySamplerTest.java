package helpsteer.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Prompt;
import helpsteer.generate.Completion;
import helpsteer.generate.SamplingParams;
import helpsteer.nn.decoder.LogitsProcessor;
import helpsteer.nn.decoder.SampledToken;
import helpsteer.reward.InputConfig;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Samples of a tiny policy against what the policy itself makes of them. */
class PolicySamplerTest {
    private static final List<Prompt> PROMPTS =
            IntStream.range(0, 6).mapToObj(TinyPolicy::prompt).toList();

    /** A random model hardly ever ends by itself, so its end is made likely. */
    private static void makeLikely(Policy policy, int token, float factor) {
        var output = policy.parameters().get("model.embed_tokens.weight");
        int width = policy.decoder().config().width();
        float[] values = output.toFloatArray();
        for (int i = 0; i < width; i++) {
            values[token * width + i] *= factor;
        }
        policy.parameters().assign(output, values);
    }

    private static List<int[]> ids(Policy policy) {
        return PROMPTS.stream()
                .map(p -> policy.readPrompt(p, Optional.of(TinyPolicy.WANTED)))
                .toList();
    }

    /** What was drawn, token by token, has the log-probability that teacher forcing gives it, whatever ended it. */
    private static void sumsAgree(Policy policy, SamplingParams sampling) {
        try (PolicySampler sampler = new PolicySampler(policy, sampling)) {
            List<int[]> prompts = ids(policy);
            List<List<Completion>> all = sampler.sample(prompts, 8, new Seed(3));
            List<PolicyText> texts = IntStream.range(0, prompts.size())
                    .boxed()
                    .flatMap(p -> all.get(p).stream().map(r -> PolicyText.of(prompts.get(p), r.tokens())))
                    .toList();
            double[] forced = policy.sums(texts);
            List<Completion> flat = all.stream().flatMap(List::stream).toList();
            for (int i = 0; i < forced.length; i++) {
                assertThat(flat.get(i).logProbability()).isCloseTo(forced[i], within(1e-3));
            }
            assertThat(flat.stream().anyMatch(Completion::ended)).isTrue();
            assertThat(flat).anyMatch(r -> !r.ended());
            assertThat(all).isEqualTo(sampler.sample(prompts, 8, new Seed(3)));
        }
    }

    @Test
    void sample_ownForm_logsAreThoseOfTeacherForcing() {
        try (Policy policy = TinyPolicy.withAdapters()) {
            int end = policy.tokenizer().idOf("<|im_end|>");
            makeLikely(policy, end, 8);
            sumsAgree(policy, SamplingParams.plain(12));
            sumsAgree(policy, PolicySampler.paper(12));
        }
    }

    @Test
    void sample_stopText_countsInTheTokensAndNotInTheText() {
        try (Policy policy = TinyPolicy.whole(InputConfig.Template.STEERLM)) {
            sumsAgree(policy, SamplingParams.plain(12).withStops(List.of("e")));
        }
    }

    /** Where the response ended by itself the policy reads its text in the tokens that were sampled, and then the template's rest. */
    @Test
    void sample_endedResponses_areReadBackInTheSameTokens() {
        try (Policy policy = TinyPolicy.withAdapters();
                PolicySampler sampler = new PolicySampler(policy, SamplingParams.plain(6))) {
            makeLikely(policy, policy.tokenizer().idOf("<|im_end|>"), 8);
            int same = 0;
            List<int[]> prompts = ids(policy);
            List<List<Completion>> all = sampler.sample(prompts, 20, new Seed(1));
            int[] rest = policy.tokenizer().ids("\n");
            for (int p = 0; p < prompts.size(); p++) {
                for (Completion r : all.get(p)) {
                    int[] own = Arrays.copyOf(r.tokens(), r.tokens().length - 1);
                    // a random model writes tokens that no tokenizer would join so
                    if (r.ended() && Arrays.equals(policy.tokenizer().ids(r.text()), own)) {
                        same++;
                        int[] sampled =
                                PolicyText.of(prompts.get(p), r.tokens()).ids();
                        PolicyText read = policy.read(
                                new PromptResponse(PROMPTS.get(p), r.text()), Optional.of(TinyPolicy.WANTED));
                        assertThat(Arrays.copyOf(read.ids(), sampled.length)).isEqualTo(sampled);
                        assertThat(Arrays.copyOfRange(read.ids(), sampled.length, read.length()))
                                .isEqualTo(rest);
                        assertThat(read.askedCount()).isEqualTo(r.tokens().length + rest.length);
                    }
                }
            }
            assertThat(same).isPositive();
        }
    }

    @Test
    void sample_filtered_drawnLogsAreThoseOfWhatItWasDrawnFrom() {
        try (Policy policy = TinyPolicy.withAdapters()) {
            SamplingParams one =
                    SamplingParams.plain(5).withChoice(LogitsProcessor.plain().withTopK(1));
            try (PolicySampler sampler = new PolicySampler(policy, one)) {
                Completion r =
                        sampler.sample(ids(policy), 1, new Seed(0)).get(0).get(0);
                assertThat(r.sampledLogProbability()).isZero();
                assertThat(r.logProbability()).isLessThan(-1);
            }
            assertThat(PolicySampler.paper(9))
                    .isEqualTo(new SamplingParams(
                            new LogitsProcessor(0.7, LogitsProcessor.ALL, 0.9, 0, 1), 1, 9, List.of()));
        }
    }

    /** Sampling leaves everything as it was, and a gradient taken after it is that taken before. */
    @Test
    void sample_betweenSteps_changesNeitherParametersNorGradient() {
        try (Policy policy = TinyPolicy.withAdapters();
                PolicySampler sampler = new PolicySampler(policy, PolicySampler.paper(8))) {
            String before = sampler.fingerprint();
            double[] logs =
                    policy.sums(List.of(policy.read(TinyPolicy.exchanges(1).get(0), Optional.empty())));
            List<SampledToken> draws =
                    sampler.sample(ids(policy), 2, new Seed(0)).get(0).get(0).draws();
            assertThat(draws).isNotEmpty();
            assertThat(sampler.fingerprint()).isEqualTo(before);
            assertThat(policy.sums(List.of(policy.read(TinyPolicy.exchanges(1).get(0), Optional.empty()))))
                    .isEqualTo(logs);
        }
    }
}
