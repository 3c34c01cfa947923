package helpsteer.bench.rewardbench;

import helpsteer.bench.PairScores.Scored;
import helpsteer.stats.test.McNemar;
import java.util.List;

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
        List<Scored> pairs = first.scores().pairs();
        List<Scored> others = first.scores().matching(second.scores());
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < pairs.size(); i++) {
            if (sections.contains(Subset.of(pairs.get(i).subset()).section())) {
                onlyFirst += pairs.get(i).win() && !others.get(i).win() ? 1 : 0;
                onlySecond += others.get(i).win() && !pairs.get(i).win() ? 1 : 0;
            }
        }
        return new PairedComparison(
                first.model(), second.model(), onlyFirst, onlySecond, McNemar.of(onlyFirst, onlySecond));
    }
}
