package helpsteer.bench;

import helpsteer.data.paper.PaperTable;
import helpsteer.stats.Estimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured of one aligned model, by the paper or by us.
 *
 * @param model its name
 * @param group such as {@code "SFT"}
 * @param measured by metric, with a 95 % interval where one is known; what was not measured is absent
 */
public record AlignmentResult(String model, String group, Map<AlignmentMetric, Estimate> measured) {
    private static final double LEVEL = 0.95;
    private static final double Z = 1.959963984540054;

    public AlignmentResult {
        measured.forEach((metric, estimate) -> {
            if (!Double.isFinite(estimate.value())) {
                throw new IllegalArgumentException(metric.title() + " must be finite, got " + estimate.value());
            }
        });
        EnumMap<AlignmentMetric, Estimate> ordered = new EnumMap<>(AlignmentMetric.class);
        ordered.putAll(measured);
        measured = Collections.unmodifiableMap(ordered);
    }

    /** What was measured by a metric; empty where nothing was. */
    public Optional<Estimate> by(AlignmentMetric metric) {
        return Optional.ofNullable(measured.get(metric));
    }

    /**
     * The paper's Table 4, in its order. AlpacaEval's intervals are 1.96 standard errors to both sides, Arena Hard's are as
     * printed; the paper gives none for the others.
     */
    public static List<AlignmentResult> paper() {
        PaperTable table = PaperTable.number(4);
        List<AlignmentResult> rows = new ArrayList<>();
        for (String model : table.rows()) {
            Map<AlignmentMetric, Estimate> measured = new EnumMap<>(AlignmentMetric.class);
            put(measured, AlignmentMetric.MT_BENCH, table.number(model, "mt bench"));
            put(measured, AlignmentMetric.RESPONSE_CHARS, table.number(model, "mean response chars"));
            put(measured, AlignmentMetric.TRUTHFULQA_MC2, table.number(model, "truthfulqa mc2"));
            double lc = table.number(model, "alpacaeval lc").orElseThrow();
            double error = table.number(model, "alpacaeval lc se").orElseThrow();
            measured.put(AlignmentMetric.ALPACA_EVAL_LC, new Estimate(lc, lc - Z * error, lc + Z * error, LEVEL));
            double arena = table.number(model, "arena hard").orElseThrow();
            double low = table.number(model, "arena hard low").orElseThrow();
            double high = table.number(model, "arena hard high").orElseThrow();
            measured.put(AlignmentMetric.ARENA_HARD, new Estimate(arena, arena + low, arena + high, LEVEL));
            rows.add(new AlignmentResult(model, table.text(model, "group"), measured));
        }
        return rows;
    }

    private static void put(Map<AlignmentMetric, Estimate> into, AlignmentMetric metric, OptionalDouble value) {
        value.ifPresent(v -> into.put(metric, Estimate.of(v)));
    }
}
