package helpsteer.stats.test;

import helpsteer.stats.Values;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How our rows relate to the rows that a published figure was computed on.
 *
 * @param publishedCount number of rows behind the published figure, N
 * @param drawn whether ours are among them
 * @param groups for each of our rows the group it was drawn with, such as its prompt; empty where each was drawn alone
 */
public record FinitePopulation(int publishedCount, Drawn drawn, List<Integer> groups) {
    /** Whether our n rows are among the N published ones. */
    public enum Drawn {
        /** Ours are a random part of theirs: the difference has variance s²(1/n - 1/N), 0 where we have all of them. */
        SUBSAMPLE,
        /** Ours and theirs are two samples of one population: the difference has variance s²(1/n + 1/N). */
        INDEPENDENT
    }

    public FinitePopulation {
        if (publishedCount < 1) {
            throw new IllegalArgumentException("publishedCount must be at least 1, got " + publishedCount);
        }
        groups = List.copyOf(groups);
    }

    /** Our rows are a random part of the published ones, each drawn alone. */
    public static FinitePopulation subsampleOf(int publishedCount) {
        return new FinitePopulation(publishedCount, Drawn.SUBSAMPLE, List.of());
    }

    /** Our rows are another sample of the same population, each drawn alone. */
    public static FinitePopulation independentOf(int publishedCount) {
        return new FinitePopulation(publishedCount, Drawn.INDEPENDENT, List.of());
    }

    /** The same with rows drawn in groups: the two responses to a prompt come together, and are alike. */
    public FinitePopulation inGroups(int... groups) {
        return new FinitePopulation(
                publishedCount, drawn, Arrays.stream(groups).boxed().toList());
    }

    /** What the variance of our figure is multiplied by to give that of the difference. */
    double varianceFactor(int count) {
        double fraction = (double) count / publishedCount;
        if (drawn == Drawn.INDEPENDENT) {
            return 1 + fraction;
        }
        if (count > publishedCount) {
            throw new IllegalArgumentException("a subsample must be at most the published " + publishedCount
                    + " rows, got " + count + "; use independentOf");
        }
        return 1 - fraction;
    }

    double[] sumsByGroup(double[] influence) {
        if (groups.isEmpty()) {
            return influence;
        }
        Values.checkOneLength("groups", groups.size(), "values", influence.length);
        Map<Integer, Double> sums = new LinkedHashMap<>();
        for (int i = 0; i < influence.length; i++) {
            sums.merge(groups.get(i), influence[i], Double::sum);
        }
        if (sums.size() < 2) {
            throw new IllegalArgumentException("groups must name at least 2 groups, got 1");
        }
        return sums.values().stream().mapToDouble(Double::doubleValue).toArray();
    }
}
