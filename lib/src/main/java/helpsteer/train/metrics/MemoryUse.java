package helpsteer.train.metrics;

/**
 * Memory in bytes; -1 where the system does not tell.
 *
 * @param resident of this process, now
 * @param peakResident of this process, at its highest
 * @param device in use on the whole GPU, by other processes too; -1 on a CPU
 */
public record MemoryUse(long resident, long peakResident, long device) {
    /** What a system gives that tells nothing. */
    public static final MemoryUse UNKNOWN = new MemoryUse(-1, -1, -1);
}
