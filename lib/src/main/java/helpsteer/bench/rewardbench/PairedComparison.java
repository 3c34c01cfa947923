package helpsteer.bench.rewardbench;

import helpsteer.stats.test.McNemar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two models on the same pairs of RewardBench.
 *
 * @param first name of the first model
 * @param second name of the second
 * @param onlyFirst pairs that only the first model won
 * @param onlySecond pairs that only the second model won
 * @param test McNemar's test of whether the two win equally often
 */
public record PairedComparison(String first, String second, int onlyFirst, int onlySecond, McNemar test) {

    /**
     * Compares pair by pair.
     *
     * @throws IllegalArgumentException where the two did not score the same pairs
     */
    public static PairedComparison of(RewardBenchResult first, RewardBenchResult second) {
        return of(first, second, List.of(Section.values()));
    }

    /** The same within some sections. */
    public static PairedComparison of(RewardBenchResult first, RewardBenchResult second, List<Section> sections) {
        Map<String, RewardBenchResult.Scored> others = new HashMap<>();
        second.pairs().forEach(pair -> others.put(pair.key(), pair));
        if (first.pairs().size() != second.pairs().size()) {
            throw new IllegalArgumentException("both models must have scored the same pairs, got "
                    + first.pairs().size() + " and " + second.pairs().size());
        }
        List<Boolean> firstWins = new ArrayList<>();
        List<Boolean> secondWins = new ArrayList<>();
        for (RewardBenchResult.Scored pair : first.pairs()) {
            RewardBenchResult.Scored other = others.get(pair.key());
            if (other == null) {
                throw new IllegalArgumentException(
                        "both models must have scored the same pairs, got " + pair.key() + " from one only");
            }
            if (sections.contains(pair.subset().section())) {
                firstWins.add(pair.win());
                secondWins.add(other.win());
            }
        }
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < firstWins.size(); i++) {
            onlyFirst += firstWins.get(i) && !secondWins.get(i) ? 1 : 0;
            onlySecond += secondWins.get(i) && !firstWins.get(i) ? 1 : 0;
        }
        return new PairedComparison(
                first.model(), second.model(), onlyFirst, onlySecond, McNemar.of(onlyFirst, onlySecond));
    }
}
