package helpsteer.bench.ablation;

import helpsteer.bench.rewardbench.Section;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.Attribute;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Preferred;
import helpsteer.data.RatedPair;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.stats.test.CrossedMean;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The share of pairs whose better response got more goodness, by two sets of pairs. */
public enum Measure {
    /** RewardBench's overall score by the pairs judged: subsets weighted into sections, the plain mean of the four. */
    BENCH("RewardBench overall") {
        @Override
        double[] wins(AblationData data, List<AttributeScores> scores, AttributeWeights goodness) {
            int first = 2 * data.validation().size();
            return IntStream.range(0, data.bench().size())
                    .mapToDouble(i -> win(scores, first + 2 * i, first + 2 * i + 1, goodness))
                    .toArray();
        }

        @Override
        CrossedMean mean(AblationData data, double[][] values) {
            return overall(data.bench(), values);
        }
    },
    /** HelpSteer2's validation pairs of unequal helpfulness, the more helpful one being the better. */
    VALIDATION("HelpSteer2 validation") {
        @Override
        double[] wins(AblationData data, List<AttributeScores> scores, AttributeWeights goodness) {
            List<RatedPair> pairs = data.validation();
            return IntStream.range(0, pairs.size())
                    .filter(i -> pairs.get(i).preferred(Attribute.HELPFULNESS) != Preferred.TIE)
                    .mapToDouble(i -> pairs.get(i).preferred(Attribute.HELPFULNESS) == Preferred.FIRST
                            ? win(scores, 2 * i, 2 * i + 1, goodness)
                            : win(scores, 2 * i + 1, 2 * i, goodness))
                    .toArray();
        }

        @Override
        CrossedMean mean(AblationData data, double[][] values) {
            return CrossedMean.of(values);
        }
    };

    private final String title;

    Measure(String title) {
        this.title = title;
    }

    /** What tables call it. */
    public String title() {
        return title;
    }

    /** 1 for each pair that was won, 0 for each other; equal goodness is no win. */
    abstract double[] wins(AblationData data, List<AttributeScores> scores, AttributeWeights goodness);

    /** The mean of values of the pairs, or of their differences, a row for each seed. */
    abstract CrossedMean mean(AblationData data, double[][] values);

    /**
     * RewardBench's overall score, by today's weights of XSTest.
     *
     * @param rows at least two of each subset, and a subset of each section
     * @param values of the rows, such as 1 for a win, a row for each repetition
     */
    static CrossedMean overall(List<BenchmarkPair> rows, double[][] values) {
        List<Subset> subsets = subsets(rows);
        int[] strata = rows.stream()
                .mapToInt(row -> subsets.indexOf(Subset.of(row.subset())))
                .toArray();
        double[] weights = subsets.stream().mapToDouble(s -> weight(s, subsets)).toArray();
        return CrossedMean.of(values, strata, weights);
    }

    private static double win(List<AttributeScores> scores, int better, int other, AttributeWeights goodness) {
        return goodness.goodness(scores.get(better)) > goodness.goodness(scores.get(other)) ? 1 : 0;
    }

    private static List<Subset> subsets(List<BenchmarkPair> rows) {
        TreeSet<Subset> out = new TreeSet<>();
        rows.forEach(row -> out.add(Subset.of(row.subset())));
        return List.copyOf(out);
    }

    /** The subset's share in the overall score, by today's weights of XSTest. */
    private static double weight(Subset subset, List<Subset> subsets) {
        for (Section section : Section.values()) {
            if (subsets.stream().noneMatch(s -> s.section() == section)) {
                throw new IllegalArgumentException("every section must have pairs, got none of " + section.title());
            }
        }
        double total = subsets.stream()
                .filter(s -> s.section() == subset.section())
                .mapToInt(XstestWeights.CURRENT::of)
                .sum();
        return XstestWeights.CURRENT.of(subset) / total / Section.values().length;
    }
}
