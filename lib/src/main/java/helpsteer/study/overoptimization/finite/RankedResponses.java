package helpsteer.study.overoptimization.finite;

import helpsteer.stats.Values;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Best of n, exactly: which of n responses that the reference policy writes, with replacement, has the highest reward. Where F(y) is
 * the reference's probability of a reward up to that of y, the best of n has a reward up to it with probability F(y)^n; responses
 * of one reward share what falls to it as the reference policy does. n need not be whole.
 *
 * <p>The strength is {@code log n}.
 */
final class RankedResponses implements PolicyFamily {
    /** As far as the paper samples. */
    static final int MOST = 1024;

    private final int[] order;
    private final double[] rewards;
    private final double[] reference;

    /** Of rewards and the reference policy's probabilities, which are above 0 and add up to 1. */
    RankedResponses(double[] rewards, double[] reference) {
        Values.checkOneLength("rewards", rewards.length, "reference", reference.length);
        Values.check("rewards", rewards, 1);
        this.rewards = rewards;
        this.reference = reference;
        order = IntStream.range(0, rewards.length)
                .boxed()
                .sorted(Comparator.comparingDouble(y -> rewards[y]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public double strongest() {
        return Math.log(MOST);
    }

    @Override
    public double[] probabilities(double strength) {
        double[] out = new double[rewards.length];
        visit(strength, (from, to, factor) -> {
            for (int i = from; i < to; i++) {
                out[order[i]] = factor * reference[order[i]];
            }
        });
        return out;
    }

    @Override
    public double kl(double strength) {
        double[] sum = new double[1];
        visit(strength, (from, to, factor) -> {
            if (factor > 0) {
                sum[0] += factor * mass(from, to) * Math.log(factor);
            }
        });
        return sum[0];
    }

    /** Told by which factor the responses of one reward are likelier than under the reference policy. */
    private interface Visitor {
        void group(int from, int to, double factor);
    }

    private void visit(double strength, Visitor visitor) {
        double n = Math.exp(strength);
        double below = 0;
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            while (to < order.length && rewards[order[to]] == rewards[order[from]]) {
                to++;
            }
            double mass = mass(from, to);
            double upTo = to == order.length ? 1 : below + mass;
            double power = Math.exp(n * Math.log(upTo));
            double share = -Math.expm1(n * Math.log1p(-Math.min(1, mass / upTo))); // 1 - (F(below) / F(up to))^n
            visitor.group(from, to, power * share / mass);
            below = upTo;
            from = to;
        }
    }

    private double mass(int from, int to) {
        double mass = 0;
        for (int i = from; i < to; i++) {
            mass += reference[order[i]];
        }
        return mass;
    }
}
