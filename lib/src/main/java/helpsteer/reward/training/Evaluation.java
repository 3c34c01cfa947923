package helpsteer.reward.training;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Preferred;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.stats.Accuracy;
import helpsteer.stats.fit.FitQuality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How well scores match ratings: by attribute, and pair by pair. */
public final class Evaluation {
    private Evaluation() {}

    /**
     * Error, R² and correlation on one attribute.
     *
     * @param scores one for each sample
     */
    public static FitQuality fit(List<RatedResponse> samples, List<AttributeScores> scores, Attribute attribute) {
        same(samples.size(), scores.size());
        return FitQuality.of(
                scores.stream().mapToDouble(s -> s.of(attribute)).toArray(),
                samples.stream().mapToDouble(s -> s.ratings().of(attribute)).toArray());
    }

    /**
     * How often the response that raters found better on an attribute scores higher; pairs that tie there are left out.
     *
     * @param scores one for each response, in the order of {@link HelpSteer2#samples}
     * @param weights what makes one number of the five
     */
    public static Accuracy pairwise(
            List<RatedPair> pairs, List<AttributeScores> scores, Attribute attribute, AttributeWeights weights) {
        List<Pair<AttributeScores>> unequal = HelpSteer2.unequal(pairs, scores, attribute);
        if (unequal.isEmpty()) {
            throw new IllegalArgumentException("pairs must have at least one of unequal " + attribute.key() + ", got "
                    + pairs.size() + " equal ones; take other rows, as nothing is measured by these");
        }
        Pair<double[]> values = Pair.numbers(
                unequal.stream().map(both -> both.map(weights::reward)).toList());
        return Accuracy.of(values.chosen(), values.rejected());
    }

    /**
     * The same of rows that need not stand in pairs: every two responses to one prompt that were rated differently.
     *
     * @param scores one for each sample
     * @return empty where there are no such two
     */
    public static Optional<Accuracy> pairwise(
            List<RatedResponse> samples, List<AttributeScores> scores, Attribute attribute) {
        same(samples.size(), scores.size());
        Map<Prompt, List<Integer>> byPrompt = new LinkedHashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            byPrompt.computeIfAbsent(samples.get(i).prompt(), p -> new ArrayList<>())
                    .add(i);
        }
        List<RatedPair> pairs = new ArrayList<>();
        List<Pair<AttributeScores>> ofPairs = new ArrayList<>();
        for (List<Integer> group : byPrompt.values()) {
            for (int i = 0; i < group.size(); i++) {
                for (int j = i + 1; j < group.size(); j++) {
                    RatedPair pair = new RatedPair(samples.get(group.get(i)), samples.get(group.get(j)));
                    if (pair.preferred(attribute) != Preferred.TIE) {
                        pairs.add(pair);
                        ofPairs.add(new Pair<>(scores.get(group.get(i)), scores.get(group.get(j))));
                    }
                }
            }
        }
        return pairs.isEmpty()
                ? Optional.empty()
                : Optional.of(pairwise(pairs, Pair.flat(ofPairs), attribute, AttributeWeights.only(attribute)));
    }

    private static void same(int needed, int scores) {
        if (needed != scores) {
            throw new IllegalArgumentException("scores must be " + needed + ", got " + scores);
        }
    }
}
