package helpsteer.align;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the parts of a run took.
 *
 * @param parts such as sampling, scoring and training
 */
public record TimingTable(List<Part> parts) {
    public TimingTable {
        parts = List.copyOf(parts);
    }

    /**
     * One part.
     *
     * @param seconds of the work that was kept, in all sessions
     * @param tokens sampled, in sampling and scoring; read with their prompts, once an epoch, in training
     */
    public record Part(String name, double seconds, long tokens) {
        /** Tokens a second; 0 where no time was measured. */
        public double tokensPerSecond() {
            return seconds > 0 ? tokens / seconds : 0;
        }
    }

    /** All parts together. */
    public double seconds() {
        return parts.stream().mapToDouble(Part::seconds).sum();
    }

    @Override
    public String toString() {
        return parts.stream()
                .map(p -> String.format(
                        Locale.ROOT,
                        "%-9s %9.1f s %5.1f %% %10d tokens %8.0f tokens/s",
                        p.name,
                        p.seconds,
                        seconds() > 0 ? 100 * p.seconds / seconds() : 0,
                        p.tokens,
                        p.tokensPerSecond()))
                .collect(Collectors.joining("\n"));
    }
}
