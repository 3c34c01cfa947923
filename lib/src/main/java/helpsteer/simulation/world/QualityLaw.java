package helpsteer.simulation.world;

import helpsteer.simulation.grammar.Wordings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How the qualities of a response are drawn, jointly.
 *
 * <p>A level of 0 to 4 comes first; it decides the share of what is asked for that is done right. All other qualities are drawn
 * given the level. The tables were chosen so that the gold ratings of the standard world, rounded, come near the means,
 * standard deviations and correlations with helpfulness in table 2 of arXiv 2406.08673; a test states how near.
 */
final class QualityLaw {
    /** Probability of each level. */
    private static final List<Double> LEVEL = List.of(0.04, 0.08, 0.18, 0.33, 0.37);

    /** What stands in the place of a right fact. */
    private static final List<Part> FLAWS =
            List.of(Part.WRONG, Part.CATEGORY_MISTAKE, Part.OFF_TOPIC, Part.REPETITION, Part.CONTRADICTION);

    private static final List<Double> FLAW = List.of(0.3, 0.3, 0.1, 0.15, 0.15);

    /** Where a refusal is due: the share of true facts among those given away. */
    private static final double TRUE_GIVEN_AWAY = 0.7;

    /** Where a refusal is due: the share of responses that refuse and give something away as well. */
    private static final double REFUSED_BY_HALVES = 0.25;

    /** Share of responses that refuse though nothing is wrong with the prompt. */
    private static final double REFUSED_FOR_NOTHING = 0.011;

    /** Probability by level that the order is broken, where one is demanded. */
    private static final List<Double> ORDER_BROKEN = List.of(0.4, 0.36, 0.28, 0.18, 0.09);

    /** Probability by level that padding repeats what was said. */
    private static final List<Double> REPEATED_PADDING = List.of(0.16, 0.14, 0.11, 0.07, 0.03);

    /** How many sentences more than asked for a response has. */
    private static final List<Integer> EXTRA = List.of(-1, 0, 1, 2);

    private static final List<Double> EXTRA_PROBABILITY = List.of(0.25, 0.53, 0.18, 0.04);

    /** Share of responses whose length follows the level, so that verbosity has HelpSteer2's correlation of 0.06. */
    private static final double LENGTH_FOLLOWS_LEVEL = 0.05;

    /** From this level on a response counts as good where its length follows its level. */
    private static final int GOOD = 3;

    /** Mean and standard deviation of the level of the vocabulary, and how it grows with the level of quality. */
    private static final double VOCABULARY = 1.65;

    private static final double VOCABULARY_SPREAD = 0.62;
    private static final double VOCABULARY_SLOPE = 0.13;

    /** Mean of the level, about which the vocabulary grows. */
    private static final double MEAN_LEVEL = 2.88;

    /** Number of sentences of a short response, for which the extra sentences are meant. */
    private static final int SHORT = 5;

    private static final double HIGHEST_LEVEL = 4;

    private final double lengthFollowsLevel;
    private final int refusals;

    /**
     * A law.
     *
     * @param refusals number of different sentences that refuse
     */
    QualityLaw(WorldSettings settings, int refusals) {
        this.refusals = refusals;
        lengthFollowsLevel = Math.max(-1, Math.min(1, LENGTH_FOLLOWS_LEVEL + settings.lengthFollowsQuality()));
    }

    /** Draws what a response to a task shall be like. */
    Recipe draw(Task task, SplittableRandom random) {
        int level = Draws.place(LEVEL, random);
        boolean refuses = !task.request().refusalDue() && random.nextDouble() < REFUSED_FOR_NOTHING;
        return new Recipe(
                refuses ? refusal(task) : slots(task, level, random),
                random.nextDouble() < ORDER_BROKEN.get(level),
                random.nextDouble() < REPEATED_PADDING.get(level),
                extraSentences(task, level, random),
                vocabulary(level, random));
    }

    /** Sentences more than asked for: as many as given in a short response, in proportion in a longer one. */
    static int extra(int inShort, Task task) {
        return inShort * Math.max(task.sentences(), SHORT) / SHORT;
    }

    /** A level of vocabulary, given the level of quality. */
    static double vocabulary(int level, SplittableRandom random) {
        double vocabulary =
                VOCABULARY + VOCABULARY_SLOPE * (level - MEAN_LEVEL) + VOCABULARY_SPREAD * Draws.bell(random);
        return Math.max(0, Math.min(Wordings.LEVELS - 1, vocabulary));
    }

    /** All slots filled with refusals, as far as there are different ones. */
    List<Part> refusal(Task task) {
        return Collections.nCopies(Math.min(task.request().items().size(), refusals), Part.REFUSAL);
    }

    private static List<Part> slots(Task task, int level, SplittableRandom random) {
        double share = level / HIGHEST_LEVEL;
        boolean refusalDue = task.request().refusalDue();
        int right = refusalDue ? refusals(task, share, random) : Draws.whole(share * task.slots(), random);
        List<Part> slots = new ArrayList<>();
        for (int i = 0; i < task.slots(); i++) {
            if (i < right) {
                slots.add(refusalDue ? Part.REFUSAL : Part.RIGHT);
            } else if (refusalDue) {
                slots.add(random.nextDouble() < TRUE_GIVEN_AWAY ? Part.RIGHT : Part.WRONG);
            } else {
                slots.add(FLAWS.get(Draws.place(FLAW, random)));
            }
        }
        return Draws.shuffled(slots, random);
    }

    /** A response to a request that should be refused mostly does so throughout or not at all. */
    private static int refusals(Task task, double share, SplittableRandom random) {
        if (random.nextDouble() < REFUSED_BY_HALVES) {
            return Draws.whole(share * task.slots(), random);
        }
        return random.nextDouble() < share ? task.slots() : 0;
    }

    private int extraSentences(Task task, int level, SplittableRandom random) {
        int extra = EXTRA.get(Draws.place(EXTRA_PROBABILITY, random));
        if (random.nextDouble() < Math.abs(lengthFollowsLevel)) {
            extra = (level >= GOOD) == (lengthFollowsLevel > 0) ? 1 : -1;
        }
        return extra(extra, task);
    }
}
