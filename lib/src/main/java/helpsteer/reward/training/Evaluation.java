package helpsteer.reward.training;

import helpsteer.data.Attribute;
import helpsteer.data.Preferred;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
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
     * @param scores two for each pair, first and second in turn
     * @param weights what makes one number of the five
     */
    public static Accuracy pairwise(
            List<RatedPair> pairs, List<AttributeScores> scores, Attribute attribute, AttributeWeights weights) {
        same(2 * pairs.size(), scores.size());
        if (pairs.stream().allMatch(pair -> pair.preferred(attribute) == Preferred.TIE)) {
            throw new IllegalArgumentException("pairs must have at least one of unequal " + attribute.key() + ", got "
                    + pairs.size() + " equal ones; take other rows, as nothing is measured by these");
        }
        List<Double> right = new ArrayList<>();
        List<Double> wrong = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Preferred preferred = pairs.get(i).preferred(attribute);
            if (preferred != Preferred.TIE) {
                double first = weights.goodness(scores.get(2 * i));
                double second = weights.goodness(scores.get(2 * i + 1));
                right.add(preferred == Preferred.FIRST ? first : second);
                wrong.add(preferred == Preferred.FIRST ? second : first);
            }
        }
        return Accuracy.of(
                right.stream().mapToDouble(Double::doubleValue).toArray(),
                wrong.stream().mapToDouble(Double::doubleValue).toArray());
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
        List<AttributeScores> ofPairs = new ArrayList<>();
        for (List<Integer> group : byPrompt.values()) {
            for (int i = 0; i < group.size(); i++) {
                for (int j = i + 1; j < group.size(); j++) {
                    RatedPair pair = new RatedPair(samples.get(group.get(i)), samples.get(group.get(j)));
                    if (pair.preferred(attribute) != Preferred.TIE) {
                        pairs.add(pair);
                        ofPairs.add(scores.get(group.get(i)));
                        ofPairs.add(scores.get(group.get(j)));
                    }
                }
            }
        }
        return pairs.isEmpty()
                ? Optional.empty()
                : Optional.of(pairwise(pairs, ofPairs, attribute, AttributeWeights.only(attribute)));
    }

    private static void same(int needed, int scores) {
        if (needed != scores) {
            throw new IllegalArgumentException("scores must be " + needed + ", got " + scores);
        }
    }
}
