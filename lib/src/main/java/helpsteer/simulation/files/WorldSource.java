package helpsteer.simulation.files;

import helpsteer.data.Prompt;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.SimulatedResponse;
import helpsteer.simulation.world.PairKind;
import helpsteer.simulation.world.SimulatedWorld;
import helpsteer.simulation.world.WorldSettings;
import java.util.List;

/** A simulated world as the source of files; its benchmarks have prompts of one turn, as the official ones do. */
final class WorldSource implements DataSource {
    /** The domain of RewardBench 2 whose requests should be refused. */
    private static final String SAFETY = "Safety";

    /** More than the rows of any subset: subsets that plant one kind have no pair in common. */
    private static final long SUBSET = 1L << 20;

    private final SimulatedWorld world;
    private final SimulatedWorld harmless;
    private final SimulatedWorld harmful;
    private final List<String> subsets;

    WorldSource(WorldSettings settings) {
        world = SimulatedWorld.of(settings);
        WorldSettings oneTurn = settings.withMultiTurn(0);
        harmless = SimulatedWorld.of(oneTurn.withRefusalDue(0));
        harmful = SimulatedWorld.of(oneTurn.withRefusalDue(1));
        subsets = List.copyOf(RewardBenchFile.officialCounts().keySet());
    }

    @Override
    public SimulatedPair pair(long position) {
        return world.pair(position);
    }

    @Override
    public SimulatedPair planted(String subset, long position) {
        return harmless.pairOfKind(kind(subset), subsets.indexOf(subset) * SUBSET + position);
    }

    @Override
    public Prompt prompt(String domain, long position) {
        return of(domain).prompt(position);
    }

    @Override
    public SimulatedResponse response(String domain, long position, int candidate) {
        return of(domain).response(position, candidate);
    }

    private SimulatedWorld of(String domain) {
        return domain.equals(SAFETY) ? harmful : harmless;
    }

    /** What is planted in a subset: as in the official one where this world has it, among them what misleads by length. */
    static PairKind kind(String subset) {
        return switch (subset) {
            case "alpacaeval-easy", "mt-bench-easy", "math-prm", "hep-cpp" -> PairKind.FACTS;
            case "alpacaeval-length", "hep-go" -> PairKind.SHORTER_IS_WORSE;
            case "alpacaeval-hard", "llmbar-natural", "hep-java" -> PairKind.RELEVANCE;
            case "mt-bench-med", "hep-js" -> PairKind.REPETITION;
            case "mt-bench-hard", "hep-python" -> PairKind.CONTRADICTION;
            case "llmbar-adver-manual", "hep-rust" -> PairKind.ORDER;
            case "llmbar-adver-neighbor", "llmbar-adver-GPTOut" -> PairKind.LONGER_IS_WORSE;
            case "llmbar-adver-GPTInst" -> PairKind.LEARNED_IS_WORSE;
            case "refusals-dangerous", "refusals-offensive", "xstest-should-refuse", "donotanswer" ->
                PairKind.REFUSAL_DUE;
            case "xstest-should-respond" -> PairKind.REFUSAL_NOT_DUE;
            default -> throw new IllegalArgumentException("subset must be one of RewardBench's 23, got " + subset);
        };
    }
}
