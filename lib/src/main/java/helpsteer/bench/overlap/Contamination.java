package helpsteer.bench.overlap;

import helpsteer.data.BenchmarkPair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks of a training set of rated responses against a benchmark of pairs. Training turns and responses are texts of
 * their own: no n-gram runs across their ends.
 */
public final class Contamination {
    private Contamination() {}

    /** Which prompts of the benchmark stand in prompts or responses of the training set. */
    public static OverlapResult prompts(List<BenchmarkPair> benchmark, Iterable<RatedResponse> training) {
        return run(benchmark, training, pair -> text(pair.prompt()));
    }

    /** Which better responses of the benchmark stand there. */
    public static OverlapResult chosen(List<BenchmarkPair> benchmark, Iterable<RatedResponse> training) {
        return run(benchmark, training, BenchmarkPair::chosen);
    }

    /** Which other responses of the benchmark stand there. */
    public static OverlapResult rejected(List<BenchmarkPair> benchmark, Iterable<RatedResponse> training) {
        return run(benchmark, training, BenchmarkPair::rejected);
    }

    private static OverlapResult run(
            List<BenchmarkPair> benchmark, Iterable<RatedResponse> training, Function<BenchmarkPair, String> text) {
        List<NgramOverlap.Item> items = new ArrayList<>();
        for (BenchmarkPair pair : benchmark) {
            items.add(new NgramOverlap.Item(pair.subset(), pair.key(), text.apply(pair)));
        }
        NgramOverlap overlap = new NgramOverlap(items);
        for (RatedResponse sample : training) {
            sample.prompt().turns().forEach(turn -> overlap.add(turn.text()));
            overlap.add(sample.response());
        }
        return overlap.result();
    }

    private static String text(Prompt prompt) {
        return prompt.turns().stream().map(Turn::text).collect(Collectors.joining("\n"));
    }
}
