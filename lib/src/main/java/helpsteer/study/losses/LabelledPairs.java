package helpsteer.study.losses;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Preferred;
import helpsteer.data.Ratings;
import helpsteer.study.losses.PairDraws.Drawn;
import java.util.List;

/**
 * Pairs of responses with what three raters say of them. What a rater sees of the helpfulness of a response is its value with the
 * rater's error. The rating is that, rounded and cut off at 0 and 4; the preference is what the same rater sees of the second
 * response less what he sees of the first, rounded and cut off at 3. Of both the mean over the raters, rounded, is the label. So
 * learners of ratings and learners of preferences read the same raters with the same errors.
 *
 * @param pairs in the order of the draws
 */
record LabelledPairs(List<Labelled> pairs) {
    private static final int STRONGEST = 3;

    LabelledPairs {
        pairs = List.copyOf(pairs);
    }

    /**
     * One pair.
     *
     * @param responses the first and the second, neither of them chosen yet
     * @param preference above 0 where the second is preferred, below where the first is, 0 for a tie; at most 3 from 0
     * @param coin who wins where a winner must be named
     */
    record Labelled(Pair<Response> responses, int preference, Preferred coin) {
        /** Gold helpfulness of the second less that of the first. */
        double goldApart() {
            return responses.rejected().gold() - responses.chosen().gold();
        }

        /** Length of the second less that of the first, in standard deviations. */
        double lengthApart() {
            return responses.rejected().length() - responses.chosen().length();
        }
    }

    /** One response. Not a record: its array is read, never compared. */
    static final class Response {
        private final float[] vector;
        private final double gold;
        private final double length;
        private final Ratings ratings;

        private Response(float[] vector, double gold, double length, Ratings ratings) {
            this.vector = vector;
            this.gold = gold;
            this.length = length;
            this.ratings = ratings;
        }

        /** Shape (D). */
        float[] vector() {
            return vector;
        }

        /** Helpfulness without noise or bias. */
        double gold() {
            return gold;
        }

        /** In standard deviations. */
        double length() {
            return length;
        }

        Ratings ratings() {
            return ratings;
        }

        Response with(float[] other) {
            return new Response(other, gold, length, ratings);
        }

        private Response with(Ratings others) {
            return new Response(vector, gold, length, others);
        }
    }

    /**
     * Labels the first pairs of the draws.
     *
     * @param pairs at most as many as were drawn
     */
    static LabelledPairs of(LinearWorld world, PairDraws draws, Labelling labelling, int pairs) {
        return new LabelledPairs(draws.pairs().subList(0, pairs).stream()
                .map(drawn -> labelled(world, drawn, labelling))
                .toList());
    }

    private static Labelled labelled(LinearWorld world, Drawn drawn, Labelling labelling) {
        double offset = labelling.promptOffset() * drawn.offset();
        Rated first = new Rated(world, drawn.responses().chosen(), labelling, 0);
        Rated second = new Rated(world, drawn.responses().rejected(), labelling, labelling.positionBias());
        Pair<Response> both = new Pair<>(first.response(offset), second.response(offset));
        int preference = preference(first, second);
        boolean exchanged = drawn.chances().exchange() < labelling.flipped();
        return new Labelled(
                exchanged ? ratingsExchanged(both) : both,
                exchanged ? -preference : preference,
                drawn.chances().tie() < 0.5 ? Preferred.SECOND : Preferred.FIRST);
    }

    private static Pair<Response> ratingsExchanged(Pair<Response> both) {
        return new Pair<>(
                both.chosen().with(both.rejected().ratings()),
                both.rejected().with(both.chosen().ratings()));
    }

    private static int preference(Rated first, Rated second) {
        double sum = 0;
        for (int rater = 0; rater < PairDraws.RATERS; rater++) {
            sum += cut(second.helpfulness(rater) - first.helpfulness(rater), -STRONGEST, STRONGEST);
        }
        return (int) Math.round(sum / PairDraws.RATERS);
    }

    private static long cut(double value, int least, int most) {
        return Math.max(least, Math.min(most, Math.round(value)));
    }

    /** A response before its raters. */
    private static final class Rated {
        private final LinearWorld world;
        private final PairDraws.Response drawn;
        private final double noise;
        private final double length;
        private final double bias;

        Rated(LinearWorld world, PairDraws.Response drawn, Labelling labelling, double positionBias) {
            this.world = world;
            this.drawn = drawn;
            this.noise = labelling.noise();
            this.length = world.length(drawn.vector(), drawn.lengthRest());
            this.bias = labelling.lengthBias() * length + positionBias;
        }

        private double seen(Attribute attribute, int rater) {
            return world.gold(drawn.vector(), attribute) + noise * drawn.error(attribute, rater);
        }

        /** What a rater sees of helpfulness, but for what the prompt adds to both responses. */
        double helpfulness(int rater) {
            return seen(Attribute.HELPFULNESS, rater) + bias;
        }

        Response response(double offset) {
            return new Response(
                    drawn.vector(),
                    world.gold(drawn.vector(), Attribute.HELPFULNESS),
                    length,
                    Ratings.of(attribute -> rating(attribute, offset)));
        }

        private int rating(Attribute attribute, double offset) {
            double sum = 0;
            for (int rater = 0; rater < PairDraws.RATERS; rater++) {
                double value =
                        attribute == Attribute.HELPFULNESS ? helpfulness(rater) + offset : seen(attribute, rater);
                sum += cut(value, Attribute.MIN, Attribute.MAX);
            }
            return (int) Math.round(sum / PairDraws.RATERS);
        }
    }

    /** The responses of all pairs, the first and the second of each in turn. */
    List<Response> responses() {
        return Pair.flat(pairs.stream().map(Labelled::responses).toList());
    }

    /** Share of the pairs without a preference. */
    double tieShare() {
        return pairs.stream().filter(pair -> pair.preference() == 0).count() / (double) pairs.size();
    }
}
