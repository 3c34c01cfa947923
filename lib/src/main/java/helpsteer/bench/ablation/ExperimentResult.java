package helpsteer.bench.ablation;

import helpsteer.data.Attribute;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.training.Evaluation;
import helpsteer.stats.Interval;
import helpsteer.stats.fit.FitQuality;
import helpsteer.stats.test.CrossedMean;
import helpsteer.stats.test.McNemar;
import helpsteer.stats.test.PValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * What came of the results at hand.
 *
 * <p>A difference is taken pair by pair and seed by seed, so that what two variants share (pairs, rows drawn, rows held out)
 * drops out; {@link Protocol} says how it is tested. P-values are corrected by Holm for all comparisons of both metrics
 * together.
 *
 * @param rows one for each variant that has all parts of some seed, in the order of the experiment
 * @param missing variants that could not be run
 */
public record ExperimentResult(List<Row> rows, List<Experiment.Missing> missing) {
    /** The chance of a single false alarm in the whole table. */
    public static final double LEVEL = 0.05;

    private static final double COVERAGE = 0.95;

    /**
     * One variant.
     *
     * @param facts of its first part
     * @param seconds wall time of all parts of a seed, the mean over seeds
     * @param scores by metric
     * @param fits error on HelpSteer2's validation rows by attribute, a list over seeds; only attributes trained by rating
     */
    public record Row(
            Variant variant,
            TrainingFacts facts,
            double seconds,
            Map<Metric, Score> scores,
            Map<Attribute, List<FitQuality>> fits) {
        /** The score by a metric. */
        public Score score(Metric metric) {
            Score score = scores.get(metric);
            if (score == null) {
                throw new IllegalArgumentException("metric must have a score, got none for " + metric);
            }
            return score;
        }
    }

    /**
     * A variant's share of pairs won.
     *
     * @param accuracy over pairs and seeds
     * @param interval of the share, 95 %
     * @param pairs judged with each seed
     * @param differences to the references, those left out that have no seed in common
     */
    public record Score(CrossedMean accuracy, Interval interval, int pairs, List<Difference> differences) {
        public Score {
            differences = List.copyOf(differences);
        }
    }

    /**
     * A variant less a reference.
     *
     * @param reference its name
     * @param mean in shares of pairs
     * @param exact McNemar's test where that is the one that counts, the variant the first
     * @param corrected p-value after Holm's correction
     */
    public record Difference(String reference, CrossedMean mean, Optional<McNemar> exact, double corrected) {
        /** The p-value before the correction. */
        public double pValue() {
            return exact.map(McNemar::exactPValue).orElseGet(mean::pValue);
        }

        /** Whether it is more than noise at {@link #LEVEL} for the whole table. */
        public boolean differs() {
            return corrected < LEVEL;
        }
    }

    public ExperimentResult {
        rows = List.copyOf(rows);
        missing = List.copyOf(missing);
    }

    /** Takes the results together; those of other variants or parts than the experiment's are refused. */
    public static ExperimentResult of(Experiment experiment, List<RunResult> results) {
        Map<Long, List<Part>> seeds = new TreeMap<>();
        experiment.parts().forEach(part -> seeds.computeIfAbsent(part.seed(), s -> new ArrayList<>())
                .add(part));
        Map<String, Map<String, RunResult>> byVariant = new LinkedHashMap<>();
        experiment.variants().forEach(v -> byVariant.put(v.name(), new LinkedHashMap<>()));
        for (RunResult result : results) {
            Map<String, RunResult> own = byVariant.get(result.variant());
            if (own == null
                    || experiment.parts().stream().noneMatch(p -> p.name().equals(result.part()))) {
                throw new IllegalArgumentException("results must be of the experiment's variants and parts, got one of "
                        + result.variant() + ", " + result.part());
            }
            own.put(result.part(), result);
        }
        Map<String, Judged> judged = new LinkedHashMap<>();
        for (Variant variant : experiment.variants()) {
            Judged own = Judged.of(variant, seeds, Objects.requireNonNull(byVariant.get(variant.name())));
            if (!own.seeds.isEmpty()) {
                judged.put(variant.name(), own);
            }
        }
        return of(experiment, judged);
    }

    private static ExperimentResult of(Experiment experiment, Map<String, Judged> judged) {
        boolean crossed = experiment.setup().protocol() == Protocol.SEEDS;
        PrimitiveIterator.OfDouble corrected = Arrays.stream(
                        PValues.holm(rows(judged, crossed, () -> Double.NaN).stream()
                                .flatMap(row -> row.scores().values().stream())
                                .flatMap(score -> score.differences().stream())
                                .mapToDouble(Difference::pValue)
                                .toArray()))
                .iterator();
        return new ExperimentResult(rows(judged, crossed, corrected::nextDouble), experiment.missing());
    }

    /** A row for each variant; corrected p-values are taken in the order of rows, metrics and references. */
    private static List<Row> rows(Map<String, Judged> judged, boolean crossed, DoubleSupplier corrected) {
        List<Row> rows = new ArrayList<>();
        for (Judged own : judged.values()) {
            Map<Metric, Score> scores = new EnumMap<>(Metric.class);
            for (Metric metric : Metric.values()) {
                double[][] wins = own.wins(metric);
                CrossedMean accuracy = metric.mean(own.bench(), wins);
                Interval interval = crossed ? accuracy.interval(COVERAGE) : metric.interval(own.bench(), wins[0]);
                List<Difference> differences = new ArrayList<>();
                for (String name : own.variant.references()) {
                    Judged reference = judged.get(name);
                    double[][] apart = reference == null ? new double[0][] : own.differences(reference, metric);
                    if (apart.length > 0) {
                        CrossedMean mean = metric.mean(own.bench(), apart);
                        Optional<McNemar> exact = crossed ? Optional.empty() : metric.exact(apart[0]);
                        differences.add(new Difference(name, mean, exact, corrected.getAsDouble()));
                    }
                }
                scores.put(metric, new Score(accuracy, interval, wins[0].length, differences));
            }
            rows.add(new Row(own.variant, own.facts(), own.seconds(), scores, own.fits()));
        }
        return rows;
    }

    /**
     * The results of a variant for each seed of which all parts are there, in their order.
     *
     * @param parts of each seed
     */
    private record Judged(Variant variant, Map<Long, List<Part>> parts, TreeMap<Long, List<RunResult>> seeds) {
        static Judged of(Variant variant, Map<Long, List<Part>> parts, Map<String, RunResult> results) {
            TreeMap<Long, List<RunResult>> seeds = new TreeMap<>();
            parts.forEach((seed, ofSeed) -> {
                List<RunResult> own = ofSeed.stream()
                        .flatMap(part -> Optional.ofNullable(results.get(part.name())).stream())
                        .toList();
                if (own.size() == ofSeed.size()) {
                    seeds.put(seed, own);
                }
            });
            return new Judged(variant, parts, seeds);
        }

        /** The same of every seed. */
        List<BenchmarkPair> bench() {
            return parts(seeds.firstKey()).stream()
                    .flatMap(part -> part.bench().stream())
                    .toList();
        }

        private List<Part> parts(long seed) {
            return parts.getOrDefault(seed, List.of());
        }

        double[][] wins(Metric metric) {
            return seeds.keySet().stream().map(seed -> wins(metric, seed)).toArray(double[][]::new);
        }

        private double[] wins(Metric metric, long seed) {
            List<RunResult> results = seeds.getOrDefault(seed, List.of());
            return IntStream.range(0, results.size())
                    .boxed()
                    .flatMapToDouble(i -> Arrays.stream(
                            metric.wins(parts(seed).get(i), results.get(i).scores(), variant.weights())))
                    .toArray();
        }

        /** Of each pair, a row for each seed that both have. */
        double[][] differences(Judged reference, Metric metric) {
            return seeds.keySet().stream()
                    .filter(reference.seeds::containsKey)
                    .map(seed -> {
                        double[] row = wins(metric, seed);
                        double[] other = reference.wins(metric, seed);
                        Arrays.setAll(row, i -> row[i] - other[i]);
                        return row;
                    })
                    .toArray(double[][]::new);
        }

        TrainingFacts facts() {
            return seeds.firstEntry().getValue().get(0).facts();
        }

        double seconds() {
            return seeds.values().stream()
                    .mapToDouble(results ->
                            results.stream().mapToDouble(r -> r.run().seconds()).sum())
                    .average()
                    .orElseThrow();
        }

        Map<Attribute, List<FitQuality>> fits() {
            Map<Attribute, List<FitQuality>> out = new EnumMap<>(Attribute.class);
            variant.rated()
                    .forEach(a -> out.put(
                            a, seeds.keySet().stream().map(seed -> fit(seed, a)).toList()));
            return out;
        }

        private FitQuality fit(long seed, Attribute attribute) {
            List<RatedResponse> samples = new ArrayList<>();
            List<AttributeScores> scores = new ArrayList<>();
            List<RunResult> results = seeds.getOrDefault(seed, List.of());
            for (int i = 0; i < results.size(); i++) {
                Part part = parts(seed).get(i);
                samples.addAll(HelpSteer2.samples(part.validation()));
                scores.addAll(part.ofValidation(results.get(i).scores()));
            }
            return Evaluation.fit(samples, scores, attribute);
        }
    }
}
