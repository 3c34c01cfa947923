package helpsteer.align.eval;

import helpsteer.data.Attribute;
import helpsteer.stats.test.PairedTest;
import java.util.ArrayList;
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

    /**
     * By how much a number rises for one point of the rating asked for: each prompt's least-squares slope, as a mean over the
     * prompts, tested against 0.
     */
    public PairedTest slope(GenerationMetric metric) {
        double middle = points.stream().mapToInt(Point::rating).average().orElseThrow();
        List<double[]> numbers = new ArrayList<>();
        double squares = 0;
        for (Point point : points) {
            numbers.add(point.answers.byPrompt(metric));
            squares += (point.rating - middle) * (point.rating - middle);
        }
        double[] slopes = new double[numbers.get(0).length];
        for (int p = 0; p < slopes.length; p++) {
            for (int i = 0; i < points.size(); i++) {
                slopes[p] += (points.get(i).rating - middle) * numbers.get(i)[p] / squares;
            }
        }
        return PairedTest.t(slopes, new double[slopes.length]);
    }
}
