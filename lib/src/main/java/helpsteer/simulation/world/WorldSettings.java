package helpsteer.simulation.world;

/**
 * How a simulated world differs from the standard one.
 *
 * @param seed decides all texts; one seed, one world
 * @param extent how long the texts are, and how much there is to know
 * @param multiTurn share of prompts with more than one user turn, in 0..1; 0.29 in HelpSteer2
 * @param refusalDue share of prompts that should be refused, in 0..1
 * @param lengthFollowsQuality share of responses, in -1..1, whose number of sentences is decided by their quality: above 0
 *     good responses are longer, below 0 shorter; 0 plants nothing
 */
public record WorldSettings(
        long seed, Extent extent, double multiTurn, double refusalDue, double lengthFollowsQuality) {
    private static final double MULTI_TURN = 0.29;
    private static final double REFUSAL_DUE = 0.08;

    /**
     * How long the texts are, and how much there is to know.
     *
     * @param scale length of the texts, 1 to 10: number of objects asked about, and of padding sentences asked for, as a
     *     multiple of the short form. A prompt and response of scale 1 have 40 to 160 tokens; responses of scale 10 have about
     *     1,100 characters, HelpSteer2's 1,493
     * @param topics how many of the inventory's topics are talked about, at least 1; the first ones are
     * @param objects how many objects of each topic are talked about, at least 4 and twice the scale, and all of a topic that
     *     has fewer; the first ones are. Where a prompt does not state the facts, a model must learn each of them from the
     *     ratings alone, so this is how hard such a world is
     * @param closedQa share of prompts, in 0..1, that state all facts about the objects asked for, as a passage to answer from
     *     does in closed question answering; of the others a model must know the facts
     */
    public record Extent(int scale, int topics, int objects, double closedQa) {
        private static final int LARGEST_SCALE = 10;
        private static final int FEWEST_OBJECTS = 4;
        private static final Extent STANDARD = new Extent(1, 8, 6, 1);

        public Extent {
            if (scale < 1 || scale > LARGEST_SCALE) {
                throw new IllegalArgumentException("scale must be in 1.." + LARGEST_SCALE + ", got " + scale);
            }
            check("closedQa", closedQa, 0);
            if (topics < 1) {
                throw new IllegalArgumentException("topics must be at least 1, got " + topics);
            }
            if (objects < fewest(scale)) {
                throw new IllegalArgumentException("objects must be at least " + fewest(scale) + " at scale " + scale
                        + ", of which half are asked about at once, got " + objects);
            }
        }

        /** Half of the objects can be asked about in one prompt. */
        private static int fewest(int scale) {
            return Math.max(FEWEST_OBJECTS, 2 * scale);
        }
    }

    public WorldSettings {
        check("multiTurn", multiTurn, 0);
        check("refusalDue", refusalDue, 0);
        check("lengthFollowsQuality", lengthFollowsQuality, -1);
    }

    /**
     * The standard world: short texts, all topics but the last one, which is arithmetic, six objects each, prompts that state
     * the facts they ask for, HelpSteer2's share of multi-turn prompts, nothing planted.
     */
    public static WorldSettings standard(long seed) {
        return new WorldSettings(seed, Extent.STANDARD, MULTI_TURN, REFUSAL_DUE, 0);
    }

    /** The same of another seed. */
    public WorldSettings withSeed(long newSeed) {
        return new WorldSettings(newSeed, extent, multiTurn, refusalDue, lengthFollowsQuality);
    }

    /** The same with longer texts, and with more objects where these need them. */
    public WorldSettings withScale(int scale) {
        return withExtent(new Extent(scale, extent.topics(), Math.max(extent.objects(), 2 * scale), extent.closedQa()));
    }

    /** The same with other topics, the first ones. */
    public WorldSettings withTopics(int topics) {
        return withExtent(new Extent(extent.scale(), topics, extent.objects(), extent.closedQa()));
    }

    /** The same with other objects of each topic, the first ones. */
    public WorldSettings withObjects(int objects) {
        return withExtent(new Extent(extent.scale(), extent.topics(), objects, extent.closedQa()));
    }

    /** The same with another share of prompts that state the facts. */
    public WorldSettings withClosedQa(double share) {
        return withExtent(new Extent(extent.scale(), extent.topics(), extent.objects(), share));
    }

    private WorldSettings withExtent(Extent newExtent) {
        return new WorldSettings(seed, newExtent, multiTurn, refusalDue, lengthFollowsQuality);
    }

    /** The same with another share of multi-turn prompts. */
    public WorldSettings withMultiTurn(double newMultiTurn) {
        return new WorldSettings(seed, extent, newMultiTurn, refusalDue, lengthFollowsQuality);
    }

    /** The same with another share of prompts that should be refused. */
    public WorldSettings withRefusalDue(double newRefusalDue) {
        return new WorldSettings(seed, extent, multiTurn, newRefusalDue, lengthFollowsQuality);
    }

    /** The same with a planted correlation of length and quality. */
    public WorldSettings withLengthFollowsQuality(double newLengthFollowsQuality) {
        return new WorldSettings(seed, extent, multiTurn, refusalDue, newLengthFollowsQuality);
    }

    private static void check(String name, double value, double min) {
        if (!(value >= min && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in " + (int) min + "..1, got " + value);
        }
    }
}
