package helpsteer.study.overoptimization;

import helpsteer.stats.Estimate;
import helpsteer.stats.Moments;
import helpsteer.stats.Values;
import helpsteer.stats.test.CrossedMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Gold and proxy reward along the way of one optimiser, in several repetitions: differences from the reference policy at rising
 * distances, the same in every repetition. Not a record: its arrays are read, never compared.
 */
public final class RewardCurve {
    private final String optimizer;
    private final double[] kl;
    private final List<Run> runs;

    /**
     * One repetition.
     *
     * @param gold a row for each prompt, a column for each distance
     * @param proxy the same of the proxy
     */
    public record Run(List<List<Double>> gold, List<List<Double>> proxy) {
        public Run {
            gold = gold.stream().map(List::copyOf).toList();
            proxy = proxy.stream().map(List::copyOf).toList();
            if (gold.isEmpty() || gold.size() != proxy.size()) {
                throw new IllegalArgumentException("gold and proxy must have one number of prompts above 0, got "
                        + gold.size() + " and " + proxy.size());
            }
        }

        /** Of one prompt, or of means over prompts. */
        public static Run ofMeans(List<Double> gold, List<Double> proxy) {
            return new Run(List.of(gold), List.of(proxy));
        }

        /** Number of distances that the run reached. */
        public int reached() {
            return gold.get(0).size();
        }
    }

    /**
     * Cuts all runs off where the one that reached least ends.
     *
     * @param optimizer what it is called in tables
     * @param kl of each distance, above 0, rising, at least as many as any run reached
     * @param runs at least two, all of one number of prompts
     */
    public RewardCurve(String optimizer, double[] kl, List<Run> runs) {
        if (runs.size() < 2) {
            throw new IllegalArgumentException("runs must be at least 2, got " + runs.size());
        }
        int reached = runs.stream().mapToInt(Run::reached).min().orElseThrow();
        if (reached < 3 || reached > kl.length) {
            throw new IllegalArgumentException("runs of " + optimizer + " must all reach at least 3 of the " + kl.length
                    + " distances, got " + reached + "; take more responses or steps");
        }
        this.optimizer = optimizer;
        this.kl = Arrays.copyOf(kl, reached);
        this.runs = List.copyOf(runs);
    }

    /** What it is called in tables. */
    public String optimizer() {
        return optimizer;
    }

    /** Number of distances. */
    public int points() {
        return kl.length;
    }

    /** KL of a point. */
    public double kl(int point) {
        return kl[point];
    }

    /** The distances, roots of the KL. */
    public double[] distances() {
        return Arrays.stream(kl).map(Math::sqrt).toArray();
    }

    /** Number of repetitions. */
    public int repetitions() {
        return runs.size();
    }

    /** Mean gold reward at a point, with an interval for other repetitions and, where there are several, other prompts. */
    public Estimate gold(int point) {
        return mean(cells(point, true));
    }

    /** The same of the proxy. */
    public Estimate proxy(int point) {
        return mean(cells(point, false));
    }

    /**
     * What the last point has more gold than another, cell by cell. The other point is chosen by the mean gold reward of half of the
     * repetitions (and, where there are several, of the prompts) for the other half, and the reverse, so that no cell is judged
     * at a point that it helped to choose.
     *
     * @param choice a point by the gold reward of all points; -1 for the reference policy, whose gold reward is 0
     */
    Estimate lastLess(ToIntFunction<double[]> choice) {
        double[][] out = new double[repetitions()][prompts()];
        for (int half = 0; half < 2; half++) {
            for (int promptHalf = 0; promptHalf < Math.min(2, prompts()); promptHalf++) {
                int[] otherPrompts = prompts() == 1 ? new int[] {0} : everySecond(1 - promptHalf, prompts());
                int chosen = choice.applyAsInt(meanGold(everySecond(1 - half, repetitions()), otherPrompts));
                for (int repetition : everySecond(half, repetitions())) {
                    for (int prompt : everySecond(promptHalf, prompts())) {
                        List<Double> gold = runs.get(repetition).gold().get(prompt);
                        out[repetition][prompt] = gold.get(points() - 1) - (chosen < 0 ? 0 : gold.get(chosen));
                    }
                }
            }
        }
        return mean(out);
    }

    /** The mean over all cells of a number that is made of the gold reward at all distances. */
    Estimate mean(ToDoubleFunction<double[]> number) {
        double[][] out = new double[repetitions()][prompts()];
        for (int repetition = 0; repetition < out.length; repetition++) {
            for (int prompt = 0; prompt < out[repetition].length; prompt++) {
                out[repetition][prompt] = number.applyAsDouble(meanGold(new int[] {repetition}, new int[] {prompt}));
            }
        }
        return mean(out);
    }

    private static int[] everySecond(int from, int count) {
        return IntStream.range(0, count).filter(i -> i % 2 == from).toArray();
    }

    /** What this optimiser has more gold than another at the same distance, cell by cell. */
    public Estimate gainOver(RewardCurve other, int point) {
        if (kl[point] != other.kl[point]) {
            throw new IllegalArgumentException("curves must have one distance to be compared, got KL " + kl[point]
                    + " of " + optimizer + " and " + other.kl[point] + " of " + other.optimizer);
        }
        return mean(differences(cells(point, true), other.cells(point, true)));
    }

    /** Mean gold reward of some repetitions, over all prompts, at each distance. */
    double[] meanGold(int[] repetitions) {
        return meanGold(repetitions, IntStream.range(0, prompts()).toArray());
    }

    /** Mean gold curves of resampled repetitions and, where there are several, prompts (Owen 2007's pigeonhole bootstrap). */
    List<double[]> resampled(int count, RandomGenerator random) {
        List<double[]> out = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            out.add(meanGold(drawn(repetitions(), random), drawn(prompts(), random)));
        }
        return out;
    }

    private static int[] drawn(int of, RandomGenerator random) {
        return IntStream.range(0, of).map(i -> random.nextInt(of)).toArray();
    }

    private double[] meanGold(int[] repetitions, int[] prompts) {
        double[] out = new double[points()];
        for (int repetition : repetitions) {
            for (int prompt : prompts) {
                List<Double> gold = runs.get(repetition).gold().get(prompt);
                for (int point = 0; point < out.length; point++) {
                    out[point] += gold.get(point);
                }
            }
        }
        double cells = (double) repetitions.length * prompts.length;
        return Arrays.stream(out).map(sum -> sum / cells).toArray();
    }

    private int prompts() {
        return runs.get(0).gold().size();
    }

    private double[][] cells(int point, boolean gold) {
        return runs.stream()
                .map(run -> (gold ? run.gold() : run.proxy())
                        .stream().mapToDouble(prompt -> prompt.get(point)).toArray())
                .toArray(double[][]::new);
    }

    private static double[][] differences(double[][] first, double[][] second) {
        Values.checkOneLength("first", first.length, "second", second.length);
        return IntStream.range(0, first.length)
                .mapToObj(i -> Values.differences(first[i], second[i]))
                .toArray(double[][]::new);
    }

    private static Estimate mean(double[][] cells) {
        return cells[0].length == 1
                ? Moments.of(Arrays.stream(cells).mapToDouble(row -> row[0]).toArray())
                        .toEstimate()
                : CrossedMean.of(cells).toEstimate();
    }
}
