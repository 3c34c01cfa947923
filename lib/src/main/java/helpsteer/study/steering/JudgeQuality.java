package helpsteer.study.steering;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Scorer;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.SimulatedResponse;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Estimate;
import helpsteer.stats.fit.Correlation;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How near a reward model comes to the truth on the world's own responses to the evaluated prompts.
 *
 * @param judge its name
 * @param accuracy share of pairs of unequal gold goodness whose better response it prefers
 * @param goodness Pearson's correlation of its goodness with the gold goodness
 * @param attributes the same of each attribute that varies
 */
public record JudgeQuality(String judge, Estimate accuracy, Estimate goodness, Map<Attribute, Estimate> attributes) {
    public JudgeQuality {
        attributes = Map.copyOf(attributes);
    }

    static JudgeQuality of(String judge, Scorer scorer, List<SimulatedPair> pairs) {
        List<PromptResponse> exchanges = new ArrayList<>();
        List<AttributeScores> gold = new ArrayList<>();
        for (SimulatedPair pair : pairs) {
            for (SimulatedResponse response : List.of(pair.first(), pair.second())) {
                exchanges.add(new PromptResponse(pair.prompt(), response.text()));
                gold.add(AttributeScores.of((Attribute a) -> response.gold().of(a)));
            }
        }
        List<AttributeScores> scores = scorer.score(exchanges);
        double[] own = goodness(scores);
        double[] truth = goodness(gold);
        Map<Attribute, Estimate> attributes = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            double[] of = gold.stream().mapToDouble(g -> g.of(attribute)).toArray();
            double first = of[0];
            if (gold.stream().anyMatch(g -> g.of(attribute) != first)) {
                double[] predicted =
                        scores.stream().mapToDouble(s -> s.of(attribute)).toArray();
                attributes.put(attribute, Correlation.pearson(predicted, of).toEstimate());
            }
        }
        return new JudgeQuality(
                judge, accuracy(own, truth), Correlation.pearson(own, truth).toEstimate(), attributes);
    }

    private static double[] goodness(List<AttributeScores> scores) {
        return scores.stream().mapToDouble(Measure.GOODNESS::reward).toArray();
    }

    /** Of the two responses of each pair, those of equal truth left out. */
    private static Estimate accuracy(double[] own, double[] truth) {
        List<Double> right = new ArrayList<>();
        List<Double> wrong = new ArrayList<>();
        for (Pair<Integer> places : Pair.places(truth.length / 2)) {
            Pair<Double> truths = places.map(i -> truth[i]);
            Pair<Double> scores = places.map(i -> own[i]);
            double apart = truths.chosen() - truths.rejected(); // first and second, not yet chosen and rejected
            if (apart != 0) {
                right.add(apart > 0 ? scores.chosen() : scores.rejected());
                wrong.add(apart > 0 ? scores.rejected() : scores.chosen());
            }
        }
        if (right.isEmpty()) {
            return Estimate.of(Double.NaN);
        }
        return Accuracy.of(array(right), array(wrong)).toEstimate();
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
