package helpsteer.reward.calibration;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import helpsteer.run.Seed;
import helpsteer.stats.Values;
import helpsteer.stats.fit.LogisticSlope;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Heads fitted to prompts drawn anew, with replacement (the bootstrap; bagging of Breiman 1996), each less the head that is
 * fitted to all of them. Their spread on a pair of responses is the sampling error of a head on vectors that stay as they
 * are; what the model below the head owes to its training rows is not in it.
 *
 * <p>The heads are in units of the logarithm of the odds: divided by the temperature of the head that was fitted to all.
 *
 * @param deviations of each head, shape (heads, D)
 * @param prompts that the heads were fitted to
 * @param learned prompts that the model's own head learned; where they are more, the spread is multiplied by the root of
 *     prompts over learned. Null where the heads were fitted to prompts that the model has not learned, so that nothing is
 *     known of those that it has
 */
public record HeadEnsemble(
        List<List<Float>> deviations, int prompts, @JsonSetter(nulls = Nulls.SET) @Nullable Integer learned) {
    /** Heads in an ensemble. */
    public static final int HEADS = 5;

    public HeadEnsemble {
        deviations = deviations.stream().map(List::copyOf).toList();
        if (deviations.size() < 2 || deviations.get(0).isEmpty()) {
            throw new IllegalArgumentException(
                    "deviations must be of at least 2 heads of width 1, got " + deviations.size());
        }
        for (List<Float> head : deviations) {
            if (head.size() != deviations.get(0).size() || !head.stream().allMatch(Float::isFinite)) {
                throw new IllegalArgumentException("deviations must be finite and of one width, got a head of "
                        + head.size() + " beside one of " + deviations.get(0).size());
            }
        }
        if (prompts < 1 || (learned != null && learned < prompts)) {
            throw new IllegalArgumentException(
                    "prompts must be at least 1 and at most learned, got " + prompts + " of " + learned);
        }
    }

    /**
     * Fits the heads.
     *
     * @param learned prompts that the model's own head learned, at least those of the fit; empty where it learned none of
     *     the fit's, whose spread is then taken as it is
     * @param heldOut what gives the heads their temperature
     * @throws IllegalArgumentException where the head that is fitted to all ranks the pairs held out no better than chance,
     *     or tells every one of them
     */
    static HeadEnsemble of(HeadFit fit, OptionalInt learned, HeldOutScores heldOut, Seed seed) {
        int prompts = (int) Arrays.stream(fit.prompts()).distinct().count();
        double[] all = fit.weights(IntStream.range(0, fit.prompts().length).toArray());
        LogisticSlope slope = LogisticSlope.of(heldOut.differences(all), heldOut.outcomes(), heldOut.groups());
        if (!(slope.value() > 0)) {
            throw new IllegalArgumentException(
                    "heads must rank the pairs held out as their raters do on the whole, got a slope of "
                            + slope.value());
        }
        double scale = slope.value() * Math.sqrt((double) prompts / learned.orElse(prompts));
        List<List<Float>> deviations = fit.resampled(HEADS, head -> seed.stream("bootstrap-heads", head)).stream()
                .map(drawn -> IntStream.range(0, all.length)
                        .mapToObj(d -> (float) ((drawn[d] - all[d]) * scale))
                        .toList())
                .toList();
        return new HeadEnsemble(deviations, prompts, learned.isPresent() ? learned.getAsInt() : null);
    }

    /** Length D of the vectors. */
    public int width() {
        return deviations.get(0).size();
    }

    /**
     * The standard deviation, over the heads, of the logarithm of the odds that the first of two responses is better.
     *
     * @param first vector of length D
     * @param second of length D
     */
    public double spread(float[] first, float[] second) {
        Values.checkOneLength("first", first.length, "the ensemble's heads", width());
        Values.checkOneLength("second", second.length, "the ensemble's heads", width());
        double[] odds = new double[deviations.size()];
        for (int head = 0; head < odds.length; head++) {
            List<Float> deviation = deviations.get(head);
            for (int d = 0; d < first.length; d++) {
                odds[head] += deviation.get(d) * ((double) first[d] - second[d]);
            }
        }
        return Values.sampleSd(odds);
    }
}
