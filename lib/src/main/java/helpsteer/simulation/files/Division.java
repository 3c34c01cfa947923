package helpsteer.simulation.files;

import helpsteer.data.Prompt;

/**
 * Training pairs and held-out pairs that have no prompt in common. A pair whose part is full is left out.
 *
 * @param split says to which part a prompt belongs
 * @param train how many training pairs there are to be
 * @param heldOut how many others
 */
record Division(PromptSplit split, long train, long heldOut) {
    /** So many times the pairs to be made are looked at before the prompts are found to be too few. */
    private static final long PATIENCE = 1_000;

    boolean isHeldOut(Prompt prompt) {
        return split.isHeldOut(prompt);
    }

    long total() {
        return train + heldOut;
    }

    /**
     * Whether another pair of that part is wanted.
     *
     * @throws IllegalStateException where nearly all prompts belong to the part that is full
     */
    boolean hasRoom(Pass.At at, boolean held) {
        if (at.next() > PATIENCE * total()) {
            throw new IllegalStateException("prompts must be so many different ones that one in twenty can be held out,"
                    + " got too few of " + (at.heldOut() < heldOut ? "those to hold out" : "the others") + " among "
                    + at.next() + "; add objects to the inventory");
        }
        return madeOf(at, held) < (held ? heldOut : train);
    }

    /** How many pairs of that part are made. */
    long madeOf(Pass.At at, boolean held) {
        return held ? at.heldOut() : at.made() - at.heldOut();
    }
}
