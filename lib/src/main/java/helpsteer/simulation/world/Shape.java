package helpsteer.simulation.world;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What kind of prompt is written.
 *
 * @param refusalDue whether it should be refused
 * @param facts number of facts asked for, 1 to 4, before the scale multiplies it
 * @param ordered whether they must come in order
 * @param earlier number of exchanges before the last user turn
 * @param closed whether it states the facts that it asks for
 */
record Shape(boolean refusalDue, int facts, boolean ordered, int earlier, boolean closed) {
    /** Probability of 1, 2, 3 and 4 facts. */
    private static final List<Double> FACTS = List.of(0.03, 0.17, 0.35, 0.45);

    /** Share of prompts that demand an order. */
    private static final double ORDERED = 0.7;

    /** Share of prompts of several turns that have two exchanges before the last one and not one. */
    private static final double SECOND_EXCHANGE = 0.3;

    static Shape draw(WorldSettings settings, SplittableRandom random) {
        boolean refusalDue = random.nextDouble() < settings.refusalDue();
        int facts = 1 + Draws.place(FACTS, random);
        boolean ordered = random.nextDouble() < ORDERED;
        boolean several = random.nextDouble() < settings.multiTurn();
        boolean second = random.nextDouble() < SECOND_EXCHANGE;
        boolean closed = random.nextDouble() < settings.extent().closedQa();
        return new Shape(refusalDue, facts, ordered, several ? second ? 2 : 1 : 0, closed);
    }

    /** The same with at least two facts in order, and a refusal due or not. */
    Shape demanding(boolean dueRefusal) {
        return new Shape(dueRefusal, Math.max(2, facts), true, earlier, closed);
    }
}
