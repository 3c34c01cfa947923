package helpsteer.study.losses;

/**
 * How raters see a response: its gold value, noise, and what they should not see. Length, position and the prompt touch
 * helpfulness alone.
 *
 * @param noise standard deviation of one rater's error, in points of the rating scale
 * @param flipped share of the pairs whose preference is turned round and whose ratings are exchanged; in [0, 0.5). Exchanged
 *     ratings still tell how good the two responses are together, so that regression suffers less than it would from noise
 * @param lengthBias points that a response gains for each standard deviation of length
 * @param positionBias points that the second response gains
 * @param promptOffset standard deviation over prompts of what both responses gain, in points
 */
public record Labelling(double noise, double flipped, double lengthBias, double positionBias, double promptOffset) {
    private static final double MOST = 10;

    public Labelling {
        check("noise", noise, 0);
        check("length-bias", lengthBias, -MOST);
        check("position-bias", positionBias, -MOST);
        check("prompt-offset", promptOffset, 0);
        if (!(flipped >= 0 && flipped < 0.5)) {
            throw new IllegalArgumentException("flipped must be in [0, 0.5), got " + flipped);
        }
    }

    private static void check(String name, double value, double least) {
        if (!(value >= least && value <= MOST)) {
            throw new IllegalArgumentException(
                    name + " must be in " + (int) least + ".." + (int) MOST + ", got " + value);
        }
    }

    /** Raters with noise and no bias. */
    public static Labelling of(double noise) {
        return new Labelling(noise, 0, 0, 0, 0);
    }

    Labelling withNoise(double other) {
        return new Labelling(other, flipped, lengthBias, positionBias, promptOffset);
    }

    Labelling withFlipped(double other) {
        return new Labelling(noise, other, lengthBias, positionBias, promptOffset);
    }

    Labelling withLengthBias(double other) {
        return new Labelling(noise, flipped, other, positionBias, promptOffset);
    }

    Labelling withPositionBias(double other) {
        return new Labelling(noise, flipped, lengthBias, other, promptOffset);
    }

    Labelling withPromptOffset(double other) {
        return new Labelling(noise, flipped, lengthBias, positionBias, other);
    }
}
