package helpsteer.data;

import helpsteer.run.Hash;
import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Items divided in two so that no prompt stands on both sides.
 *
 * @param train the items to fit on, in their order
 * @param validation the items held out, in their order
 */
public record Split<T>(List<T> train, List<T> validation) {
    private static final int HEX_DIGITS = 13;
    private static final double RANGE = 0x1p52;

    public Split {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
    }

    /**
     * Holds out the prompts whose hash falls below the share, so that more rows move none of those already there.
     *
     * <p>Where that would leave a side empty and there are two prompts or more, the prompt whose hash is nearest to the share
     * changes sides.
     *
     * @param share of prompts to hold out, in (0, 1); met on average, not exactly
     */
    public static <T> Split<T> byPrompt(List<T> items, Function<T, Prompt> promptOf, double share, Seed seed) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share must be in (0, 1), got " + share);
        }
        Map<Prompt, Double> positions = positions(items, promptOf, seed);
        DoubleSummaryStatistics range =
                positions.values().stream().mapToDouble(p -> p).summaryStatistics();
        double lowest = range.getMin();
        double highest = range.getMax();
        boolean two = lowest < highest;
        double bound = two && lowest >= share ? Math.nextUp(lowest) : two && highest < share ? highest : share;
        return divided(items, i -> Objects.requireNonNull(positions.get(promptOf.apply(items.get(i)))) < bound);
    }

    /** Holds out the items that the test says. */
    public static <T> Split<T> holdingOut(List<T> items, Predicate<? super T> heldOut) {
        return divided(items, i -> heldOut.test(items.get(i)));
    }

    /** Both sides as something else, item by item. */
    public <R> Split<R> map(Function<? super T, ? extends R> function) {
        return new Split<>(
                train.stream().<R>map(function).toList(),
                validation.stream().<R>map(function).toList());
    }

    /**
     * Folds of nearly equal numbers of prompts, each held out once.
     *
     * @param folds at least 2 and at most the number of different prompts
     */
    public static <T> List<Split<T>> folds(List<T> items, Function<T, Prompt> promptOf, int folds, Seed seed) {
        int[] foldOf = foldOf(items, promptOf, folds, seed);
        List<Split<T>> splits = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            int held = fold;
            splits.add(divided(items, i -> foldOf[i] == held));
        }
        return splits;
    }

    /** The fold in which each item is held out by {@link #folds}, counted from 0. */
    public static <T> int[] foldOf(List<T> items, Function<T, Prompt> promptOf, int folds, Seed seed) {
        Map<Prompt, Double> positions = positions(items, promptOf, seed);
        if (folds < 2 || folds > positions.size()) {
            throw new IllegalArgumentException("folds must be in 2.." + positions.size() + ", got " + folds);
        }
        Map<Prompt, Integer> foldOf = new HashMap<>();
        positions.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(e -> foldOf.put(e.getKey(), foldOf.size() % folds));
        return items.stream()
                .mapToInt(item -> Objects.requireNonNull(foldOf.get(promptOf.apply(item)), "every prompt has a fold"))
                .toArray();
    }

    private static <T> Map<Prompt, Double> positions(List<T> items, Function<T, Prompt> promptOf, Seed seed) {
        Map<Prompt, Double> positions = new HashMap<>();
        items.forEach(item -> positions.computeIfAbsent(promptOf.apply(item), p -> position(p, seed)));
        return positions;
    }

    /**
     * A hash over the items of both sides, in order.
     *
     * @param contentHash what identifies an item
     */
    public String sha256(Function<T, String> contentHash) {
        return Hash.ofTexts(Stream.of(train, validation)
                .flatMap(side -> Stream.concat(
                        Stream.of(Integer.toString(side.size())), side.stream().map(contentHash))));
    }

    /** How many items there are on both sides. */
    public int size() {
        return train.size() + validation.size();
    }

    /** Puts aside what stands at the places that are held out. */
    private static <T> Split<T> divided(List<T> items, IntPredicate heldOut) {
        List<T> train = new ArrayList<>();
        List<T> validation = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            (heldOut.test(i) ? validation : train).add(items.get(i));
        }
        return new Split<>(train, validation);
    }

    /** A place in [0, 1) that depends on the seed and the prompt alone. */
    private static double position(Prompt prompt, Seed seed) {
        List<String> texts = new ArrayList<>(List.of(Long.toString(seed.value())));
        for (Turn turn : prompt.turns()) {
            texts.add(turn.role().name());
            texts.add(turn.text());
        }
        String hash = Hash.ofTexts(texts.toArray(String[]::new));
        return Long.parseLong(hash.substring(0, HEX_DIGITS), 16) / RANGE;
    }
}
