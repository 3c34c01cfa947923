package helpsteer.train.metrics;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A step with what is worth watching while it runs.
 *
 * @param step the step
 * @param recent speed of the last fifty steps
 * @param memory at most a second old
 * @param peakFlops operations a second that the device can do; 0 where that is not known
 */
public record StepReport(StepRecord step, Throughput recent, MemoryUse memory, double peakFlops) {
    private static final double GIB = 1L << 30;

    /** Model-FLOP utilisation of the last fifty steps; empty where device or operations are not known. */
    public OptionalDouble utilisation() {
        return peakFlops > 0 ? recent.utilisation(peakFlops) : OptionalDouble.empty();
    }

    /** What is known, in words, such as {@code "1,830 tokens/s, padding 7 %, memory 1.2 GiB (peak 1.4)"}. */
    public String speedAndMemory() {
        StringBuilder out = new StringBuilder();
        if (recent.total().tokens() > 0) {
            add(out, "%,.0f tokens/s, padding %.0f %%", recent.medianTokensPerSecond(), 100 * recent.paddingShare());
        }
        if (utilisation().isPresent()) {
            add(out, "%.1f %% of the device's peak", 100 * utilisation().getAsDouble());
        }
        if (memory.resident() >= 0) {
            add(out, "memory %.2f GiB (peak %.2f)", memory.resident() / GIB, memory.peakResident() / GIB);
        }
        if (memory.device() >= 0) {
            add(out, "GPU %.2f GiB", memory.device() / GIB);
        }
        return out.toString();
    }

    private static void add(StringBuilder out, String format, Object... values) {
        out.append(out.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, format, values));
    }
}
