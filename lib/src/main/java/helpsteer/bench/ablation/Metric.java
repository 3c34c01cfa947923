package helpsteer.bench.ablation;

import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.Attribute;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Pair;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.stats.Accuracy;
import helpsteer.stats.Interval;
import helpsteer.stats.Wilson;
import helpsteer.stats.test.CrossedMean;
import helpsteer.stats.test.McNemar;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The share of pairs whose better response got the higher reward, by two sets of pairs. */
public enum Metric {
    /** RewardBench's overall score by the pairs judged: subsets weighted into sections, the plain mean of the four. */
    BENCH("RewardBench overall") {
        @Override
        List<Pair<AttributeScores>> judged(Part part, List<AttributeScores> scores) {
            return part.ofBench(scores);
        }

        @Override
        CrossedMean mean(List<BenchmarkPair> bench, double[][] values) {
            List<Subset> subsets = bench.stream()
                    .map(row -> Subset.of(row.subset()))
                    .distinct()
                    .sorted()
                    .toList();
            int[] strata = bench.stream()
                    .mapToInt(row -> subsets.indexOf(Subset.of(row.subset())))
                    .toArray();
            double[] shares = XstestWeights.CURRENT.shares(Set.copyOf(subsets)).values().stream()
                    .mapToDouble(share -> share)
                    .toArray();
            return CrossedMean.of(values, strata, shares);
        }

        @Override
        Interval interval(List<BenchmarkPair> bench, double[] wins) {
            Map<Subset, Accuracy> subsets = new EnumMap<>(Subset.class);
            for (int i = 0; i < wins.length; i++) {
                Accuracy one = wins[i] > 0 ? new Accuracy(1, 0, 0) : new Accuracy(0, 1, 0);
                subsets.merge(Subset.of(bench.get(i).subset()), one, Accuracy::plus);
            }
            return RewardBenchResult.overall(subsets, XstestWeights.CURRENT).interval();
        }
    },
    /** HelpSteer2's validation pairs of unequal helpfulness, the more helpful one being the better. */
    VALIDATION("HelpSteer2 validation") {
        @Override
        List<Pair<AttributeScores>> judged(Part part, List<AttributeScores> scores) {
            return HelpSteer2.unequal(part.validation(), part.ofValidation(scores), Attribute.HELPFULNESS);
        }

        @Override
        CrossedMean mean(List<BenchmarkPair> bench, double[][] values) {
            return CrossedMean.of(values);
        }

        @Override
        Interval interval(List<BenchmarkPair> bench, double[] wins) {
            return Wilson.of((int) Arrays.stream(wins).sum(), wins.length);
        }

        @Override
        Optional<McNemar> exact(double[] differences) {
            int first = (int) Arrays.stream(differences).filter(d -> d > 0).count();
            int second = (int) Arrays.stream(differences).filter(d -> d < 0).count();
            return Optional.of(McNemar.of(first, second));
        }
    };

    private final String title;

    Metric(String title) {
        this.title = title;
    }

    /** What tables call it. */
    public String title() {
        return title;
    }

    /** 1 for each of the part's pairs that was won, 0 for each other; equal rewards are no win. */
    final double[] wins(Part part, List<AttributeScores> scores, AttributeWeights weights) {
        return judged(part, scores).stream()
                .map(pair -> pair.map(weights::reward))
                .mapToDouble(goodness -> goodness.chosen() > goodness.rejected() ? 1 : 0)
                .toArray();
    }

    /**
     * The scores of the part's pairs that count.
     *
     * @param scores of the part's texts
     */
    abstract List<Pair<AttributeScores>> judged(Part part, List<AttributeScores> scores);

    /**
     * The mean of values of the pairs, or of their differences, a row for each seed.
     *
     * @param bench the rows of RewardBench that a seed judges: at least two of each subset, and a subset of each section
     */
    abstract CrossedMean mean(List<BenchmarkPair> bench, double[][] values);

    /** The 95 % interval of the share of one seed's pairs that were won, for other pairs. */
    abstract Interval interval(List<BenchmarkPair> bench, double[] wins);

    /** The exact test of one seed's differences, 1 where only the first won; none where pairs differ in weight. */
    Optional<McNemar> exact(double[] differences) {
        return Optional.empty();
    }
}
