package helpsteer.train.optim;

/**
 * The learning rate at each step: a linear warm-up, then a shape.
 *
 * <p>Against the schedules of transformers: theirs begin at 0, so that the first step changes nothing; here the warm-up is
 * one step ahead. After the warm-up both are equal.
 *
 * @param peak the highest rate, in (0, 1)
 * @param warmupSteps steps to reach it, at least 0
 * @param totalSteps steps of the whole run, at least 1
 * @param shape what follows the warm-up
 * @param minimum where a falling shape ends, in [0, peak]; NeMo calls it min_lr
 */
public record Schedule(double peak, int warmupSteps, int totalSteps, Shape shape, double minimum) {
    /** What the rate does after the warm-up. */
    public enum Shape {
        /** Stays at the peak, as in the paper (section 3). */
        CONSTANT {
            @Override
            double factor(double share) {
                return 1;
            }
        },
        /** Falls in a straight line to the minimum at the end. */
        LINEAR {
            @Override
            double factor(double share) {
                return 1 - share;
            }
        },
        /** Falls along half a cosine to the minimum at the end. */
        COSINE {
            @Override
            double factor(double share) {
                return 0.5 * (1 + Math.cos(Math.PI * share));
            }
        };

        /** Share of the way from minimum to peak when this share of the steps after the warm-up is done. */
        abstract double factor(double share);
    }

    public Schedule {
        if (!(peak > 0 && peak < 1)) {
            throw new IllegalArgumentException("peak must be in (0, 1), got " + peak);
        }
        if (warmupSteps < 0 || totalSteps < 1) {
            throw new IllegalArgumentException("warmupSteps must be at least 0 and totalSteps at least 1, got "
                    + warmupSteps + " and " + totalSteps);
        }
        if (!(minimum >= 0 && minimum <= peak)) {
            throw new IllegalArgumentException("minimum must be in [0, peak], got " + minimum + " with peak " + peak);
        }
    }

    /** A schedule whose falling shapes end at 0. */
    public Schedule(double peak, int warmupSteps, int totalSteps, Shape shape) {
        this(peak, warmupSteps, totalSteps, shape, 0);
    }

    /** The rate of a step, counted from 0; the first warm-up step is already above 0. */
    public double at(int step) {
        if (step < warmupSteps) {
            return peak * (step + 1) / warmupSteps;
        }
        double share = (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
        return minimum + (peak - minimum) * shape.factor(Math.min(1, share));
    }
}
