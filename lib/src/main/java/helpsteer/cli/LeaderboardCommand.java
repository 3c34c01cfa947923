package helpsteer.cli;

import helpsteer.data.benchmark.AlpacaEvalRow;
import helpsteer.data.benchmark.ArenaHardRow;
import helpsteer.data.benchmark.Leaderboard;
import helpsteer.data.fetch.DataHome;
import helpsteer.report.table.DataTables;
import helpsteer.report.table.RunTables;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code helpsteer leaderboard BENCHMARK}: the results that a benchmark's makers published. */
@Command(
        name = "leaderboard",
        description = "Shows the results that a benchmark's makers published, in the order of their table.")
final class LeaderboardCommand extends TerminalCommand {
    private static final String ALPACA_EVAL = "alpaca-eval";
    private static final String ALPACA_EVAL_1 = "alpaca-eval-1";
    private static final String ARENA_HARD = "arena-hard";
    private static final String REWARD_BENCH = "reward-bench";
    private static final String REWARD_BENCH_2 = "reward-bench-2";
    private static final List<String> ALL =
            List.of(ALPACA_EVAL, ALPACA_EVAL_1, ARENA_HARD, REWARD_BENCH, REWARD_BENCH_2);

    @Parameters(
            paramLabel = "BENCHMARK",
            description = "alpaca-eval (its version 2), alpaca-eval-1, arena-hard, reward-bench or reward-bench-2.")
    private String benchmark;

    @Option(names = "--rows", paramLabel = "N", description = "Most rows to show (default: all).")
    private int rows = Integer.MAX_VALUE;

    @Override
    public Integer call() {
        out().println(text(DataHome.find()));
        return Main.DONE;
    }

    private String text(DataHome home) {
        return switch (benchmark) {
            case ALPACA_EVAL ->
                RunTables.text(DataTables.alpacaEval("AlpacaEval 2, published", first(AlpacaEvalRow.second(home))));
            case ALPACA_EVAL_1 ->
                RunTables.text(DataTables.alpacaEval("AlpacaEval 1, published", first(AlpacaEvalRow.first(home))));
            case ARENA_HARD ->
                RunTables.text(
                        DataTables.arenaHard("Arena-Hard v0.1, published", first(ArenaHardRow.leaderboard(home))));
            case REWARD_BENCH ->
                RunTables.text(DataTables.rewardBench("RewardBench, published", first(Leaderboard.v1(home))));
            case REWARD_BENCH_2 ->
                RunTables.text(DataTables.rewardBench("RewardBench 2, published", first(Leaderboard.v2(home))));
            default -> throw wrong("BENCHMARK must be one of " + ALL + ", got " + benchmark);
        };
    }

    private <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(all.size(), rows));
    }
}
