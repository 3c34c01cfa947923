package helpsteer.simulation.files;

import helpsteer.data.Prompt;
import helpsteer.simulation.PairSource;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.SimulatedResponse;

/** What all files are written from: pairs to rate, and for the benchmarks planted pairs and many responses to one prompt. */
public interface DataSource extends PairSource {
    /**
     * A pair that is planted for a subset of RewardBench 1, its better response first.
     *
     * @param subset one of the 23 of {@link helpsteer.data.benchmark.RewardBenchFile#officialCounts}
     * @param position at least 0; each position gives another pair, of one user turn
     */
    SimulatedPair planted(String subset, long position);

    /**
     * A prompt for a domain of RewardBench 2, of one user turn.
     *
     * @param domain such as {@code "Factuality"}
     * @param position at least 0
     */
    Prompt prompt(String domain, long position);

    /**
     * A response to {@link #prompt}.
     *
     * @param candidate at least 0; each gives another response
     */
    SimulatedResponse response(String domain, long position, int candidate);
}
