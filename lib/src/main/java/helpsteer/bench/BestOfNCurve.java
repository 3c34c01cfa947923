package helpsteer.bench;

import helpsteer.run.Seed;
import helpsteer.stats.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What choosing the best of n responses by a reward model is worth: the expected gold score of the chosen one, over all
 * subsets of n responses.
 *
 * @param points by n
 * @param prompts number of prompts that have as many responses as the largest n; the same for every n, so that points
 *     compare
 * @param dropped number of prompts that have fewer
 */
public record BestOfNCurve(List<Point> points, int prompts, int dropped) {
    private static final int RESAMPLES = 2000;
    private static final double LEVEL = 0.95;

    /**
     * One n.
     *
     * @param chosen expected gold score of the response that the reward model chooses, with an interval by prompt
     * @param best expected gold score of the best response by the gold score itself: no model can do better
     */
    public record Point(int n, Bootstrap chosen, double best) {}

    /**
     * The responses to one prompt.
     *
     * @param rewards scores by the reward model
     * @param golds scores by what counts as truth, as many
     */
    public record Responses(List<Double> rewards, List<Double> golds) {
        public Responses {
            rewards = List.copyOf(rewards);
            golds = List.copyOf(golds);
            if (rewards.isEmpty() || rewards.size() != golds.size()) {
                throw new IllegalArgumentException("rewards and golds must be of one length above 0, got "
                        + rewards.size() + " and " + golds.size());
            }
            for (int i = 0; i < rewards.size(); i++) {
                if (!Double.isFinite(rewards.get(i)) || !Double.isFinite(golds.get(i))) {
                    throw new IllegalArgumentException("rewards and golds must be finite, got " + rewards.get(i)
                            + " and " + golds.get(i) + " for response " + i);
                }
            }
        }

        /**
         * The expected gold score of the response with the highest reward among n drawn without replacement; of equal
         * rewards each is as likely. Exact, by order statistics: in rising order, number i (from 1) is the highest of
         * C(i-1, n-1) subsets out of C(m, n).
         *
         * @param n in 1..m, m being the number of responses
         */
        public double expected(int n) {
            return expected(n, rewards);
        }

        /** The same with the gold score itself as reward. */
        public double best(int n) {
            return expected(n, golds);
        }

        /**
         * How likely each response is to have the highest reward among n drawn without replacement; they add up to 1.
         *
         * @param n in 1..m, m being the number of responses
         */
        public double[] chances(int n) {
            return chances(n, rewards);
        }

        private double expected(int n, List<Double> by) {
            double[] chances = chances(n, by);
            double expected = 0;
            for (int i = 0; i < chances.length; i++) {
                expected += chances[i] * golds.get(i);
            }
            return expected;
        }

        private static double[] chances(int n, List<Double> by) {
            int m = by.size();
            if (n < 1 || n > m) {
                throw new IllegalArgumentException("n must be in 1.." + m + ", got " + n);
            }
            int[] order = IntStream.range(0, m)
                    .boxed()
                    .sorted(Comparator.comparing(by::get, Comparator.reverseOrder()))
                    .mapToInt(Integer::intValue)
                    .toArray();
            double[] chances = new double[m];
            double chance = (double) n / m; // of the highest of all; each lower one follows from the one above
            for (int from = 0; from < m; ) {
                int to = from;
                double sum = 0;
                while (to < m
                        && by.get(order[to]).doubleValue()
                                == by.get(order[from]).doubleValue()) {
                    sum += chance;
                    int rank = m - to++;
                    chance *= rank == 1 ? 0 : (double) (rank - n) / (rank - 1);
                }
                for (int i = from; i < to; i++) {
                    chances[order[i]] = sum / (to - from);
                }
                from = to;
            }
            return chances;
        }
    }

    /**
     * The curve over prompts, with 95 % intervals by bootstrap of the prompts.
     *
     * @param ns numbers of responses, rising, such as 1, 2, 4, 8
     */
    public static BestOfNCurve of(List<Responses> all, int[] ns, Seed seed) {
        if (ns.length == 0 || !rising(ns) || ns[0] < 1) {
            throw new IllegalArgumentException("ns must be rising and at least 1, got " + Arrays.toString(ns));
        }
        int most = ns[ns.length - 1];
        List<Responses> used =
                all.stream().filter(r -> r.golds().size() >= most).toList();
        if (used.size() < 2) {
            throw new IllegalArgumentException(
                    "at least 2 prompts must have " + most + " responses, got " + used.size());
        }
        List<Point> points = new ArrayList<>();
        for (int n : ns) {
            double[] chosen = used.stream().mapToDouble(r -> r.expected(n)).toArray();
            double best = used.stream().mapToDouble(r -> r.best(n)).average().orElseThrow();
            Bootstrap bootstrap =
                    Bootstrap.of(chosen.length, rows -> mean(chosen, rows), RESAMPLES, LEVEL, seed.stream("best-of-n"));
            points.add(new Point(n, bootstrap, best));
        }
        return new BestOfNCurve(points, used.size(), all.size() - used.size());
    }

    public BestOfNCurve {
        points = List.copyOf(points);
    }

    /**
     * {@code log n - (n - 1) / n}: what choosing the best of n draws adds at most to the KL to the policy that wrote them. It is
     * met where no two draws have one reward; on finitely many responses the KL is below (Beirami et al., arXiv 2401.01879).
     *
     * @param n at least 1
     */
    public static double klBound(double n) {
        if (!(n >= 1)) {
            throw new IllegalArgumentException("n must be at least 1, got " + n);
        }
        return Math.log(n) - (n - 1) / n;
    }

    private static double mean(double[] values, int[] rows) {
        double sum = 0;
        for (int row : rows) {
            sum += values[row];
        }
        return sum / rows.length;
    }

    private static boolean rising(int[] ns) {
        return IntStream.range(1, ns.length).allMatch(i -> ns[i - 1] < ns[i]);
    }
}
