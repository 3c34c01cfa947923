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
import helpsteer.stats.Interval;
import helpsteer.stats.Mover;
import helpsteer.stats.Wilson;
import helpsteer.stats.test.CrossedMean;
import helpsteer.stats.test.McNemar;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The share of pairs whose better response got the higher reward, by two sets of pairs. */
public enum Metric {
    /** RewardBench's overall score by the pairs judged: subsets weighted into sections, the plain mean of the four. */
    BENCH("RewardBench overall") {
        @Override
        double[] wins(Part part, List<AttributeScores> scores, AttributeWeights weights) {
            int first = 2 * part.validation().size();
            return IntStream.range(0, part.bench().size())
                    .mapToDouble(i -> win(scores, first + 2 * i, first + 2 * i + 1, weights))
                    .toArray();
        }

        @Override
        CrossedMean mean(List<BenchmarkPair> bench, double[][] values) {
            List<Subset> subsets = subsets(bench);
            int[] strata = bench.stream()
                    .mapToInt(row -> subsets.indexOf(Subset.of(row.subset())))
                    .toArray();
            return CrossedMean.of(values, strata, shares(subsets));
        }

        @Override
        Interval interval(List<BenchmarkPair> bench, double[] wins) {
            List<Subset> subsets = subsets(bench);
            int[] won = new int[subsets.size()];
            int[] all = new int[subsets.size()];
            for (int i = 0; i < wins.length; i++) {
                int subset = subsets.indexOf(Subset.of(bench.get(i).subset()));
                won[subset] += (int) wins[i];
                all[subset]++;
            }
            double[] rates = IntStream.range(0, all.length)
                    .mapToDouble(s -> (double) won[s] / all[s])
                    .toArray();
            List<Interval> intervals = IntStream.range(0, all.length)
                    .mapToObj(s -> Wilson.of(won[s], all[s]))
                    .toList();
            return Mover.of(shares(subsets), rates, intervals);
        }
    },
    /** HelpSteer2's validation pairs of unequal helpfulness, the more helpful one being the better. */
    VALIDATION("HelpSteer2 validation") {
        @Override
        double[] wins(Part part, List<AttributeScores> scores, AttributeWeights weights) {
            List<RatedPair> pairs = part.validation();
            return IntStream.range(0, pairs.size())
                    .filter(i -> pairs.get(i).preferred(Attribute.HELPFULNESS) != Preferred.TIE)
                    .mapToDouble(i -> pairs.get(i).preferred(Attribute.HELPFULNESS) == Preferred.FIRST
                            ? win(scores, 2 * i, 2 * i + 1, weights)
                            : win(scores, 2 * i + 1, 2 * i, weights))
                    .toArray();
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
    abstract double[] wins(Part part, List<AttributeScores> scores, AttributeWeights weights);

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

    private static double win(List<AttributeScores> scores, int better, int other, AttributeWeights weights) {
        return weights.goodness(scores.get(better)) > weights.goodness(scores.get(other)) ? 1 : 0;
    }

    private static List<Subset> subsets(List<BenchmarkPair> rows) {
        TreeSet<Subset> out = new TreeSet<>();
        rows.forEach(row -> out.add(Subset.of(row.subset())));
        return List.copyOf(out);
    }

    /** Each subset's share in the overall score, by today's weights of XSTest. */
    private static double[] shares(List<Subset> subsets) {
        for (Section section : Section.values()) {
            if (subsets.stream().noneMatch(s -> s.section() == section)) {
                throw new IllegalArgumentException("every section must have pairs, got none of " + section.title());
            }
        }
        return subsets.stream()
                .mapToDouble(subset -> {
                    double total = subsets.stream()
                            .filter(s -> s.section() == subset.section())
                            .mapToInt(XstestWeights.CURRENT::of)
                            .sum();
                    return XstestWeights.CURRENT.of(subset) / total / Section.values().length;
                })
                .toArray();
    }
}
