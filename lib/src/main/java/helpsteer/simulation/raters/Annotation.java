package helpsteer.simulation.raters;

import helpsteer.data.Attribute;
import helpsteer.data.Ratings;

/**
 * One annotator's judgement of one response.
 *
 * @param rater number of the annotator in the pool, from 0
 * @param ratings the five ratings
 * @param helpfulness how helpful the response seems to the annotator, before rounding; any number
 */
public record Annotation(int rater, Ratings ratings, double helpfulness) {
    /** A perceived value as a rating: rounded, a half upwards, and at an end of the scale where it lies beyond. */
    static int rounded(double perceived) {
        return (int) Math.max(Attribute.MIN, Math.min(Attribute.MAX, Math.floor(perceived + 0.5)));
    }
}
