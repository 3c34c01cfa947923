package helpsteer.bench.rewardbench;

import helpsteer.run.Seed;
import helpsteer.stats.Bootstrap;
import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The score of RewardBench 2's Ties domain: are all right answers above all wrong ones, and closer to each other than to
 * those?
 *
 * <p>Each prompt comes with one right answer ({@code ref:k}) and with several ({@code tied:k}). The formula is that of
 * allenai/reward-bench, {@code process_single_model}, at commit 05a9005. The release 0.1.4 leaves prompts whose right
 * answers score alike out of the last term, which moves the score by 0.01 at most.
 *
 * @param prompts by k
 */
public record TiesScore(List<TiedPrompt> prompts) {
    private static final int RESAMPLES = 2000;
    private static final double LEVEL = 0.95;

    /**
     * A prompt's two rows.
     *
     * @param ref with one right answer
     * @param tied with several
     */
    public record TiedPrompt(Optional<Margins> ref, Optional<Margins> tied) {
        private boolean both() {
            return ref.isPresent() && tied.isPresent();
        }

        private double gap() {
            return Math.min(ref.orElseThrow().gap(), tied.orElseThrow().gap());
        }

        private double spread() {
            return tied.orElseThrow().spread();
        }

        private double margin() {
            double margin = Math.tanh(gap() / spread() - 1);
            return Double.isNaN(margin) ? 0 : margin; // 0 / 0: all answers score alike
        }
    }

    /**
     * How far apart the scores of a row are.
     *
     * @param gap worst right score less best wrong one
     * @param spread best right score less worst right one
     */
    public record Margins(double gap, double spread) {
        static Margins of(RewardBench2Result.Scored row) {
            List<Double> right = row.scores().subList(0, row.correct());
            List<Double> wrong =
                    row.scores().subList(row.correct(), row.scores().size());
            double worst = Collections.min(right);
            return new Margins(worst - Collections.max(wrong), Collections.max(right) - worst);
        }

        /** Whether every right answer scores above every wrong one. */
        public boolean accurate() {
            return gap > 0;
        }
    }

    public TiesScore {
        prompts = List.copyOf(prompts);
        if (prompts.stream().noneMatch(TiedPrompt::both)) {
            throw new IllegalArgumentException(
                    "Ties must hold a prompt with both its rows, ref:k and tied:k, got none among " + prompts.size());
        }
    }

    /** The score of the rows of the domain, joined by their ids. */
    static TiesScore of(List<RewardBench2Result.Scored> rows) {
        Map<Integer, Margins> refs = new TreeMap<>();
        Map<Integer, Margins> tied = new TreeMap<>();
        for (RewardBench2Result.Scored row : rows) {
            String[] parts = row.id().split(":", -1);
            boolean ref = parts[0].equals("ref");
            if (parts.length != 2 || !(ref || parts[0].equals("tied")) || !parts[1].matches("[0-9]{1,9}")) {
                throw new IllegalArgumentException("id in Ties must be ref:k or tied:k, got " + row.id());
            }
            if (ref == (row.correct() > 1)) {
                throw new IllegalArgumentException("correct of Ties/" + row.id() + " must be "
                        + (ref ? "1" : "at least 2") + ", got " + row.correct());
            }
            (ref ? refs : tied).put(Integer.parseInt(parts[1]), Margins.of(row));
        }
        TreeMap<Integer, Margins> all = new TreeMap<>(refs);
        all.putAll(tied);
        List<TiedPrompt> prompts = new ArrayList<>();
        for (int k : all.keySet()) {
            prompts.add(new TiedPrompt(Optional.ofNullable(refs.get(k)), Optional.ofNullable(tied.get(k))));
        }
        return new TiesScore(prompts);
    }

    /** The score, in [-0.01, 1.01]. */
    public double value() {
        return score(IntStream.range(0, prompts.size()).toArray());
    }

    /**
     * The score with a 95 % interval by bootstrap of the prompts, both rows of a prompt together. Where every prompt counts
     * alike the interval has no width, which is not certainty.
     *
     * @throws IllegalArgumentException where there are fewer than two prompts
     */
    public Estimate estimate(Seed seed) {
        if (prompts.size() < 2) {
            throw new IllegalArgumentException("Ties must hold at least 2 prompts for an interval, got 1");
        }
        Bootstrap bootstrap =
                Bootstrap.of(prompts.size(), this::score, RESAMPLES, LEVEL, seed.stream("rewardbench2-ties"));
        double low = Math.min(bootstrap.interval().low(), bootstrap.estimate());
        double high = Math.max(bootstrap.interval().high(), bootstrap.estimate());
        return Estimate.of(bootstrap.estimate(), new Interval(low, high, LEVEL));
    }

    /** The score of these prompts, repetitions counted; NaN where none has both rows. */
    private double score(int[] rows) {
        List<TiedPrompt> taken = IntStream.of(rows).mapToObj(prompts::get).toList();
        List<TiedPrompt> both = taken.stream().filter(TiedPrompt::both).toList();
        if (both.isEmpty()) {
            return Double.NaN;
        }
        double preferred = share(both.stream()
                .map(p -> p.tied().orElseThrow().gap() > p.spread())
                .toList());
        double hard = share(both.stream().map(p -> p.gap() > p.spread()).toList());
        double margin = both.stream().mapToDouble(TiedPrompt::margin).average().orElseThrow();
        return 0.30 * accuracy(taken.stream().flatMap(p -> p.tied().stream()).toList())
                + 0.30 * accuracy(taken.stream().flatMap(p -> p.ref().stream()).toList())
                + 0.20 * preferred
                + 0.20 * hard
                + 0.01 * margin;
    }

    private static double accuracy(List<Margins> rows) {
        return share(rows.stream().map(Margins::accurate).toList());
    }

    private static double share(List<Boolean> values) {
        return (double) Collections.frequency(values, true) / values.size();
    }
}
