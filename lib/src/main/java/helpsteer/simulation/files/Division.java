package helpsteer.simulation.files;

import helpsteer.data.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Training pairs and held-out pairs that have no prompt in common. A pair whose part is full is left out.
 *
 * @param split says to which part a prompt belongs
 * @param train how many training pairs there are to be
 * @param heldOut how many others
 */
record Division(PromptSplit split, long train, long heldOut) {
    private static final long REMOVED = -1;

    /** So many times the pairs to be made are looked at before the prompts are found to be too few. */
    private static final long PATIENCE = 1_000;

    long total() {
        return train + heldOut;
    }

    /**
     * Whether another pair of that part is wanted.
     *
     * @throws IllegalStateException where nearly all prompts belong to the part that is full
     */
    private boolean hasRoom(Pass.At at, boolean held) {
        if (at.next() > PATIENCE * total()) {
            throw new IllegalStateException("prompts must be so many different ones that one in twenty can be held out,"
                    + " got too few of " + (at.heldOut() < heldOut ? "those to hold out" : "the others") + " among "
                    + at.next() + "; add objects to the inventory");
        }
        return madeOf(at, held) < (held ? heldOut : train);
    }

    /** How many pairs of that part are made. */
    private long madeOf(Pass.At at, boolean held) {
        return held ? at.heldOut() : at.made() - at.heldOut();
    }

    /**
     * Divides the next pairs. One whose part is full leaves no trace, whether it is released or not.
     *
     * @param pairs in order of their positions, the first of which comes next
     * @param isReleased whether a pair counts as one of its part
     */
    <T> Stretch<T> place(Pass.At from, List<T> pairs, Function<T, Prompt> promptOf, Predicate<T> isReleased) {
        List<Placed<T>> placed = new ArrayList<>();
        Pass.At at = from;
        for (T pair : pairs) {
            if (at.made() == total()) {
                break;
            }
            boolean held = split.isHeldOut(promptOf.apply(pair));
            boolean wanted = hasRoom(at, held);
            boolean released = wanted && isReleased.test(pair);
            if (wanted) {
                placed.add(new Placed<>(pair, held, released ? madeOf(at, held) : REMOVED));
            }
            at = released ? at.passedWith(held) : at.passed();
        }
        return new Stretch<>(placed, at);
    }

    /**
     * A pair and its place.
     *
     * @param held whether its prompt is held out
     * @param index number among the released pairs of its part, or {@value #REMOVED}
     */
    record Placed<T>(T pair, boolean held, long index) {
        boolean isReleased() {
            return index != REMOVED;
        }
    }

    /** Pairs that follow each other in the files, and where the next ones begin. */
    record Stretch<T>(List<Placed<T>> pairs, Pass.At end) {}
}
