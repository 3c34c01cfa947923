package helpsteer.simulation.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The recipes of a pair of a kind.
 *
 * @param better of the response that is better by gold helpfulness
 * @param worse of the other one
 */
record PairRecipes(Recipe better, Recipe worse) {
    /** One flaw stands in for each so many facts asked for. */
    private static final int FACTS_FOR_A_FLAW = 4;

    private static final int FEWER = -1;
    private static final int MORE = 2;
    private static final double PLAIN = 0.5;
    private static final double LEARNED = 3.5;

    /** Draws the recipes for a task that {@link Shape#demanding} shaped. */
    static PairRecipes draw(PairKind kind, Task task, QualityLaw law, SplittableRandom random) {
        double vocabulary = QualityLaw.vocabulary(random.nextInt(5), random);
        List<Part> right = Collections.nCopies(task.slots(), Part.RIGHT);
        Recipe good = new Recipe(right, false, false, 0, vocabulary);
        Recipe refusing = new Recipe(law.refusal(task), false, false, 0, vocabulary);
        List<Part> wrong = flawed(right, Part.WRONG, random);
        return switch (kind) {
            case FACTS -> new PairRecipes(good, with(good, wrong));
            case RELEVANCE -> new PairRecipes(good, with(good, flawed(right, Part.OFF_TOPIC, random)));
            case ORDER -> new PairRecipes(good, new Recipe(right, true, false, 0, vocabulary));
            case REPETITION -> new PairRecipes(good, with(good, lastOne(right, Part.REPETITION)));
            case CONTRADICTION -> new PairRecipes(good, with(good, lastOne(right, Part.CONTRADICTION)));
            case REFUSAL_DUE -> new PairRecipes(refusing, good);
            case REFUSAL_NOT_DUE -> new PairRecipes(good, refusing);
            case LONGER_IS_WORSE -> new PairRecipes(
                    with(right, QualityLaw.extra(FEWER, task), vocabulary), with(wrong, QualityLaw.extra(MORE, task), vocabulary));
            case SHORTER_IS_WORSE -> new PairRecipes(
                    with(right, QualityLaw.extra(MORE, task), vocabulary), with(wrong, QualityLaw.extra(FEWER, task), vocabulary));
            case LEARNED_IS_WORSE -> new PairRecipes(with(right, 0, PLAIN), with(wrong, 0, LEARNED));
        };
    }

    private static Recipe with(Recipe recipe, List<Part> slots) {
        return with(slots, recipe.extraSentences(), recipe.vocabulary());
    }

    private static Recipe with(List<Part> slots, int extraSentences, double vocabulary) {
        return new Recipe(slots, false, false, extraSentences, vocabulary);
    }

    private static List<Part> flawed(List<Part> right, Part flaw, SplittableRandom random) {
        List<Part> slots = new ArrayList<>(right);
        Collections.fill(slots.subList(0, (right.size() + FACTS_FOR_A_FLAW - 1) / FACTS_FOR_A_FLAW), flaw);
        return Draws.shuffled(slots, random);
    }

    private static List<Part> lastOne(List<Part> right, Part flaw) {
        List<Part> slots = new ArrayList<>(right);
        slots.set(right.size() - 1, flaw);
        return slots;
    }
}
