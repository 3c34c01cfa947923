package helpsteer.bench.ablation;

import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.data.BenchmarkPair;
import helpsteer.reward.AttributeWeights;
import helpsteer.stats.Accuracy;
import helpsteer.stats.test.CrossedMean;
import helpsteer.stats.test.McNemar;
import helpsteer.stats.test.PValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Learners side by side.
 *
 * <p>Held-out pairs are compared by McNemar's exact test, RewardBench's overall score by Student's test of the weighted
 * difference pair by pair within subsets. P-values are corrected by Holm for all of the table.
 *
 * @param rows one for each learner, in their order
 */
public record ContestResult(List<Row> rows) {
    /** What ranks the held-out pairs. */
    static final AttributeWeights BY_HELPFULNESS = AttributeWeights.HELPFULNESS_ONLY;

    /** What ranks RewardBench's: the same number, as comparisons give no other. */
    static final AttributeWeights ON_BENCH = AttributeWeights.HELPFULNESS_ONLY;

    /** A learner's outcomes: held-out pairs won, in the order of the folds, and RewardBench. */
    record Judged(String name, List<Boolean> wins, RewardBenchResult bench, double seconds) {}

    /**
     * One learner.
     *
     * @param heldOut pairs of unequal helpfulness, each scored by a model that saw neither it nor its prompt
     * @param bench trained on all pairs
     * @param comparisons with the learners that others are compared with, itself left out
     * @param seconds wall time of all parts
     */
    public record Row(
            String name, Accuracy heldOut, RewardBenchResult bench, List<Against> comparisons, double seconds) {}

    /**
     * A learner against another one.
     *
     * @param other its name
     * @param heldOut McNemar's test, this learner the first
     * @param heldOutCorrected exact p-value after Holm's correction
     * @param overall difference of RewardBench's overall score, this learner's less the other's
     * @param overallCorrected its p-value after Holm's correction
     */
    public record Against(
            String other, McNemar heldOut, double heldOutCorrected, CrossedMean overall, double overallCorrected) {}

    public ContestResult {
        rows = List.copyOf(rows);
    }

    private record Pair(Judged own, Judged other) {}

    static ContestResult of(List<BenchmarkPair> bench, List<Judged> judged) {
        List<Pair> pairs = new ArrayList<>();
        for (Judged own : judged) {
            for (String name : List.of(Contenders.RIDGE, Contenders.LENGTH)) {
                Optional<Judged> other =
                        judged.stream().filter(j -> j.name().equals(name)).findFirst();
                boolean tested = own.name().equals(Contenders.RIDGE) && name.equals(Contenders.LENGTH);
                boolean reversed = own.name().equals(Contenders.LENGTH);
                if (other.isPresent() && !own.name().equals(name) && (tested || !reversed)) {
                    pairs.add(new Pair(own, other.get()));
                }
            }
        }
        List<McNemar> heldOut = pairs.stream()
                .map(p -> McNemar.of(flags(p.own().wins()), flags(p.other().wins())))
                .toList();
        List<CrossedMean> overall = pairs.stream()
                .map(p -> Measure.overall(
                        bench,
                        new double[][] {differences(p.own().bench(), p.other().bench())}))
                .toList();
        double[] raw = new double[2 * pairs.size()];
        for (int i = 0; i < pairs.size(); i++) {
            raw[2 * i] = heldOut.get(i).exactPValue();
            raw[2 * i + 1] = overall.get(i).pValue();
        }
        double[] corrected = PValues.holm(raw);
        List<Row> rows = new ArrayList<>();
        for (Judged own : judged) {
            List<Against> comparisons = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                if (pairs.get(i).own().name().equals(own.name())) {
                    comparisons.add(new Against(
                            pairs.get(i).other().name(),
                            heldOut.get(i),
                            corrected[2 * i],
                            overall.get(i),
                            corrected[2 * i + 1]));
                }
            }
            rows.add(new Row(own.name(), accuracy(own.wins()), own.bench(), comparisons, own.seconds()));
        }
        return new ContestResult(rows);
    }

    /** A tie of scores is no win, so it stands among the losses here. */
    private static Accuracy accuracy(List<Boolean> wins) {
        int won = (int) wins.stream().filter(w -> w).count();
        return new Accuracy(won, wins.size() - won, 0);
    }

    private static boolean[] flags(List<Boolean> wins) {
        boolean[] out = new boolean[wins.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = wins.get(i);
        }
        return out;
    }

    private static double[] differences(RewardBenchResult first, RewardBenchResult second) {
        double[] out = new double[first.pairs().size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (first.pairs().get(i).win() ? 1 : 0)
                    - (second.pairs().get(i).win() ? 1 : 0);
        }
        return out;
    }
}
