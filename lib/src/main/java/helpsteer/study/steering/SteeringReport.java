package helpsteer.study.steering;

import helpsteer.align.eval.ControllabilityCurve;
import helpsteer.data.Attribute;
import helpsteer.stats.Estimate;
import helpsteer.stats.test.CrossedMean;
import helpsteer.stats.test.PValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a study of steering found. All intervals are at 95 % for other prompts and other repetitions alike ({@link CrossedMean});
 * base model and reward models are the same in all repetitions and count as given.
 *
 * @param label which data
 * @param judges how near the reward models come to the truth
 * @param policies a row for each policy, best gold goodness first
 * @param differences of gold goodness: each policy against SFT, then each against the next of the order; p-values of each
 *     of the two families corrected by Holm
 * @param controls a row for each policy that is told ratings and each attribute
 * @param seconds of each part, over all starts
 * @param repetitions the numbers that all is made of
 */
public record SteeringReport(
        String label,
        List<JudgeQuality> judges,
        List<PolicyRow> policies,
        List<Difference> differences,
        List<ControlRow> controls,
        Map<String, Double> seconds,
        List<Repetition> repetitions) {
    /** Name of what the world itself answers. */
    static final String WORLD = "world";

    private static final double LEVEL = 0.05;

    public SteeringReport {
        judges = List.copyOf(judges);
        policies = List.copyOf(policies);
        differences = List.copyOf(differences);
        controls = List.copyOf(controls);
        repetitions = List.copyOf(repetitions);
    }

    /**
     * A policy's answers.
     *
     * @param means of each measure
     */
    public record PolicyRow(String policy, Map<Measure, Estimate> means) {
        public PolicyRow {
            means = Map.copyOf(means);
        }

        /** One of the means. */
        public Estimate mean(Measure measure) {
            return means.getOrDefault(measure, Estimate.of(Double.NaN));
        }
    }

    /**
     * A policy against another on the same prompts in the same repetitions.
     *
     * @param neighbours whether the other is the next in the order by gold; else it is SFT
     * @param gold difference of gold goodness
     * @param pValue of no difference in gold goodness
     * @param holm the same, corrected for all differences of its family
     * @param judge difference of the judge's goodness
     * @param second difference of the second judge's goodness
     */
    public record Difference(
            String policy,
            String against,
            boolean neighbours,
            Estimate gold,
            double pValue,
            double holm,
            Estimate judge,
            Estimate second) {
        /** Whether it is more than chance, all of its family considered. */
        public boolean isCertain() {
            return holm < LEVEL;
        }
    }

    /**
     * What asking for one attribute changes.
     *
     * @param slope by how much the gold rating rises for a point asked for
     * @param pValue of a slope of 0
     * @param points mean gold rating when asked for 0 to 4
     */
    public record ControlRow(String policy, Attribute asked, Estimate slope, double pValue, List<Estimate> points) {
        public ControlRow {
            points = List.copyOf(points);
        }

        /** Whether the interval of the slope lies above 0. */
        public boolean rises() {
            return slope.low() > 0;
        }
    }

    /** Computes everything from the numbers of the repetitions, of which there is at least one. */
    static SteeringReport of(
            String label, List<JudgeQuality> judges, Map<String, Double> seconds, List<Repetition> repetitions) {
        if (repetitions.isEmpty()) {
            throw new IllegalArgumentException("repetitions must be at least one, got none");
        }
        List<PolicyRow> policies = repetitions.get(0).answers().stream()
                .map(answers -> row(answers.policy(), repetitions))
                .sorted(Comparator.comparingDouble(
                        row -> -row.mean(Measure.GOLD).value()))
                .toList();
        List<String> order = policies.stream().map(PolicyRow::policy).toList();
        String sft = SteeringStage.SFT.label();
        List<Difference> againstSft = holm(order.stream()
                .filter(name -> !name.equals(sft))
                .map(name -> difference(name, sft, false, repetitions))
                .toList());
        List<Difference> neighbours = holm(IntStream.range(1, order.size())
                .mapToObj(i -> difference(order.get(i - 1), order.get(i), true, repetitions))
                .toList());
        List<ControlRow> controls = repetitions.get(0).controls().stream()
                .map(control -> control(control.policy(), control.asked(), repetitions))
                .toList();
        return new SteeringReport(
                label,
                judges,
                policies,
                Stream.concat(againstSft.stream(), neighbours.stream()).toList(),
                controls,
                seconds,
                repetitions);
    }

    private static double[][] values(List<Repetition> repetitions, Function<Repetition, double[]> numbers) {
        return repetitions.stream().map(numbers).toArray(double[][]::new);
    }

    private static PolicyRow row(String policy, List<Repetition> repetitions) {
        Map<Measure, Estimate> means = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            means.put(
                    measure,
                    CrossedMean.of(values(repetitions, r -> r.answers(policy).of(measure)))
                            .toEstimate());
        }
        return new PolicyRow(policy, means);
    }

    private static CrossedMean difference(
            String policy, String against, Measure measure, List<Repetition> repetitions) {
        return CrossedMean.of(values(repetitions, r -> {
            double[] out = r.answers(policy).of(measure);
            double[] other = r.answers(against).of(measure);
            for (int i = 0; i < out.length; i++) {
                out[i] -= other[i];
            }
            return out;
        }));
    }

    private static Difference difference(
            String policy, String against, boolean neighbours, List<Repetition> repetitions) {
        CrossedMean gold = difference(policy, against, Measure.GOLD, repetitions);
        return new Difference(
                policy,
                against,
                neighbours,
                gold.toEstimate(),
                gold.pValue(),
                gold.pValue(),
                difference(policy, against, Measure.JUDGE, repetitions).toEstimate(),
                difference(policy, against, Measure.SECOND_JUDGE, repetitions).toEstimate());
    }

    private static List<Difference> holm(List<Difference> family) {
        double[] corrected =
                PValues.holm(family.stream().mapToDouble(Difference::pValue).toArray());
        List<Difference> out = new ArrayList<>();
        for (int i = 0; i < corrected.length; i++) {
            Difference d = family.get(i);
            out.add(new Difference(
                    d.policy, d.against, d.neighbours, d.gold, d.pValue, corrected[i], d.judge, d.second));
        }
        return out;
    }

    private static ControlRow control(String policy, Attribute asked, List<Repetition> repetitions) {
        int[] ratings = IntStream.rangeClosed(Attribute.MIN, Attribute.MAX).toArray();
        CrossedMean slope = CrossedMean.of(values(
                repetitions,
                r -> ControllabilityCurve.slopes(
                        ratings,
                        IntStream.of(ratings)
                                .mapToObj(r.control(policy, asked)::of)
                                .toArray(double[][]::new))));
        return new ControlRow(
                policy,
                asked,
                slope.toEstimate(),
                slope.pValue(),
                IntStream.of(ratings)
                        .mapToObj(rating -> CrossedMean.of(values(repetitions, r -> r.control(policy, asked)
                                        .of(rating)))
                                .toEstimate())
                        .toList());
    }

    /** The policies that are told ratings. */
    public List<String> told() {
        return controls.stream().map(ControlRow::policy).distinct().toList();
    }

    /** The attributes that a policy's answers follow: the interval of the slope lies above 0. */
    public List<Attribute> followed(String policy) {
        return controls.stream()
                .filter(row -> row.policy.equals(policy) && row.rises())
                .map(ControlRow::asked)
                .toList();
    }

    /** The order of the policies by gold goodness, best first; between two of which no test is certain stands "≈". */
    public String order() {
        StringBuilder out = new StringBuilder(policies.get(0).policy);
        differences.stream().filter(Difference::neighbours).forEach(d -> out.append(d.isCertain() ? " > " : " ≈ ")
                .append(d.against));
        return out.toString();
    }
}
