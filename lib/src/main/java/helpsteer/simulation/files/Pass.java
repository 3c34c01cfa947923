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
     */
    record At(long next, long made) {
        static final At START = new At(0, 0);
    }

    /**
     * Rows for the files.
     *
     * @param lines of each file, JSON without line ends
     * @param end where the next chunk begins
     */
    record Chunk(Map<String, List<String>> lines, At end) {}
}
