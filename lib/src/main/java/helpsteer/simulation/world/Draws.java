package helpsteer.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws that need only additions and products, so that a seed gives the same numbers on every machine. */
final class Draws {
    private Draws() {}

    /** One of the elements, all equally likely. */
    static <T> T pick(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }

    /** The elements in a random order (Fisher and Yates). */
    static <T> List<T> shuffled(List<T> list, SplittableRandom random) {
        List<T> out = new ArrayList<>(list);
        for (int i = out.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            T moved = out.get(i);
            out.set(i, out.get(j));
            out.set(j, moved);
        }
        return out;
    }

    /** A place in a list of probabilities, which sum to 1. */
    static int place(List<Double> probabilities, SplittableRandom random) {
        double left = random.nextDouble();
        for (int i = 0; i < probabilities.size() - 1; i++) {
            left -= probabilities.get(i);
            if (left < 0) {
                return i;
            }
        }
        return probabilities.size() - 1;
    }

    /** The whole number below or above a value, so that the mean is the value. */
    static int whole(double value, SplittableRandom random) {
        return (int) Math.floor(value + random.nextDouble());
    }

    /** Mean 0, standard deviation 1, within -3..3: the sum of three uniform numbers. */
    static double bell(SplittableRandom random) {
        return 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble()) - 3;
    }
}
