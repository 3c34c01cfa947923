package helpsteer.align;

import helpsteer.align.steerlm2.BetaRatings;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.SteerLm2Row;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import helpsteer.text.Exchange;
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
public record CandidateScoring(Policy policy, LogProbabilities prior, Scorer scorer, BetaRatings ratings) {
    /**
     * Scores the responses sampled for some prompts.
     *
     * @param wanted the ratings that they were sampled for
     * @param responses of each prompt, at least one each, none empty
     */
    public List<SteerLm2Row> score(
            List<Prompt> prompts, Ratings wanted, List<List<String>> responses, Progress progress) {
        if (prompts.size() != responses.size()) {
            throw new IllegalArgumentException(
                    "prompts and responses must have one length, got " + prompts.size() + " and " + responses.size());
        }
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            for (String response : responses.get(i)) {
                exchanges.add(new Exchange(prompts.get(i), response));
            }
        }
        double[] logSampler = policy.sums(texts(exchanges, Optional.of(wanted)), progress);
        double[] logPrior = prior.sums(texts(exchanges, Optional.empty()), progress);
        List<AttributeScores> scores = scorer.score(exchanges, progress);
        List<SteerLm2Row> rows = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < prompts.size(); i++) {
            List<SteerLm2Row.Response> scored = new ArrayList<>();
            for (String response : responses.get(i)) {
                double logAttributes = ratings.logProbability(scores.get(at), wanted);
                scored.add(new SteerLm2Row.Response(response, logAttributes, logPrior[at], logSampler[at]));
                at++;
            }
            rows.add(new SteerLm2Row(prompts.get(i), wanted, scored));
        }
        return rows;
    }

    private List<PolicyText> texts(List<Exchange> exchanges, Optional<Ratings> wanted) {
        return exchanges.stream().map(e -> policy.read(e, wanted)).toList();
    }
}
