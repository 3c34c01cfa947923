package helpsteer.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Filters over pairs; each says what it kept and, by reason, how many it dropped. */
public final class PairFilter {
    private PairFilter() {}

    /** Pairs whose ratings differ on the attribute, as for DPO in arXiv 2406.08673, section 4.3. */
    public static Filtered<RatedPair> unequal(List<RatedPair> pairs, Attribute attribute) {
        return filter(pairs, p -> reasonIf(p.preferred(attribute) == Preferred.TIE, "equal " + attribute.key()));
    }

    /** Pairs of two different responses. */
    public static Filtered<PreferencePair> distinct(List<PreferencePair> pairs) {
        return filter(pairs, p -> reasonIf(p.first().equals(p.second()), "identical responses"));
    }

    /** Pairs with a preference. */
    public static Filtered<PreferencePair> decided(List<PreferencePair> pairs) {
        return filter(pairs, p -> reasonIf(p.preferred() == Preferred.TIE, "tie"));
    }

    /** Keeps the items for which there is no reason to drop them, and counts the reasons. */
    public static <T> Filtered<T> filter(List<T> items, Function<T, Optional<String>> reasonToDrop) {
        List<T> kept = new ArrayList<>();
        Map<String, Integer> dropped = new TreeMap<>();
        for (T item : items) {
            Optional<String> reason = reasonToDrop.apply(item);
            if (reason.isPresent()) {
                dropped.merge(reason.get(), 1, Integer::sum);
            } else {
                kept.add(item);
            }
        }
        return new Filtered<>(kept, dropped);
    }

    /** The reason where the condition holds. */
    public static Optional<String> reasonIf(boolean condition, String reason) {
        return condition ? Optional.of(reason) : Optional.empty();
    }
}
