package helpsteer.simulation.raters;

import helpsteer.data.AnnotatorPreference;
import helpsteer.data.PreferencePair;
import helpsteer.simulation.SimulatedPair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which response the annotators of a pair preferred, as the follow-up paper tells it (arXiv 2410.01257): strengths from -3
 * (first much better) to 3, of which the mean of the three most similar, rounded, is the overall one.
 *
 * @param overall strength and the words for it
 * @param nearest the most similar verdicts, up to three
 * @param raw all verdicts, in the order in which they were given
 */
public record AggregatedPreference(AnnotatorPreference overall, List<AnnotatorPreference> nearest, List<Raw> raw) {
    /** What stands for a strength where neither response is valid. */
    public static final int NOT_VALID = -100;

    private static final int NEAREST = 3;

    /** A difference that asks for more annotators, as with the ratings. */
    private static final int WIDEST = 2;

    public AggregatedPreference {
        nearest = List.copyOf(nearest);
        raw = List.copyOf(raw);
    }

    /**
     * What one annotator wrote.
     *
     * @param strength -3 to 3, or {@value #NOT_VALID}
     * @param justification verdict and reasons
     */
    public record Raw(int strength, String justification) {}

    /** Gathers the annotators' verdicts on one pair. */
    static final class Maker {
        /** An annotator who sees both responses at once errs less than twice, by this many rating points. */
        private static final double ERROR = 0.3;

        /** Mean perceived helpfulness below which an annotator may call both responses not valid, and how often. */
        private static final double WORTHLESS = 0.75;

        private static final double CALLED_NOT_VALID = 0.3;

        private final Raters settings;
        private final SplittableRandom random;
        private final Justification words;
        private final List<AnnotatorPreference> valid = new ArrayList<>();
        private final List<Raw> raw = new ArrayList<>();

        Maker(Raters settings, SimulatedPair pair, SplittableRandom random) {
            this.settings = settings;
            this.random = random;
            words = new Justification(pair, random);
        }

        void add(Annotation first, Annotation second) {
            double error = settings.noise() * ERROR * random.nextGaussian();
            double difference = second.helpfulness() - first.helpfulness() + settings.positionBias() + error;
            boolean worthless = (first.helpfulness() + second.helpfulness()) / 2 < WORTHLESS;
            if (worthless && raw.size() == valid.size() && random.nextDouble() < CALLED_NOT_VALID * settings.noise()) {
                raw.add(new Raw(NOT_VALID, words.notValid()));
                return;
            }
            AnnotatorPreference verdict = words.of(strength(difference));
            valid.add(verdict);
            raw.add(new Raw(verdict.strength(), verdict.statement() + " " + verdict.elaboration()));
        }

        boolean isApart() {
            return spread(valid) > WIDEST;
        }

        AggregatedPreference verdict() {
            List<AnnotatorPreference> nearest = nearest();
            double mean = nearest.stream()
                    .mapToInt(AnnotatorPreference::strength)
                    .average()
                    .orElseThrow();
            AnnotatorPreference overall = words.of(strength(mean));
            return new AggregatedPreference(overall, nearest, raw);
        }

        /** The three with the least squared differences among them; of equal choices the one that stands earlier. */
        private List<AnnotatorPreference> nearest() {
            if (valid.size() <= NEAREST) {
                return valid;
            }
            List<AnnotatorPreference> best = List.of();
            int least = Integer.MAX_VALUE;
            for (int i = 0; i < valid.size(); i++) {
                for (int j = i + 1; j < valid.size(); j++) {
                    for (int k = j + 1; k < valid.size(); k++) {
                        List<AnnotatorPreference> three = List.of(valid.get(i), valid.get(j), valid.get(k));
                        int apart = apart(three);
                        if (apart < least) {
                            least = apart;
                            best = three;
                        }
                    }
                }
            }
            return best;
        }

        private static int apart(List<AnnotatorPreference> verdicts) {
            int sum = 0;
            for (AnnotatorPreference a : verdicts) {
                for (AnnotatorPreference b : verdicts) {
                    sum += (a.strength() - b.strength()) * (a.strength() - b.strength());
                }
            }
            return sum;
        }
    }

    private static int spread(List<AnnotatorPreference> verdicts) {
        List<Integer> strengths =
                verdicts.stream().map(AnnotatorPreference::strength).toList();
        return Collections.max(strengths) - Collections.min(strengths);
    }

    /** A difference as a strength: rounded, a half away from 0, and at an end of the scale where it lies beyond. */
    private static int strength(double difference) {
        double rounded = Math.signum(difference) * Math.floor(Math.abs(difference) + 0.5);
        return (int) Math.max(-PreferencePair.STRONGEST, Math.min(PreferencePair.STRONGEST, rounded));
    }
}
