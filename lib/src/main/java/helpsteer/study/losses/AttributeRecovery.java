package helpsteer.study.losses;

import helpsteer.data.Attribute;
import helpsteer.reward.LinearHead;
import helpsteer.reward.frozen.Ridge;
import helpsteer.stats.Estimate;
import helpsteer.stats.Moments;
import helpsteer.stats.fit.Correlation;
import helpsteer.stats.fit.FitQuality;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What regression of all five attributes recovers of one of them, over the seeds.
 *
 * @param attribute which
 * @param pairs of rated responses that it learnt from
 * @param cosine of its direction with the gold one
 * @param rSquared on the ratings of fresh responses
 * @param best the same of what is possible
 */
public record AttributeRecovery(Attribute attribute, int pairs, Estimate cosine, Estimate rSquared, Best best) {
    /**
     * The R² that no regression passes, on the same responses.
     *
     * @param linear of the gold value with the best slope and intercept
     * @param any of the mean rating given the gold value, which is no straight line, as ratings end at 0 and 4
     */
    public record Best(Estimate linear, Estimate any) {}

    /** One attribute in one world. */
    record Recovered(double cosine, double rSquared, double linear, double any) {}

    /** Fits to the rows of some pairs, and predicts those of others. */
    static Map<Attribute, Recovered> of(LinearWorld world, LabelledPairs train, LabelledPairs fresh, double noise) {
        TrainingPairs pairs = TrainingPairs.of(train, Ties.DROPPED);
        LinearHead head = Ridge.choosing(pairs.vectors(), pairs.ratings(), pairs.rowFolds())
                .head();
        Map<Attribute, Recovered> out = new EnumMap<>(Attribute.class);
        for (Attribute a : Attribute.values()) {
            double[] actual = fresh.responses().stream()
                    .mapToDouble(response -> response.ratings().of(a))
                    .toArray();
            double[] gold = numbers(fresh, vector -> world.gold(vector, a));
            double[] mean =
                    Arrays.stream(gold).map(g -> ExpectedRating.of(g, noise)).toArray();
            double r = Correlation.coefficient(gold, actual);
            out.put(
                    a,
                    new Recovered(
                            world.cosine(head.weights(a), a),
                            FitQuality.of(numbers(fresh, v -> head.apply(v).of(a)), actual)
                                    .rSquared(),
                            r * r,
                            FitQuality.of(mean, actual).rSquared()));
        }
        return out;
    }

    private static double[] numbers(LabelledPairs pairs, ToDoubleFunction<float[]> number) {
        return pairs.responses().stream()
                .map(LabelledPairs.Response::vector)
                .mapToDouble(number)
                .toArray();
    }

    /** The means over the seeds. */
    static AttributeRecovery of(Attribute attribute, int pairs, List<Recovered> seeds) {
        return new AttributeRecovery(
                attribute,
                pairs,
                mean(seeds, Recovered::cosine),
                mean(seeds, Recovered::rSquared),
                new Best(mean(seeds, Recovered::linear), mean(seeds, Recovered::any)));
    }

    private static Estimate mean(List<Recovered> seeds, ToDoubleFunction<Recovered> number) {
        return Moments.of(seeds.stream().mapToDouble(number).toArray()).toEstimate();
    }
}
