package helpsteer.bench.overlap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which word n-grams of a benchmark's items stand in training texts (8-grams by default, after Brown et al. 2020).
 *
 * <p>Training texts stream through: memory holds the benchmark's words as numbers and one table over them, nothing of the
 * training set. It is exact: where two n-grams share a hash, their words are compared. Not safe for several threads.
 */
public final class NgramOverlap {
    /** Words of an n-gram. */
    public static final int N = 8;

    private static final int NONE = -1;

    /**
     * A text of a benchmark.
     *
     * @param subset what results are summed up by
     */
    public record Item(String subset, String key, String text) {}

    private final List<Item> items;
    private final Map<String, Integer> vocabulary = new HashMap<>();

    /** The words of all items, one item after the other. */
    private final int[] words;

    /** Where each item's words begin; one entry more than items. */
    private final int[] starts;

    /** For each place where an n-gram begins, the first place of the same n-gram. */
    private final int[] first;

    /** First places by hash, with linear probing. */
    private final int[] table;

    /** First places whose n-gram was seen in training. */
    private final BitSet found = new BitSet();

    private long trainingTexts;

    /** Takes the items of a benchmark. */
    public NgramOverlap(List<Item> items) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException("items must not be empty, got none");
        }
        this.items = List.copyOf(items);
        this.starts = new int[items.size() + 1];
        List<int[]> each = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            int[] own = WordTokenizer.of(items.get(i).text()).stream()
                    .mapToInt(word -> {
                        Integer known = vocabulary.putIfAbsent(word, vocabulary.size());
                        return known == null ? vocabulary.size() - 1 : known;
                    })
                    .toArray();
            each.add(own);
            starts[i + 1] = Math.addExact(starts[i], own.length);
        }
        this.words = new int[starts[items.size()]];
        for (int i = 0; i < each.size(); i++) {
            System.arraycopy(each.get(i), 0, words, starts[i], each.get(i).length);
        }
        this.first = new int[words.length];
        this.table = new int[Math.max(16, Integer.highestOneBit(Math.max(1, words.length)) * 4)];
        Arrays.fill(table, NONE);
        for (int i = 0; i < items.size(); i++) {
            for (int at = starts[i]; at + N <= starts[i + 1]; at++) {
                int slot = slot(words, at);
                if (table[slot] == NONE) {
                    table[slot] = at;
                }
                first[at] = table[slot];
            }
        }
    }

    /** Marks the n-grams of a training text. */
    public void add(String trainingText) {
        trainingTexts++;
        int[] text = WordTokenizer.of(trainingText).stream()
                .mapToInt(word -> vocabulary.getOrDefault(word, NONE))
                .toArray();
        int known = 0; // words up to here, in a row, that the benchmark has at all
        for (int end = 0; end < text.length; end++) {
            known = text[end] == NONE ? 0 : known + 1;
            if (known >= N) {
                int place = table[slot(text, end - N + 1)];
                if (place != NONE) {
                    found.set(place);
                }
            }
        }
    }

    /** What was found so far, item by item. */
    public OverlapResult result() {
        List<OverlapResult.ItemOverlap> out = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            int seen = 0;
            for (int at = starts[i]; at + N <= starts[i + 1]; at++) {
                seen += found.get(first[at]) ? 1 : 0;
            }
            int ngrams = Math.max(0, starts[i + 1] - starts[i] - N + 1);
            out.add(new OverlapResult.ItemOverlap(
                    items.get(i).subset(), items.get(i).key(), ngrams, seen));
        }
        return new OverlapResult(out, trainingTexts);
    }

    /** The slot of the n-gram that begins at that place of a text: where it stands, or would stand. */
    private int slot(int[] text, int from) {
        long hash = 0;
        for (int i = 0; i < N; i++) {
            hash = (hash ^ text[from + i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        int slot = (int) (hash & (table.length - 1));
        while (table[slot] != NONE && !Arrays.equals(text, from, from + N, words, table[slot], table[slot] + N)) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }
}
