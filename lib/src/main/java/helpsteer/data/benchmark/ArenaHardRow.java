package helpsteer.data.benchmark;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Csv;
import helpsteer.stats.Interval;
import java.util.List;

/**
 * A model's published Arena-Hard result against GPT-4-0314, in per cent.
 *
 * @param model name on the leaderboard
 * @param score win rate, 50 for the baseline itself
 * @param interval 95 % interval by bootstrap
 * @param averageTokens length of its answers
 */
public record ArenaHardRow(String model, double score, Interval interval, double averageTokens) {
    private static final String TABLE = "arena-hard/leaderboard/arena_hard_leaderboard_20240731.csv";
    private static final double LEVEL = 0.95;

    public ArenaHardRow {
        if (!(score >= 0 && score <= 100)) {
            throw new IllegalArgumentException("score must be in 0..100, got " + score + " for " + model);
        }
    }

    /** The leaderboard of 31 July 2024, the nearest to the paper that the repository keeps. */
    public static List<ArenaHardRow> leaderboard(DataHome home) {
        return Csv.read(home.need(TABLE))
                .rows(line -> new ArenaHardRow(
                        line.text("model"),
                        line.needed("score"),
                        new Interval(line.needed("rating_q025"), line.needed("rating_q975"), LEVEL),
                        line.needed("avg_tokens")));
    }
}
