package helpsteer.bench.ablation;

import helpsteer.data.RatedPair;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import java.util.List;

/**
 * A learner that takes part in a comparison by cross-validation.
 *
 * @param name stands in tables and file names: lower-case letters, digits, dots and hyphens
 * @param maker makes the scorer
 */
public record Contender(String name, Maker maker) {
    /** Makes a scorer out of rated pairs. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Learns from the pairs alone.
         *
         * @param part name of the part of the comparison, for what is kept on disk
         */
        Scorer learn(List<RatedPair> train, String part, Progress progress);
    }

    public Contender {
        if (!name.matches("[a-z0-9.]+(-[a-z0-9.]+)*")) {
            throw new IllegalArgumentException(
                    "name must be lower-case letters, digits, dots and hyphens, got \"" + name + "\"");
        }
    }
}
