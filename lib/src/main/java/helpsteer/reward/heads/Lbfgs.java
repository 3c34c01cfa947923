package helpsteer.reward.heads;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The least value of a smooth convex function by L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.4).
 *
 * <p>It starts from the inverse of a matrix about as large as the curvature can get. A factor of that matrix costs once what
 * one step of Newton's method costs each time, and serves every attribute.
 */
final class Lbfgs {
    private static final int MEMORY = 12;
    private static final int MOST_STEPS = 1000;

    /** The gain that a step promises, as a share of the value, below which it is the last. */
    private static final double SETTLED = 1e-14;

    private static final double SUFFICIENT = 1e-4;
    private static final double SMALLEST_STEP = 1e-12;

    private Lbfgs() {}

    /** A convex function; infinite where it is not defined. */
    interface Objective {
        /** The value at x; writes the gradient, whatever it holds before, where the value is finite. */
        double at(double[] x, double[] gradient);
    }

    /** The inverse of a bound of the curvature. */
    interface Inverse {
        double[] times(double[] gradient);
    }

    /** A step, the change of the gradient over it, and their product. */
    private static final class Move {
        private final double[] step;
        private final double[] change;
        private final double product;

        Move(double[] step, double[] change, double product) {
            this.step = step;
            this.change = change;
            this.product = product;
        }
    }

    /** The place of the least value, from a start at which the value is finite. */
    static double[] of(Objective objective, Inverse inverse, double[] start) {
        double[] x = start.clone();
        double[] gradient = new double[x.length];
        double value = objective.at(x, gradient);
        Deque<Move> moves = new ArrayDeque<>();
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] direction = direction(gradient, moves, inverse);
            double slope = product(direction, gradient);
            if (!(-slope > SETTLED * Math.max(1, Math.abs(value)))) {
                return x;
            }
            double[] next = new double[x.length];
            double[] nextGradient = new double[x.length];
            double size = 1;
            double nextValue = at(objective, x, direction, size, next, nextGradient);
            while (!(nextValue <= value + SUFFICIENT * size * slope)) {
                size /= 2;
                if (size < SMALLEST_STEP) {
                    return x; // rounding hides any further gain
                }
                nextValue = at(objective, x, direction, size, next, nextGradient);
            }
            remember(moves, difference(next, x), difference(nextGradient, gradient));
            x = next;
            gradient = nextGradient;
            value = nextValue;
        }
        throw new IllegalArgumentException(
                "rows must let the fit settle, got none after " + MOST_STEPS + " steps; raise the penalty");
    }

    private static double at(
            Objective objective, double[] x, double[] direction, double size, double[] next, double[] gradient) {
        for (int i = 0; i < x.length; i++) {
            next[i] = x[i] + size * direction[i];
        }
        return objective.at(next, gradient);
    }

    private static void remember(Deque<Move> moves, double[] step, double[] change) {
        double product = product(step, change);
        if (product > 0) {
            moves.addLast(new Move(step, change, product));
            if (moves.size() > MEMORY) {
                moves.removeFirst();
            }
        }
    }

    /** Minus the gradient times what the moves tell of the inverse curvature. */
    private static double[] direction(double[] gradient, Deque<Move> moves, Inverse inverse) {
        double[] q = gradient.clone();
        double[] factors = new double[moves.size()];
        int at = moves.size();
        for (Iterator<Move> last = moves.descendingIterator(); last.hasNext(); ) {
            Move move = last.next();
            factors[--at] = product(move.step, q) / move.product;
            add(q, -factors[at], move.change);
        }
        double[] out = inverse.times(q);
        for (Move move : moves) {
            double back = product(move.change, out) / move.product;
            add(out, factors[at++] - back, move.step);
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = -out[i];
        }
        return out;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] out = a.clone();
        add(out, -1, b);
        return out;
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
