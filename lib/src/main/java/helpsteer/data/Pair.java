package helpsteer.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What belongs to the chosen and what to the rejected one of two responses to a prompt: texts, scores, lengths, vectors.
 *
 * <p>Scorers and tokenizers take one list. Only this class lays pairs out for them and takes the results apart again.
 */
public record Pair<T>(T chosen, T rejected) {
    /** The same function of both. */
    public <R> Pair<R> map(Function<? super T, ? extends R> function) {
        return new Pair<>(function.apply(chosen), function.apply(rejected));
    }

    /**
     * Both items of every pair through a function that takes all of them at once.
     *
     * @param function gives one result for each item, in their order
     */
    public static <T, R> List<Pair<R>> mapAll(List<Pair<T>> pairs, Function<List<T>, List<R>> function) {
        return apart(pairs.size(), function.apply(flat(pairs)));
    }

    /** All items, chosen and rejected in turn. */
    public static <T> List<T> flat(List<Pair<T>> pairs) {
        return pairs.stream().flatMap(p -> Stream.of(p.chosen, p.rejected)).toList();
    }

    /**
     * What was made of each item of {@link #flat}, as pairs.
     *
     * @param count of the pairs
     */
    public static <T> List<Pair<T>> apart(int count, List<T> flat) {
        if (flat.size() != 2 * count) {
            throw new IllegalArgumentException(
                    "items must be two for each pair, got " + flat.size() + " for " + count + " pairs");
        }
        List<Pair<T>> out = new ArrayList<>(count);
        for (var next = flat.iterator(); next.hasNext(); ) {
            out.add(new Pair<>(next.next(), next.next()));
        }
        return List.copyOf(out);
    }

    /** Where the items of each pair stand in {@link #flat}. */
    public static List<Pair<Integer>> places(int count) {
        return apart(count, IntStream.range(0, 2 * count).boxed().toList());
    }

    /** The numbers of all chosen and of all rejected items. */
    public static Pair<double[]> numbers(List<Pair<Double>> pairs) {
        return new Pair<>(
                pairs.stream().mapToDouble(Pair::chosen).toArray(),
                pairs.stream().mapToDouble(Pair::rejected).toArray());
    }

    /** The chosen items of all pairs, then the rejected ones: the order in which the losses of pairs take scores. */
    public static <T> List<T> chosenFirst(List<Pair<T>> pairs) {
        return Stream.concat(pairs.stream().map(Pair::chosen), pairs.stream().map(Pair::rejected))
                .toList();
    }
}
