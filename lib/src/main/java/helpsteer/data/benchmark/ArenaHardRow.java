package helpsteer.data.benchmark;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Csv;
import helpsteer.data.io.InvalidDataException;
import helpsteer.stats.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's published Arena-Hard result against GPT-4-0314, in per cent.
 *
 * @param model name on the leaderboard
 * @param score win rate, 50 for the baseline itself
 * @param interval 95 % interval by bootstrap
 * @param averageTokens length of its answers
 */
public record ArenaHardRow(String model, double score, Interval interval, double averageTokens) {
    /** The repository's page of earlier tables, within the data folder. */
    public static final String PAST = "arena-hard/misc/past_leaderboards.md";

    private static final String TABLE = "arena-hard/leaderboard/arena_hard_leaderboard_20240731.csv";
    private static final double LEVEL = 0.95;

    private static final String FENCE = "```";
    private static final Pattern PAST_ROW = Pattern.compile("(\\S+)\\s*\\| score:\\s*([\\d.]+)\\s*"
            + "\\| 95% CI:\\s*\\((-?[\\d.]+), ([\\d.]+)\\)\\s*\\| average #tokens:\\s*(\\d+)\\s*");

    public ArenaHardRow {
        if (!(score >= 0 && score <= 100)) {
            throw new IllegalArgumentException("score must be in 0..100, got " + score + " for " + model);
        }
    }

    /** The leaderboard of 31 July 2024, the nearest to the paper that the repository keeps as a file of numbers. */
    public static List<ArenaHardRow> leaderboard(DataHome home) {
        return Csv.read(home.need(TABLE))
                .rows(line -> new ArenaHardRow(
                        line.text("model"),
                        line.needed("score"),
                        new Interval(line.needed("rating_q025"), line.needed("rating_q975"), LEVEL),
                        line.needed("avg_tokens")));
    }

    /**
     * The leaderboard as the repository's front page showed it, with one decimal and without style control: the last table
     * of its page of earlier ones. The intervals are other draws of the bootstrap than those of {@link #leaderboard}.
     */
    public static List<ArenaHardRow> past(DataHome home) {
        Path file = home.need(PAST);
        List<ArenaHardRow> table = new ArrayList<>();
        boolean inside = false;
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (line.startsWith(FENCE)) {
                inside = !inside;
                if (inside) {
                    table.clear();
                }
            } else if (inside) {
                table.add(pastRow(line, file.getFileName() + ":" + number));
            }
        }
        return table;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new InvalidDataException(file.getFileName() + ":1: file must be readable, got " + e.getMessage(), e);
        }
    }

    private static ArenaHardRow pastRow(String line, String place) {
        Matcher row = PAST_ROW.matcher(line);
        if (!row.matches()) {
            throw new InvalidDataException(
                    place + ": row must be a model, its score, interval and tokens, got \"" + line + "\"");
        }
        double score = Double.parseDouble(row.group(2));
        Interval interval =
                new Interval(score + Double.parseDouble(row.group(3)), score + Double.parseDouble(row.group(4)), LEVEL);
        return new ArenaHardRow(row.group(1), score, interval, Double.parseDouble(row.group(5)));
    }
}
