package helpsteer.bench.panels;

import helpsteer.bench.PairScores;
import helpsteer.bench.PairScores.Scored;
import java.util.Comparator;
import java.util.List;

/**
 * The pairs that a model gets most wrong, worst first: keys, scores and lengths, no texts.
 *
 * @param model the model's name
 * @param benchmark the benchmark's name
 * @param pairs those whose better response scores lower
 * @param total how many such pairs there are
 */
public record Mistakes(String model, String benchmark, List<Scored> pairs, int total) {
    public Mistakes {
        pairs = List.copyOf(pairs);
    }

    /**
     * The worst of them by the difference of the scores; of equal ones that with the earlier key.
     *
     * @param most how many at most, at least 1
     */
    public static Mistakes of(PairScores scores, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1, got " + most);
        }
        List<Scored> wrong = scores.pairs().stream()
                .filter(p -> p.margin() < 0)
                .sorted(Comparator.comparingDouble(Scored::margin).thenComparing(Scored::key))
                .toList();
        return new Mistakes(
                scores.model(), scores.benchmark(), wrong.subList(0, Math.min(most, wrong.size())), wrong.size());
    }
}
