package helpsteer.align.dpo;

import helpsteer.data.Filtered;
import helpsteer.data.Prompt;
import helpsteer.data.sets.SteerLm2Row;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Comparison;
import helpsteer.reward.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pairs of iterative DPO (paper, section 4.3): of each prompt's responses that of highest and that of lowest goodness. */
public final class BestOfNPairs {
    private BestOfNPairs() {}

    /** The pairs out of the responses that an iteration of SteerLM 2.0 sampled and kept in {@code candidates.jsonl}. */
    public static Filtered<Comparison> of(List<SteerLm2Row> rows, Scorer scorer, AttributeWeights goodness) {
        return of(
                rows.stream().map(SteerLm2Row::prompt).toList(),
                rows.stream()
                        .map(row -> row.responses().stream()
                                .map(SteerLm2Row.Response::text)
                                .toList())
                        .toList(),
                scorer,
                goodness);
    }

    /**
     * Scores all responses and pairs the ends; of equals the first counts. Prompts whose responses are all equally good or
     * the same text give no pair and are counted.
     *
     * @param responses of each prompt
     */
    public static Filtered<Comparison> of(
            List<Prompt> prompts, List<List<String>> responses, Scorer scorer, AttributeWeights goodness) {
        List<List<AttributeScores>> scores = scorer.scoreResponses(prompts, responses);
        List<Comparison> pairs = new ArrayList<>();
        Map<String, Integer> dropped = new TreeMap<>();
        for (int i = 0; i < prompts.size(); i++) {
            List<String> texts = responses.get(i);
            List<Double> rewards = scores.get(i).stream().map(goodness::reward).toList();
            int best = 0;
            int worst = 0;
            for (int j = 1; j < texts.size(); j++) {
                best = rewards.get(j) > rewards.get(best) ? j : best;
                worst = rewards.get(j) < rewards.get(worst) ? j : worst;
            }
            if (texts.size() < 2 || rewards.get(best).equals(rewards.get(worst))) {
                dropped.merge("responses equally good", 1, Integer::sum);
            } else if (texts.get(best).equals(texts.get(worst))) {
                dropped.merge("best and worst are one text", 1, Integer::sum);
            } else {
                pairs.add(new Comparison(prompts.get(i), texts.get(best), texts.get(worst), 1));
            }
        }
        return new Filtered<>(pairs, dropped);
    }
}
