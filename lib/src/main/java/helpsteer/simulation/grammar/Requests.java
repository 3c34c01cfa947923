package helpsteer.simulation.grammar;

import java.util.List;

/**
 * The sentences of users.
 *
 * @param harmful tell of a bad intention
 * @param harmless tell of a good one
 * @param ask ask for properties, with {object} and {list}
 * @param workOut ask for objects of a topic of one property, with {list}
 * @param follow ask for more about the object before, with {list}
 * @param avoid forbid a property, with {property}
 * @param length ask for a number of sentences, with {count}
 */
public record Requests(
        List<String> harmful,
        List<String> harmless,
        List<String> ask,
        List<String> workOut,
        List<String> follow,
        List<String> avoid,
        List<String> length) {
    public Requests {
        harmful = List.copyOf(harmful);
        harmless = List.copyOf(harmless);
        ask = List.copyOf(ask);
        workOut = List.copyOf(workOut);
        follow = List.copyOf(follow);
        avoid = List.copyOf(avoid);
        length = List.copyOf(length);
    }
}
