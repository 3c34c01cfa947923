package helpsteer.bench;

import helpsteer.data.BenchmarkPair;
import helpsteer.data.Filtered;
import helpsteer.data.PairFilter;
import helpsteer.data.PreferencePair;
import helpsteer.data.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pairs of which one response is the better one, whatever file they come from.
 *
 * @param name what tables call it
 * @param pairs each with another key
 * @param dropped how many pairs of the source are left out, by reason
 */
public record PairBenchmark(String name, List<BenchmarkPair> pairs, Map<String, Integer> dropped) {
    public PairBenchmark {
        pairs = List.copyOf(pairs);
        dropped = Map.copyOf(dropped);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("pairs of " + name + " must not be empty, got none");
        }
        long keys = pairs.stream().map(BenchmarkPair::key).distinct().count();
        if (keys != pairs.size()) {
            throw new IllegalArgumentException(
                    "pairs of " + name + " must be unique, got " + keys + " keys for " + pairs.size() + " pairs");
        }
    }

    /** Comparisons of one part; ties, and pairs of one text twice, are dropped and counted. */
    static PairBenchmark of(String name, Filtered<PreferencePair> source) {
        return of(name, Map.of(name, source));
    }

    /**
     * Comparisons in several parts; ties, and pairs of one text twice, are dropped and counted.
     *
     * @param parts by the name of the part, which becomes the subset; a pair's id is its place in the part, from 0
     */
    static PairBenchmark of(String name, Map<String, Filtered<PreferencePair>> parts) {
        List<BenchmarkPair> pairs = new ArrayList<>();
        Map<String, Integer> dropped = new TreeMap<>();
        parts.forEach((part, source) -> {
            Filtered<PreferencePair> used = source.then(PairFilter::decided).then(PairFilter::distinct);
            used.dropped().forEach((reason, count) -> dropped.merge(reason, count, Integer::sum));
            for (int i = 0; i < used.items().size(); i++) {
                PreferencePair pair = used.items().get(i);
                pairs.add(new BenchmarkPair(part, Integer.toString(i), pair.prompt(), pair.chosen(), pair.rejected()));
            }
        });
        return new PairBenchmark(name, pairs, dropped);
    }

    /** The number of each pair's prompt; pairs of one prompt have one number. */
    public int[] prompts() {
        return Prompt.numbers(pairs.stream().map(BenchmarkPair::prompt).toList());
    }

    @Override
    public String toString() {
        return name + ": " + pairs.size() + " pairs, dropped " + new TreeMap<>(dropped);
    }
}
