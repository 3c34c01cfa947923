package helpsteer.align.eval;

import helpsteer.align.eval.GenerationMetric.Judged;
import helpsteer.bench.BestOfNCurve;
import helpsteer.data.Prompt;
import helpsteer.generate.Completion;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import helpsteer.stats.Moments;
import helpsteer.stats.Wilson;
import helpsteer.stats.test.PairedTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a policy answers to some prompts, judged by a reward model. All tests and intervals take a prompt, with all its
 * responses, as one draw.
 *
 * @param policy its name
 * @param prompts at least two
 * @param responses of each prompt, at least one, of each as many
 */
public record ScoredGenerations(String policy, List<Prompt> prompts, List<List<Judged>> responses) {
    private static final double LEVEL = 0.95;

    public ScoredGenerations {
        prompts = List.copyOf(prompts);
        responses = responses.stream().map(List::copyOf).toList();
        if (prompts.size() < 2 || prompts.size() != responses.size()) {
            throw new IllegalArgumentException("prompts must be at least two, each with its responses, got "
                    + prompts.size() + " and responses of " + responses.size());
        }
        int samples = responses.get(0).size();
        if (samples == 0 || responses.stream().anyMatch(r -> r.size() != samples)) {
            throw new IllegalArgumentException("responses must be at least one and as many of each prompt, got "
                    + responses.stream().map(List::size).distinct().toList());
        }
    }

    /**
     * How often the first of two policies wins.
     *
     * @param rate mean over prompts of the share of pairs of responses that it wins, a tie half; with Wilson's interval at
     *     95 %, on the wide side for shares
     * @param pValue Student's, of no difference
     */
    public record WinRate(Estimate rate, double pValue) {}

    /** Scores responses. */
    static ScoredGenerations of(String policy, List<Prompt> prompts, List<List<Completion>> responses, Scorer scorer) {
        List<List<AttributeScores>> scores = scorer.scoreResponses(
                prompts,
                responses.stream()
                        .map(own -> own.stream().map(Completion::text).toList())
                        .toList());
        List<List<Judged>> judged = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            Iterator<AttributeScores> own = scores.get(i).iterator();
            judged.add(responses.get(i).stream()
                    .map(response -> new Judged(response, own.next()))
                    .toList());
        }
        return new ScoredGenerations(policy, prompts, judged);
    }

    /** The same responses, judged by another reward model. */
    public ScoredGenerations judgedBy(Scorer scorer) {
        return of(
                policy,
                prompts,
                responses.stream()
                        .map(all -> all.stream().map(Judged::response).toList())
                        .toList(),
                scorer);
    }

    /** The mean over each prompt's responses. */
    public double[] byPrompt(GenerationMetric metric) {
        return responses.stream()
                .mapToDouble(
                        all -> all.stream().mapToDouble(metric::of).average().orElseThrow())
                .toArray();
    }

    /** Mean and spread over the prompts. */
    public Moments moments(GenerationMetric metric) {
        return Moments.of(byPrompt(metric));
    }

    /** The mean with its 95 % interval for other prompts. */
    public Estimate mean(GenerationMetric metric) {
        return moments(metric).toEstimate();
    }

    /**
     * By how much this policy's number is higher than another's on the same prompts.
     *
     * @throws IllegalArgumentException where the prompts are others
     */
    public PairedTest against(ScoredGenerations other, GenerationMetric metric) {
        refuseOthers(other);
        return PairedTest.t(byPrompt(metric), other.byPrompt(metric));
    }

    /** How often this policy's response has the higher number, each with each of the same prompt. */
    public WinRate wins(ScoredGenerations other, GenerationMetric metric) {
        refuseOthers(other);
        double[] shares = new double[prompts.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = share(responses.get(i), other.responses.get(i), metric);
        }
        double[] even = new double[shares.length];
        Arrays.fill(even, 0.5);
        double rate = Arrays.stream(shares).average().orElseThrow();
        return new WinRate(
                Estimate.of(rate, Wilson.ofMean(rate, shares.length, LEVEL)),
                PairedTest.t(shares, even).pValue());
    }

    private static double share(List<Judged> first, List<Judged> second, GenerationMetric metric) {
        double won = 0;
        for (Judged a : first) {
            for (Judged b : second) {
                int sign = Double.compare(metric.of(a), metric.of(b));
                won += sign > 0 ? 1 : sign == 0 ? 0.5 : 0;
            }
        }
        return won / (first.size() * second.size());
    }

    private void refuseOthers(ScoredGenerations other) {
        if (!prompts.equals(other.prompts)) {
            throw new IllegalArgumentException("policies must have answered the same prompts, got " + prompts.size()
                    + " of " + policy + " and " + other.prompts.size() + " others of " + other.policy);
        }
    }

    /**
     * What choosing the best of n responses is worth by another judge.
     *
     * @param by the number that chooses
     * @param gold the same responses as the other judge sees them
     * @param truth that judge's number
     * @param ns rising, at most as many as there are responses of a prompt
     */
    public BestOfNCurve bestOf(
            GenerationMetric by, ScoredGenerations gold, GenerationMetric truth, int[] ns, Seed seed) {
        refuseOthers(gold);
        return BestOfNCurve.of(
                IntStream.range(0, prompts.size())
                        .mapToObj(i -> new BestOfNCurve.Responses(
                                responses.get(i).stream().map(by::of).toList(),
                                gold.responses.get(i).stream().map(truth::of).toList()))
                        .toList(),
                ns,
                seed);
    }
}
