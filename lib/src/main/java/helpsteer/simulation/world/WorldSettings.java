package helpsteer.simulation.world;

/**
 * How a simulated world differs from the standard one.
 *
 * @param seed decides all texts; one seed, one world
 * @param scale length of the texts, 1 to 10: number of objects asked about, and of padding sentences asked for, as a multiple
 *     of the short form. A prompt and response of scale 1 have 40 to 110 tokens; responses of scale 10 have about 1,100
 *     characters, HelpSteer2's 1,493
 * @param multiTurn share of prompts with more than one user turn, in 0..1; 0.29 in HelpSteer2
 * @param refusalDue share of prompts that should be refused, in 0..1
 * @param lengthFollowsQuality share of responses, in -1..1, whose number of sentences is decided by their quality: above 0
 *     good responses are longer, below 0 shorter; 0 plants nothing
 */
public record WorldSettings(
        long seed, int scale, double multiTurn, double refusalDue, double lengthFollowsQuality) {
    private static final int LARGEST_SCALE = 10;

    public WorldSettings {
        if (scale < 1 || scale > LARGEST_SCALE) {
            throw new IllegalArgumentException("scale must be in 1.." + LARGEST_SCALE + ", got " + scale);
        }
        check("multiTurn", multiTurn, 0);
        check("refusalDue", refusalDue, 0);
        check("lengthFollowsQuality", lengthFollowsQuality, -1);
    }

    /** The standard world: short texts, HelpSteer2's share of multi-turn prompts, nothing planted. */
    public static WorldSettings standard(long seed) {
        return new WorldSettings(seed, 1, 0.29, 0.08, 0);
    }

    /** The same with longer texts. */
    public WorldSettings withScale(int newScale) {
        return new WorldSettings(seed, newScale, multiTurn, refusalDue, lengthFollowsQuality);
    }

    /** The same with another share of multi-turn prompts. */
    public WorldSettings withMultiTurn(double newMultiTurn) {
        return new WorldSettings(seed, scale, newMultiTurn, refusalDue, lengthFollowsQuality);
    }

    /** The same with another share of prompts that should be refused. */
    public WorldSettings withRefusalDue(double newRefusalDue) {
        return new WorldSettings(seed, scale, multiTurn, newRefusalDue, lengthFollowsQuality);
    }

    /** The same with a planted correlation of length and quality. */
    public WorldSettings withLengthFollowsQuality(double newLengthFollowsQuality) {
        return new WorldSettings(seed, scale, multiTurn, refusalDue, newLengthFollowsQuality);
    }

    private static void check(String name, double value, double min) {
        if (!(value >= min && value <= 1)) {
            throw new IllegalArgumentException(
                    name + " must be in " + (int) min + "..1, got " + value);
        }
    }
}
