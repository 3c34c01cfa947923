package helpsteer.simulation;

/** An endless sequence of pairs; each is a function of its position alone, so that it can be made on any thread. */
public interface PairSource {
    /**
     * The pair at a position.
     *
     * @param position at least 0
     */
    SimulatedPair pair(long position);
}
