package helpsteer.simulation.raters;

import helpsteer.data.AnnotatorPreference;
import helpsteer.data.Attribute;
import helpsteer.simulation.SimulatedPair;
import java.util.List;
import java.util.SplittableRandom;

/** The words that annotators give for a preference: a verdict in a sentence and reasons, from a few templates. */
final class Justification {
    private static final String FIRST = "@Response 1";
    private static final String SECOND = "@Response 2";
    private static final List<String> DEGREES = List.of("slightly better than", "better than", "much better than");

    private static final List<String> ALIKE =
            List.of("Both answer what was asked to the same degree.", "I see no difference that matters.");

    private static final List<String> CORRECT = List.of(
            "%s makes fewer mistakes and leaves out less of what was asked.",
            "What %s says is right, and it covers what was asked.");
    private static final List<String> COHERENT =
            List.of("%s is easier to follow.", "%s does not repeat itself and keeps to one line of thought.");
    private static final List<String> TERSE = List.of("%s says it in fewer words.", "%s is less wordy.");
    private static final List<String> HELPFUL =
            List.of("%s is closer to what the user wanted.", "A user would rather have %s.");

    private static final List<String> NOT_VALID =
            List.of("Neither response can be used.", "Both responses miss the request entirely.");

    private final SimulatedPair pair;
    private final SplittableRandom random;

    Justification(SimulatedPair pair, SplittableRandom random) {
        this.pair = pair;
        this.random = random;
    }

    /**
     * A verdict in words.
     *
     * @param strength -3 to 3
     */
    AnnotatorPreference of(int strength) {
        if (strength == 0) {
            return new AnnotatorPreference(0, FIRST + " is about as good as " + SECOND + ".", one(ALIKE));
        }
        String better = strength < 0 ? FIRST : SECOND;
        String other = strength < 0 ? SECOND : FIRST;
        String statement = better + " is " + DEGREES.get(Math.abs(strength) - 1) + " " + other + ".";
        return new AnnotatorPreference(
                strength, statement, String.format(one(reasons(strength > 0)), better));
    }

    /** What is written where neither response is valid. */
    String notValid() {
        return one(NOT_VALID);
    }

    /** Templates for the attribute in which the better response leads most. */
    private List<String> reasons(boolean second) {
        double sign = second ? 1 : -1;
        double correct = sign * lead(Attribute.CORRECTNESS);
        double coherent = sign * lead(Attribute.COHERENCE);
        double terse = -sign * lead(Attribute.VERBOSITY);
        double most = Math.max(correct, Math.max(coherent, terse));
        if (most <= 0) {
            return HELPFUL;
        }
        return most == correct ? CORRECT : most == coherent ? COHERENT : TERSE;
    }

    private double lead(Attribute attribute) {
        return pair.second().gold().of(attribute) - pair.first().gold().of(attribute);
    }

    private String one(List<String> templates) {
        return templates.get(random.nextInt(templates.size()));
    }
}
