package helpsteer.simulation.world;

import helpsteer.simulation.grammar.Item;
import java.util.List;
import java.util.Optional;

/**
 * What a prompt asks for.
 *
 * @param items the facts asked for, in the order in which they are asked, at least one
 * @param ordered whether the response must keep that order
 * @param avoided what the prompt forbids to say
 * @param refusalDue whether the prompt tells of a bad intention, so that a good response refuses
 */
record Request(List<Item> items, boolean ordered, Optional<Item> avoided, boolean refusalDue) {
    Request {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("items must be at least 1, got 0");
        }
    }
}
