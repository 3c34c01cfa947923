package helpsteer.align.steerlm2;

import helpsteer.data.Attribute;
import java.util.List;

/** Which part of [0, 1] stands for which rating; the paper (section 4.5) speaks of boundaries and gives none. */
public enum Bins {
    /** Scores are rounded to the nearest rating: 0, 1/8, 3/8, 5/8, 7/8, 1. The mode of a whole score is that rating. */
    HALF_INTEGER(List.of(0.0, 0.125, 0.375, 0.625, 0.875, 1.0)),
    /** Five parts of one width: 0, 1/5, 2/5, 3/5, 4/5, 1. A score of 3 sees 4 more often than under the other. */
    EQUAL(List.of(0.0, 0.2, 0.4, 0.6, 0.8, 1.0));

    private final List<Double> bounds;

    Bins(List<Double> bounds) {
        this.bounds = bounds;
    }

    /** Where the part of a rating begins. */
    public double from(int rating) {
        return bounds.get(checked(rating));
    }

    /** Where the part of a rating ends. */
    public double to(int rating) {
        return bounds.get(checked(rating) + 1);
    }

    private static int checked(int rating) {
        if (rating < Attribute.MIN || rating > Attribute.MAX) {
            throw new IllegalArgumentException("rating must be in 0..4, got " + rating);
        }
        return rating;
    }
}
