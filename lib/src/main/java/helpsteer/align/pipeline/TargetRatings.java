package helpsteer.align.pipeline;

import helpsteer.align.sft.SftExample;
import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Attribute values to put into the prompt of policies that are told ratings: only values that the training rows had, since
 * a policy cannot know what others mean.
 *
 * @param ratings of every attribute
 * @param verbosities to ask for in turn, rising; control is examined with two at least
 */
public record TargetRatings(Ratings ratings, List<Integer> verbosities) {
    /** What the paper asks for in its iterations and examinations (section 4.5). */
    public static final TargetRatings PAPER = new TargetRatings(new Ratings(4, 4, 4, 2, 2), List.of(0, 2, 4));

    /** {@link #of(List, int)} of all values that a row has. */
    public static TargetRatings of(List<SftExample> lessons) {
        return of(lessons, 1);
    }

    /**
     * The paper's values, each lowered to the highest that enough rows have; where enough rows have higher ones only, to the
     * lowest of these. Of the verbosities that enough rows have the lowest, the middle and the highest.
     *
     * @param lessons with ratings, at least one
     * @param fewest rows that a value must have, at least 1
     * @throws IllegalArgumentException where no value of an attribute has so many rows
     */
    public static TargetRatings of(List<SftExample> lessons, int fewest) {
        if (fewest < 1) {
            throw new IllegalArgumentException(
                    "fewest must be at least 1, got " + fewest + "; say how many rows teach a value");
        }
        int[] verbosities = digits(lessons, Attribute.VERBOSITY, fewest);
        int last = verbosities.length - 1;
        return new TargetRatings(
                Ratings.of(a -> nearest(digits(lessons, a, fewest), PAPER.ratings.of(a))),
                IntStream.of(0, verbosities.length / 2, last)
                        .distinct()
                        .mapToObj(i -> verbosities[i])
                        .toList());
    }

    private static int[] digits(List<SftExample> lessons, Attribute attribute, int fewest) {
        int[] counts = new int[Attribute.MAX + 1];
        lessons.stream().map(SftExample::wanted).flatMap(Optional::stream).forEach(r -> counts[r.of(attribute)]++);
        int[] digits = IntStream.rangeClosed(Attribute.MIN, Attribute.MAX)
                .filter(digit -> counts[digit] >= fewest)
                .toArray();
        if (digits.length == 0) {
            throw new IllegalArgumentException("rows must have a value of " + attribute.key() + " that " + fewest
                    + " of them share, got counts " + Arrays.toString(counts) + "; give more rows or ask for fewer");
        }
        return digits;
    }

    private static int nearest(int[] rising, int wanted) {
        return Arrays.stream(rising).filter(digit -> digit <= wanted).max().orElse(rising[0]);
    }

    /** Whether there are verbosities enough to see what asking for them changes. */
    public boolean controls() {
        return verbosities.size() > 1;
    }

    private static String digits(Ratings ratings) {
        return Arrays.stream(Attribute.values())
                .map(a -> Integer.toString(ratings.of(a)))
                .collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        String paper = digits(PAPER.ratings);
        boolean raised = Arrays.stream(Attribute.values()).anyMatch(a -> ratings.of(a) > PAPER.ratings.of(a));
        return "asks for " + digits(ratings)
                + (ratings.equals(PAPER.ratings)
                        ? ""
                        : " (" + paper + (raised ? " moved" : " lowered") + " to what the rows have)");
    }
}
