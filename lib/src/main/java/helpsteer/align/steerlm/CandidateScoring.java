package helpsteer.align.steerlm;

import helpsteer.align.LogProbs;
import helpsteer.align.Policy;
import helpsteer.align.PolicyText;
import helpsteer.align.steerlm2.BetaRatings;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.sets.SteerLm2Row;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The three log-probabilities of sampled responses (paper, section 4.5), for which NVIDIA released no program.
 *
 * @param policy reads the texts; it is the sampler Q' as it stands
 * @param prior P(y|x): the model without attributes, such as {@code policy.reference()} where that is the SFT model
 * @param scorer the reward model
 * @param ratings how a score becomes a probability
 */
public record CandidateScoring(Policy policy, LogProbs prior, Scorer scorer, BetaRatings ratings) {
    /**
     * Scores the responses sampled for some prompts.
     *
     * @param wanted the ratings that they were sampled for
     * @param responses of each prompt, at least one each, none empty
     */
    public List<SteerLm2Row> score(List<Prompt> prompts, Ratings wanted, List<List<String>> responses) {
        if (prompts.size() != responses.size()) {
            throw new IllegalArgumentException(
                    "prompts and responses must have one length, got " + prompts.size() + " and " + responses.size());
        }
        List<Asked> asked = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            List<Sampled> texts = responses.get(i).stream()
                    .map(text -> new Sampled(text, List.of()))
                    .toList();
            asked.add(new Asked(prompts.get(i), wanted, texts));
        }
        return scored(asked).stream()
                .map(s -> new SteerLm2Row(
                        s.asked.prompt,
                        wanted,
                        s.candidates.stream().map(Scored.Response::row).toList()))
                .toList();
    }

    /**
     * A prompt with its sampled responses.
     *
     * @param wanted the ratings that they were sampled for
     * @param responses none empty
     */
    record Asked(Prompt prompt, Ratings wanted, List<Sampled> responses) {}

    /**
     * A sampled response.
     *
     * @param tokens its ids with what ends it; none where they are not known
     */
    record Sampled(String text, List<Integer> tokens) {}

    /** The same with the three logarithms of each response, finite or not. */
    private record Scored(Asked asked, List<Response> candidates) {
        record Response(Sampled sampled, double logAttributes, double logPrior, double logSampler) {
            boolean isFinite() {
                return Double.isFinite(logAttributes + logPrior + logSampler);
            }

            SteerLm2Row.Response row() {
                return new SteerLm2Row.Response(sampled.text, logAttributes, logPrior, logSampler, sampled.tokens);
            }
        }
    }

    /** The same for prompts with ratings of their own; responses of probability 0 are left out, and prompts that keep none. */
    List<SteerLm2Row> possible(List<Asked> asked) {
        List<SteerLm2Row> rows = new ArrayList<>();
        for (Scored s : scored(asked)) {
            List<SteerLm2Row.Response> kept = s.candidates.stream()
                    .filter(Scored.Response::isFinite)
                    .map(Scored.Response::row)
                    .toList();
            if (!kept.isEmpty()) {
                rows.add(new SteerLm2Row(s.asked.prompt, s.asked.wanted, kept));
            }
        }
        return rows;
    }

    private List<Scored> scored(List<Asked> asked) {
        List<PromptResponse> exchanges = new ArrayList<>();
        List<PolicyText> conditioned = new ArrayList<>();
        List<PolicyText> plain = new ArrayList<>();
        ResponseReader reader = new ResponseReader(policy);
        for (Asked a : asked) {
            Optional<Ratings> told = Optional.of(a.wanted);
            int[] prompt = policy.readPrompt(a.prompt, told);
            int[] plainPrompt = policy.readPrompt(a.prompt, Optional.empty());
            for (Sampled response : a.responses) {
                PromptResponse exchange = new PromptResponse(a.prompt, response.text);
                exchanges.add(exchange);
                conditioned.add(reader.text(exchange, told, prompt, response.tokens));
                plain.add(reader.text(exchange, Optional.empty(), plainPrompt, response.tokens));
            }
        }
        double[] logSampler = policy.sums(conditioned);
        double[] logPrior = prior.sums(plain);
        List<AttributeScores> scores = scorer.score(exchanges);
        List<Scored> out = new ArrayList<>();
        int at = 0;
        for (Asked a : asked) {
            List<Scored.Response> candidates = new ArrayList<>();
            for (Sampled response : a.responses) {
                double logAttributes = ratings.logProbability(scores.get(at), a.wanted);
                candidates.add(new Scored.Response(response, logAttributes, logPrior[at], logSampler[at]));
                at++;
            }
            out.add(new Scored(a, candidates));
        }
        return out;
    }
}
