package helpsteer.simulation.files;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files that are written together, chunk by chunk; a chunk is a function of where the one before it ended. */
interface Pass {
    /** What progress calls it. */
    String task();

    /** The files, by their names within the folder. */
    List<String> files();

    /** How much there is to make. */
    long total();

    /** The chunk that begins there; empty where all is made. */
    Optional<Chunk> chunk(At at);

    /**
     * How far a pass has come.
     *
     * @param next position in the source that comes next
     * @param made how much of the total is made
     * @param heldOut how much of that has a held-out prompt; 0 where nothing is divided
     */
    record At(long next, long made, long heldOut) {
        static final At START = new At(0, 0, 0);

        /** Behind a position of which nothing was made. */
        At passed() {
            return new At(next + 1, made, heldOut);
        }

        /** Behind a position of which a row or a pair was made. */
        At passedWith(boolean held) {
            return new At(next + 1, made + 1, heldOut + (held ? 1 : 0));
        }
    }

    /**
     * Rows for the files.
     *
     * @param lines of each file, JSON without line ends
     * @param end where the next chunk begins
     */
    record Chunk(Map<String, List<String>> lines, At end) {}
}
