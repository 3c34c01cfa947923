package helpsteer.align.steerlm2;

import helpsteer.data.Attribute;

/** Which part of [0, 1] stands for which rating; the paper (section 4.5) speaks of boundaries and gives none. */
public enum Bins {
    /** Scores are rounded to the nearest rating: 0, 1/8, 3/8, 5/8, 7/8, 1. The mode of a whole score is that rating. */
    HALF_INTEGER {
        @Override
        double bound(int rating) {
            double middle = (rating - 0.5) / Attribute.MAX;
            return Math.max(0, Math.min(1, middle));
        }
    },
    /** Five parts of one width: 0, 1/5, 2/5, 3/5, 4/5, 1. A score of 3 sees 4 more often than under the other. */
    EQUAL {
        @Override
        double bound(int rating) {
            return rating / (Attribute.MAX + 1.0);
        }
    };

    /** Where the part of a rating begins and that of the one before it ends, for 0 to 5. */
    abstract double bound(int rating);

    /** Where the part of a rating begins. */
    public double from(int rating) {
        return bound(checked(rating));
    }

    /** Where the part of a rating ends. */
    public double to(int rating) {
        return bound(checked(rating) + 1);
    }

    private static int checked(int rating) {
        if (rating < Attribute.MIN || rating > Attribute.MAX) {
            throw new IllegalArgumentException("rating must be in 0..4, got " + rating);
        }
        return rating;
    }
}
