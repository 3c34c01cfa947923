package helpsteer.bench.ablation;

import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.training.Evaluation;
import helpsteer.stats.fit.FitQuality;
import helpsteer.stats.test.CrossedMean;
import helpsteer.stats.test.PValues;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What came of the cells at hand.
 *
 * <p>A difference is taken pair by pair and seed by seed, so that what two arms share (pairs, rows drawn, rows held out)
 * drops out; its interval is for other pairs and other seeds ({@link CrossedMean}). P-values are corrected by Holm for all
 * comparisons of both measures together.
 *
 * @param rows one for each arm that has a cell, in the order of the plan
 * @param missing arms that could not be run
 */
public record AblationResult(List<Row> rows, List<Plan.Missing> missing) {
    /** The chance of a single false alarm in the whole table. */
    public static final double LEVEL = 0.05;

    /**
     * One arm.
     *
     * @param facts of its first seed
     * @param seconds mean wall time of a seed
     * @param scores by measure
     * @param fits error on HelpSteer2's validation rows by attribute, a list over seeds; only attributes trained by rating
     */
    public record Row(
            Arm arm, Facts facts, double seconds, Map<Measure, Score> scores, Map<Attribute, List<FitQuality>> fits) {
        /** The score by a measure. */
        public Score score(Measure measure) {
            Score score = scores.get(measure);
            if (score == null) {
                throw new IllegalArgumentException("measure must have a score, got none for " + measure);
            }
            return score;
        }
    }

    /**
     * An arm's share of pairs won.
     *
     * @param accuracy with its interval
     * @param difference to the reference; none for the base, and where the reference has no seed in common
     */
    public record Score(CrossedMean accuracy, Optional<Difference> difference) {}

    /**
     * An arm less its reference.
     *
     * @param mean in shares of pairs
     * @param corrected p-value after Holm's correction
     */
    public record Difference(CrossedMean mean, double corrected) {
        /** Whether it is more than noise at {@link #LEVEL} for the whole table. */
        public boolean differs() {
            return corrected < LEVEL;
        }
    }

    public AblationResult {
        rows = List.copyOf(rows);
        missing = List.copyOf(missing);
    }

    /** The wins of an arm by seed. */
    private record Judged(Arm arm, List<Cell> cells, Map<Measure, TreeMap<Long, double[]>> wins) {
        static Judged of(Arm arm, List<Cell> cells, AblationData data) {
            Map<Measure, TreeMap<Long, double[]>> wins = new EnumMap<>(Measure.class);
            for (Measure measure : Measure.values()) {
                TreeMap<Long, double[]> bySeed = new TreeMap<>();
                cells.forEach(c -> bySeed.put(c.seed(), measure.wins(data, c.scores(), arm.goodness())));
                wins.put(measure, bySeed);
            }
            return new Judged(arm, cells, wins);
        }

        TreeMap<Long, double[]> wins(Measure measure) {
            return wins.getOrDefault(measure, new TreeMap<>());
        }
    }

    /** Takes the cells together; those of other arms than the plan's are refused. */
    public static AblationResult of(Plan plan, AblationData data, List<Cell> cells) {
        Map<String, Judged> judged = new LinkedHashMap<>();
        for (Arm arm : plan.arms()) {
            List<Cell> own =
                    cells.stream().filter(c -> c.arm().equals(arm.name())).toList();
            if (!own.isEmpty()) {
                judged.put(arm.name(), Judged.of(arm, own, data));
            }
        }
        for (Cell cell : cells) {
            if (!judged.containsKey(cell.arm())) {
                throw new IllegalArgumentException("cells must be of the plan's arms, got one of " + cell.arm());
            }
        }
        Map<Measure, Map<String, CrossedMean>> differences = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            differences.put(measure, differences(judged, measure, data));
        }
        double[] corrected = PValues.holm(differences.values().stream()
                .flatMap(m -> m.values().stream())
                .mapToDouble(CrossedMean::pValue)
                .toArray());
        Map<Measure, Map<String, Difference>> tested = new EnumMap<>(Measure.class);
        int at = 0;
        for (Map.Entry<Measure, Map<String, CrossedMean>> ofMeasure : differences.entrySet()) {
            Map<String, Difference> out = new LinkedHashMap<>();
            for (Map.Entry<String, CrossedMean> each : ofMeasure.getValue().entrySet()) {
                out.put(each.getKey(), new Difference(each.getValue(), corrected[at++]));
            }
            tested.put(ofMeasure.getKey(), out);
        }
        return new AblationResult(
                judged.values().stream().map(j -> row(j, tested, data)).toList(), plan.missing());
    }

    private static Map<String, CrossedMean> differences(
            Map<String, Judged> judged, Measure measure, AblationData data) {
        Map<String, CrossedMean> out = new LinkedHashMap<>();
        judged.forEach((name, own) -> own.arm()
                .reference()
                .flatMap(reference -> Optional.ofNullable(judged.get(reference)))
                .flatMap(reference -> difference(own, reference, measure, data))
                .ifPresent(d -> out.put(name, d)));
        return out;
    }

    /** Over the seeds that both have. */
    private static Optional<CrossedMean> difference(Judged own, Judged reference, Measure measure, AblationData data) {
        TreeSet<Long> seeds = new TreeSet<>(own.wins(measure).keySet());
        seeds.retainAll(reference.wins(measure).keySet());
        List<double[]> rows = new ArrayList<>();
        for (Long seed : seeds) {
            double[] first = own.wins(measure).getOrDefault(seed, new double[0]);
            double[] second = reference.wins(measure).getOrDefault(seed, new double[0]);
            double[] row = new double[first.length];
            for (int i = 0; i < row.length; i++) {
                row[i] = first[i] - second[i];
            }
            rows.add(row);
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(measure.mean(data, rows.toArray(double[][]::new)));
    }

    private static Row row(Judged judged, Map<Measure, Map<String, Difference>> differences, AblationData data) {
        Map<Measure, Score> scores = new EnumMap<>(Measure.class);
        differences.forEach((measure, ofMeasure) -> scores.put(
                measure,
                new Score(
                        measure.mean(data, judged.wins(measure).values().toArray(double[][]::new)),
                        Optional.ofNullable(ofMeasure.get(judged.arm().name())))));
        List<RatedResponse> samples = HelpSteer2.samples(data.validation());
        Map<Attribute, List<FitQuality>> fits = new EnumMap<>(Attribute.class);
        for (Attribute a : judged.arm().rated()) {
            fits.put(
                    a,
                    judged.cells().stream()
                            .map(c -> Evaluation.fit(samples, c.scores().subList(0, samples.size()), a))
                            .toList());
        }
        double seconds =
                judged.cells().stream().mapToDouble(Cell::seconds).average().orElseThrow();
        return new Row(judged.arm(), judged.cells().get(0).facts(), seconds, scores, fits);
    }
}
