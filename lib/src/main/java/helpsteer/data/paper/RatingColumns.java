package helpsteer.data.paper;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.stats.fit.LinearFit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Columns of numbers about the same responses, as statistics take them: the five ratings, and lengths where they are
 * known. The names are those of the rows of the paper's Table 2.
 */
public final class RatingColumns {
    /** Turns of both speakers before the response, at least 1. */
    public static final String TURNS = "no. of turns in prompt";

    /** Characters of the prompt as the file writes it, marks of the turns included. */
    public static final String PROMPT_CHARACTERS = "no. of chars in prompt";

    /** Characters of the response. */
    public static final String RESPONSE_CHARACTERS = "no. of chars in response";

    private final Map<String, double[]> columns;
    private final int[] groups;

    private RatingColumns(Map<String, double[]> columns, int[] groups) {
        this.columns = columns;
        this.groups = groups;
    }

    /** Ratings, turns and lengths of responses; those to one prompt are one group. */
    public static RatingColumns of(List<RatedResponse> samples) {
        Map<String, double[]> columns = ratings(samples, RatedResponse::ratings);
        columns.put(TURNS, column(samples, s -> s.prompt().turns().size()));
        columns.put(
                PROMPT_CHARACTERS,
                column(samples, s -> RatedResponse.characters(s.prompt().markup())));
        columns.put(RESPONSE_CHARACTERS, column(samples, RatedResponse::characters));
        Map<Prompt, Integer> numbers = new HashMap<>();
        int[] groups = samples.stream()
                .mapToInt(s -> numbers.computeIfAbsent(s.prompt(), p -> numbers.size()))
                .toArray();
        return checked(columns, groups);
    }

    /** Ratings alone, each row a group of its own. */
    public static RatingColumns ofRatings(List<Ratings> ratings) {
        return checked(ratings(ratings, r -> r), alone(ratings.size()));
    }

    /** Ratings and lengths of responses without their texts, each row a group of its own. */
    public static RatingColumns ofLengths(List<RatedLengths.Measured> rows) {
        Map<String, double[]> columns = ratings(rows, RatedLengths.Measured::ratings);
        columns.put(RESPONSE_CHARACTERS, column(rows, RatedLengths.Measured::characters));
        return checked(columns, alone(rows.size()));
    }

    private static RatingColumns checked(Map<String, double[]> columns, int[] groups) {
        if (groups.length == 0) {
            throw new IllegalArgumentException("rows must hold at least 1 row, got 0");
        }
        return new RatingColumns(columns, groups);
    }

    private static <T> Map<String, double[]> ratings(List<T> rows, Function<T, Ratings> ratings) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (Attribute attribute : Attribute.values()) {
            columns.put(attribute.key(), column(rows, row -> ratings.apply(row).of(attribute)));
        }
        return columns;
    }

    private static <T> double[] column(List<T> rows, ToDoubleFunction<T> number) {
        return rows.stream().mapToDouble(number).toArray();
    }

    private static int[] alone(int count) {
        return IntStream.range(0, count).toArray();
    }

    /** Number of rows, at least 1. */
    public int count() {
        return groups.length;
    }

    /** The names of the columns, the five attributes first. */
    public List<String> names() {
        return List.copyOf(columns.keySet());
    }

    /** A column by its name. */
    public double[] column(String name) {
        double[] column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("name must be one of " + columns.keySet() + ", got \"" + name + "\"");
        }
        return column.clone();
    }

    /** The ratings of one attribute. */
    public double[] column(Attribute attribute) {
        return column(attribute.key());
    }

    /** All columns in the order of {@link #names}, shape (columns, rows). */
    public double[][] columns() {
        return columns.values().stream().map(double[]::clone).toArray(double[][]::new);
    }

    /** For each row the group it was drawn with: its prompt's number where the prompt is known. */
    public int[] groups() {
        return groups.clone();
    }

    /** These rows, in this order, repetitions allowed: what a bootstrap draws. */
    public RatingColumns at(int... rows) {
        Map<String, double[]> taken = new LinkedHashMap<>();
        columns.forEach((name, column) -> taken.put(
                name, Arrays.stream(rows).mapToDouble(row -> column[row]).toArray()));
        return checked(taken, Arrays.stream(rows).map(row -> groups[row]).toArray());
    }

    /** Ordinary least squares of one column by others; refuses what {@link LinearFit#of} refuses. */
    public LinearFit fit(String target, String... by) {
        double[][] chosen = Arrays.stream(by).map(this::column).toArray(double[][]::new);
        double[][] rows = IntStream.range(0, count())
                .mapToObj(row -> Arrays.stream(chosen).mapToDouble(c -> c[row]).toArray())
                .toArray(double[][]::new);
        return LinearFit.of(List.of(by), rows, column(target));
    }

    @Override
    public String toString() {
        return count() + " rows of " + String.join(", ", names());
    }
}
