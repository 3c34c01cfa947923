package helpsteer.align.eval;

import helpsteer.data.Attribute;
import helpsteer.stats.test.PairedTest;
import java.util.Arrays;
import java.util.List;

/**
 * Whether a policy moves where an attribute points: what it answers when it is asked for each of several ratings of one
 * attribute, all else equal.
 *
 * @param policy its name
 * @param asked the attribute whose rating is varied
 * @param points in rising order of the rating, at least two, all on the same prompts
 */
public record ControllabilityCurve(String policy, Attribute asked, List<Point> points) {
    /** What was answered when one rating was asked for. */
    public record Point(int rating, ScoredGenerations answers) {}

    public ControllabilityCurve {
        points = List.copyOf(points);
        if (points.size() < 2) {
            throw new IllegalArgumentException("points must be at least two, got " + points.size());
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i - 1).rating >= points.get(i).rating) {
                throw new IllegalArgumentException("points must be in rising order of the rating, got "
                        + points.stream().map(Point::rating).toList());
            }
            if (!points.get(0).answers.prompts().equals(points.get(i).answers.prompts())) {
                throw new IllegalArgumentException(
                        "points must be on the same prompts, got others for rating " + points.get(i).rating);
            }
        }
    }

    /** By how much a number rises for one point of the rating asked for: {@link #slopes}, their mean tested against 0. */
    public PairedTest slope(GenerationMetric metric) {
        double[] slopes = slopes(
                points.stream().mapToInt(Point::rating).toArray(),
                points.stream().map(point -> point.answers.byPrompt(metric)).toArray(double[][]::new));
        return PairedTest.t(slopes, new double[slopes.length]);
    }

    /**
     * Each prompt's least-squares slope of a number on the rating asked for.
     *
     * @param ratings asked for, at least two different ones
     * @param numbers of each rating: one for each prompt
     */
    public static double[] slopes(int[] ratings, double[][] numbers) {
        double middle = Arrays.stream(ratings).average().orElseThrow();
        double squares = Arrays.stream(ratings)
                .mapToDouble(r -> (r - middle) * (r - middle))
                .sum();
        double[] slopes = new double[numbers[0].length];
        for (int p = 0; p < slopes.length; p++) {
            for (int i = 0; i < ratings.length; i++) {
                slopes[p] += (ratings[i] - middle) * numbers[i][p] / squares;
            }
        }
        return slopes;
    }
}
