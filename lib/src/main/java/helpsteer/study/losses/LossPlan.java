package helpsteer.study.losses;

import helpsteer.stats.Numbers;
import helpsteer.study.losses.Situation.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is tried.
 *
 * @param rows numbers of pairs of the learning curve, each at least 50
 * @param noise standard deviation of one rater's error where nothing else is said, in points
 * @param lengthBiases points that raters give for a standard deviation of length, each a situation; 0 always is one
 */
public record LossPlan(List<Integer> rows, double noise, List<Double> lengthBiases) {
    private static final int FEWEST = 50;
    private static final int MOST = 100_000;
    private static final int FEW = 200;
    private static final int MANY = 2000;
    private static final double[] NOISES = {0.25, 1, 2, 4};
    private static final double[] FLIPPED = {0, 0.1, 0.2, 0.3, 0.4};
    private static final double[] OFFSETS = {0.5, 1, 2};
    private static final double[] POSITION_BIASES = {0.5, 1};

    public LossPlan {
        rows = List.copyOf(rows);
        lengthBiases = List.copyOf(lengthBiases);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("rows must name at least 1 number of pairs, got none");
        }
        for (int pairs : rows) {
            if (pairs < FEWEST || pairs > MOST) {
                throw new IllegalArgumentException("rows must be in " + FEWEST + ".." + MOST + ", got " + pairs);
            }
        }
        Labelling usual = Labelling.of(noise);
        lengthBiases.forEach(usual::withLengthBias);
    }

    /** The numbers of pairs of the issue, raters about as reliable as HelpSteer2's, and four length biases. */
    public static LossPlan usual() {
        return new LossPlan(List.of(50, 100, 200, 500, 1000, 2000, 5000, 20_000), 0.7, List.of(0.1, 0.25, 0.5, 1.0));
    }

    /** A situation with its arms. */
    record Trial(Situation situation, List<Arm> arms) {}

    /** All situations, part after part. */
    List<Trial> trials() {
        List<Trial> out = new ArrayList<>();
        Labelling usual = Labelling.of(noise);
        for (int pairs : rows) {
            out.add(losses(Situation.of(Part.LEARNING_CURVE, "as usual", pairs, usual)));
        }
        sizes().forEach(pairs -> differences(pairs, usual, out));
        for (double share : FLIPPED) {
            String name = Math.round(100 * share) + " % exchanged";
            out.add(losses(Situation.of(Part.LABEL_NOISE, name, many(), usual.withFlipped(share))));
        }
        for (double bias : POSITION_BIASES) {
            out.add(losses(Situation.of(
                    Part.LABEL_NOISE, "position bias " + text(bias), many(), usual.withPositionBias(bias))));
        }
        for (int pairs : sizes()) {
            out.add(new Trial(Situation.of(Part.TIES, "as usual", pairs, usual), ofTies()));
        }
        for (double bias : biases()) {
            out.add(new Trial(
                    Situation.of(Part.LENGTH_BIAS, "length bias " + text(bias), many(), usual.withLengthBias(bias)),
                    remedies()));
        }
        return out;
    }

    private void differences(int pairs, Labelling usual, List<Trial> out) {
        for (double other :
                Arrays.stream(NOISES).map(factor -> factor * noise).distinct().toArray()) {
            out.add(losses(Situation.of(Part.LOSSES, "rater noise " + text(other), pairs, usual.withNoise(other))));
        }
        out.add(losses(
                Situation.of(Part.LOSSES, "strengths shuffled", pairs, usual).withStrengthsShuffled()));
        for (double offset : OFFSETS) {
            out.add(losses(
                    Situation.of(Part.LOSSES, "prompt offset " + text(offset), pairs, usual.withPromptOffset(offset))));
        }
    }

    private static String text(double number) {
        return Numbers.significant(number, 3);
    }

    private static Trial losses(Situation situation) {
        return new Trial(
                situation,
                Stream.of(
                                LossLearner.REGRESSION,
                                LossLearner.REGULAR,
                                LossLearner.MARGIN,
                                LossLearner.SCALED,
                                LossLearner.SCALED_FROM_REGRESSION)
                        .map(Arm::of)
                        .toList());
    }

    private static List<Arm> ofTies() {
        List<Arm> out = new ArrayList<>();
        for (LossLearner learner : List.of(LossLearner.REGULAR, LossLearner.MARGIN, LossLearner.SCALED)) {
            for (Ties ties : Ties.values()) {
                out.add(Arm.of(learner).with(ties));
            }
        }
        out.add(Arm.of(LossLearner.REGRESSION));
        out.add(Arm.of(LossLearner.REGRESSION_ON_DECIDED));
        return out;
    }

    private static List<Arm> remedies() {
        List<Arm> out = new ArrayList<>();
        for (LossLearner learner :
                List.of(LossLearner.REGRESSION, LossLearner.REGULAR, LossLearner.MARGIN, LossLearner.SCALED)) {
            for (LengthRemedy remedy : LengthRemedy.values()) {
                out.add(Arm.of(learner).with(remedy));
            }
        }
        return out;
    }

    private Set<Double> biases() {
        Set<Double> out = new LinkedHashSet<>(List.of(0.0));
        out.addAll(lengthBiases);
        return out;
    }

    private Set<Integer> sizes() {
        return new LinkedHashSet<>(List.of(atMost(FEW), many()));
    }

    private int many() {
        return atMost(MANY);
    }

    private int atMost(int pairs) {
        return Math.min(pairs, rows.stream().mapToInt(Integer::intValue).max().orElseThrow());
    }
}
