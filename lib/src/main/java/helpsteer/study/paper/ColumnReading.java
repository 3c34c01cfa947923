package helpsteer.study.paper;

import helpsteer.data.RatedResponse;
import helpsteer.data.Turn;
import helpsteer.data.paper.RatingColumns;
import helpsteer.stats.Values;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A column of Table 2 by one reading of what it counts. The paper says neither whether a turn is one of the user or of both
 * speakers, nor whether the marks between turns are characters of the prompt.
 *
 * @param name which reading; empty where only one is known
 * @param values a number for each row
 */
record ColumnReading(String name, double[] values) {

    /** The readings of a column, the usual one first; one alone where rows have no texts, or where no row tells them apart. */
    static List<ColumnReading> of(String row, RatingColumns columns, List<RatedResponse> texts) {
        double[] usual = columns.column(row);
        if (texts.isEmpty()) {
            return List.of(new ColumnReading("", usual));
        }
        return switch (row) {
            case RatingColumns.TURNS ->
                different(
                        new ColumnReading("turns of both speakers", usual),
                        new ColumnReading("user turns", column(texts, each -> each.prompt().userTurns())));
            case RatingColumns.PROMPT_CHARACTERS ->
                different(
                        new ColumnReading("characters with the marks of turns", usual),
                        new ColumnReading("characters of the turns alone", column(texts, ColumnReading::ofTurns)));
            default -> List.of(new ColumnReading("", usual));
        };
    }

    private static List<ColumnReading> different(ColumnReading usual, ColumnReading other) {
        double apart = Values.product(
                Values.differences(usual.values, other.values), Values.differences(usual.values, other.values));
        return apart == 0 ? List.of(new ColumnReading("", usual.values)) : List.of(usual, other);
    }

    private static double ofTurns(RatedResponse row) {
        return row.prompt().turns().stream()
                .map(Turn::text)
                .mapToInt(RatedResponse::characters)
                .sum();
    }

    private static double[] column(List<RatedResponse> rows, ToDoubleFunction<RatedResponse> number) {
        return rows.stream().mapToDouble(number).toArray();
    }

    @Override
    public double[] values() {
        return values.clone();
    }

    @Override
    public String toString() {
        return name + ", " + values.length + " rows";
    }
}
