package helpsteer.data.benchmark;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Csv;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import helpsteer.stats.Moments;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A model's published AlpacaEval result, in per cent.
 *
 * <p>The length-controlled win rate comes from a generalised linear model over the instructions' difficulties, whose table
 * is not among the files at hand; it is read as published, never computed here.
 *
 * @param model name on the leaderboard
 * @param winRate mean preference over the baseline
 * @param standardError of the win rate
 * @param averageLength characters of its answers on average; empty where the table has none
 * @param lengthControlled win rate with length held equal (arXiv 2404.04475); empty where the table has none
 * @param lengthControlledError its standard error; empty where the table has none
 */
public record AlpacaEvalRow(
        String model,
        double winRate,
        double standardError,
        OptionalDouble averageLength,
        OptionalDouble lengthControlled,
        OptionalDouble lengthControlledError) {
    private static final String FOLDER = "alpaca-eval/";
    /** The file of {@link #second} within the data folder. */
    public static final String SECOND =
            FOLDER + "leaderboards/data_AlpacaEval_2/weighted_alpaca_eval_gpt4_turbo_leaderboard.csv";

    private static final String FIRST = FOLDER + "leaderboards/data_AlpacaEval/alpaca_eval_gpt4_leaderboard.csv";
    private static final String ANNOTATIONS = "weighted_alpaca_eval_gpt4_turbo_annotations.json.gz";

    public AlpacaEvalRow {
        if (!(winRate >= 0 && winRate <= 100) || !(standardError >= 0)) {
            throw new IllegalArgumentException("win_rate must be in 0..100 and standard_error at least 0, got "
                    + winRate + " and " + standardError + " for " + model);
        }
    }

    /** AlpacaEval 2: judge and baseline GPT-4-turbo of November 2023, the table of the paper. */
    public static List<AlpacaEvalRow> second(DataHome home) {
        return read(home.need(SECOND));
    }

    /** AlpacaEval 1: judge GPT-4, baseline text-davinci-003. */
    public static List<AlpacaEvalRow> first(DataHome home) {
        return read(home.need(FIRST));
    }

    /** A leaderboard's rows in its order; the column without a name is the model's. */
    public static List<AlpacaEvalRow> read(Path file) {
        Csv csv = Csv.read(file);
        return csv.rows(line -> new AlpacaEvalRow(
                line.text(""),
                line.needed("win_rate"),
                line.needed("standard_error"),
                optional(csv, line, "avg_length"),
                optional(csv, line, "length_controlled_winrate"),
                optional(csv, line, "lc_standard_error")));
    }

    /**
     * The win rate in per cent from a model's own annotations: the mean of the judge's preferences, 1 for the baseline and
     * 2 for the model, less 1.
     *
     * @param model folder within {@code alpaca-eval/results}
     */
    public static Moments annotated(DataHome home, String model) {
        Path file = home.need(FOLDER + "results/" + model + "/" + ANNOTATIONS);
        List<Double> preferences =
                Rows.read(file, Strictness.STRICT, AlpacaEvalRow::preference).rows();
        return Moments.of(preferences.stream().mapToDouble(p -> 100 * (p - 1)).toArray());
    }

    private static double preference(Row row) {
        double preference = row.number("preference");
        if (!(preference >= 1 && preference <= 2)) {
            throw new IllegalArgumentException("preference must be in 1..2, got " + preference);
        }
        return preference;
    }

    private static OptionalDouble optional(Csv csv, Csv.Line line, String column) {
        return csv.columns().contains(column) ? line.number(column) : OptionalDouble.empty();
    }
}
