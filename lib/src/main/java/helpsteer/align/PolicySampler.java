package helpsteer.align;

import helpsteer.generate.Completion;
import helpsteer.generate.CompletionFile;
import helpsteer.generate.GenerationListener;
import helpsteer.generate.LanguageModel;
import helpsteer.generate.SamplingParams;
import helpsteer.nn.decoder.LogitsProcessor;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Samples from a policy's own decoder as its parameters are at the call. They must not change while it samples, and it must
 * not be called while a gradient is recorded, for it ends the recording; the backward pass then fails.
 *
 * <p>A response ends where the policy's form of text ends an answer: at its end-of-turn token, or at the start of the next turn
 * where that is a text ({@code \\n<extra_id_1>} in the paper's form).
 */
public final class PolicySampler implements Sampler, AutoCloseable {
    /** The paper samples at temperature 0.7 with top-p 0.9 (section 4.5). */
    private static final LogitsProcessor PAPER =
            LogitsProcessor.plain().withTemperature(0.7).withTopP(0.9);

    private final LanguageModel model;
    private final SamplingParams sampling;
    private final Set<Integer> stopTokens;

    /**
     * Samples from a policy; closed before the policy is.
     *
     * @param sampling its number of samples does not count; stops that belong to the policy's form are added to its own
     */
    public PolicySampler(Policy policy, SamplingParams sampling) {
        model = LanguageModel.around(policy.decoder(), policy.files());
        try (var prompts = model.prompts(policy.format())) {
            this.sampling = prompts.adapted(sampling);
            stopTokens = prompts.stopTokens();
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The paper's sampling with so many tokens at most. */
    public static SamplingParams paper(int maxTokens) {
        return SamplingParams.plain(maxTokens).withChoice(PAPER);
    }

    @Override
    public List<List<Completion>> sample(List<int[]> prompts, int n, Seed seed) {
        AtomicInteger done = new AtomicInteger();
        int total = prompts.size() * n;
        GenerationListener listener = new GenerationListener() {
            @Override
            public void done(int prompt, int sample, Completion answer) {
                Progress.current().update("sampling", done.incrementAndGet(), total, "");
            }
        };
        return model.write(prompts, sampling.withSamples(n), stopTokens, seed, listener);
    }

    /** The same through a file, with which a call that was cut off goes on. */
    public List<List<Completion>> sample(CompletionFile file, List<int[]> prompts, int n, Seed seed) {
        return file.write(model, prompts, sampling.withSamples(n), stopTokens, seed);
    }

    /** A hash over what is sampled from: the decoder with its parameters at the moment. */
    public String fingerprint() {
        return model.fingerprint();
    }

    @Override
    public void close() {
        model.close();
    }
}
