package helpsteer.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

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

    /**
     * Pairs among which the longer response is chosen as often as the shorter, and by as much, so that length tells nothing of
     * the choice. To each pair of the rarer kind, from the largest difference to the smallest, the other kind gives the one
     * whose difference is nearest; those left over are dropped. Pairs of equal length stay.
     *
     * @param difference length of the chosen response less that of the rejected one, of each pair; 0 also where none is chosen
     */
    public static <T> Filtered<T> lengthBalanced(List<T> pairs, ToDoubleFunction<T> difference) {
        double[] apart = pairs.stream().mapToDouble(difference).toArray();
        for (double each : apart) {
            if (Double.isNaN(each)) {
                throw new IllegalArgumentException("difference of lengths must be a number, got NaN");
            }
        }
        List<Integer> longer = byDistance(apart, 1);
        List<Integer> shorter = byDistance(apart, -1);
        boolean fewLonger = longer.size() < shorter.size();
        Set<Integer> unmatched = unmatched(apart, fewLonger ? longer : shorter, fewLonger ? shorter : longer);
        String reason = "no match whose " + (fewLonger ? "longer" : "shorter") + " response is chosen";
        Iterator<Integer> places = IntStream.range(0, apart.length).iterator();
        return filter(pairs, pair -> reasonIf(unmatched.contains(places.next()), reason));
    }

    /** The places of the differences of one sign, the largest first. */
    private static List<Integer> byDistance(double[] apart, int sign) {
        return IntStream.range(0, apart.length)
                .filter(i -> sign * apart[i] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -sign * apart[i]))
                .toList();
    }

    /** The places among the many that are nearest to none of the few, each of which takes one. */
    private static Set<Integer> unmatched(double[] apart, List<Integer> few, List<Integer> many) {
        TreeMap<Double, Deque<Integer>> free = new TreeMap<>();
        many.forEach(i -> free.computeIfAbsent(Math.abs(apart[i]), d -> new ArrayDeque<>())
                .add(i));
        Set<Integer> out = new HashSet<>(many);
        for (int i : few) {
            double wanted = Math.abs(apart[i]);
            Double below = free.floorKey(wanted);
            Double above = free.ceilingKey(wanted);
            double nearest = below == null || (above != null && above - wanted < wanted - below)
                    ? Objects.requireNonNull(above)
                    : below;
            Deque<Integer> those = Objects.requireNonNull(free.get(nearest));
            out.remove(those.remove());
            if (those.isEmpty()) {
                free.remove(nearest);
            }
        }
        return out;
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
