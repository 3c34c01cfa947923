package helpsteer.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Reference values of other programs, and the checks that tests of numbers share. */
public final class Golden {
    private Golden() {}

    /** The rows of a golden file; its first line names the program that made it. */
    public static List<JsonNode> rows(String name) {
        String path = "/golden/stats/" + name + ".jsonl";
        var mapper = new ObjectMapper();
        List<JsonNode> rows = new ArrayList<>();
        try (var in = Objects.requireNonNull(Golden.class.getResourceAsStream(path), path);
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            assertThat(reader.readLine()).startsWith("# ").endsWith("; python make_goldens.py");
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                rows.add(mapper.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(rows).as(path).isNotEmpty();
        return rows;
    }

    public static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    public static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    public static double[][] matrix(JsonNode array) {
        double[][] values = new double[array.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = doubles(array.get(i));
        }
        return values;
    }

    public static List<List<Integer>> lists(JsonNode array) {
        List<List<Integer>> lists = new ArrayList<>();
        for (JsonNode row : array) {
            List<Integer> list = new ArrayList<>();
            row.forEach(score -> list.add(score.asInt()));
            lists.add(list);
        }
        return lists;
    }

    /** Equal but for a relative error; a number below 1e-300 may be anything below it. */
    public static void assertClose(String what, double actual, double expected, double relative) {
        assertThat(Math.abs(actual - expected))
                .as("%s: expected %s, got %s", what, expected, actual)
                .isLessThanOrEqualTo(relative * Math.abs(expected) + 1e-300);
    }

    /** Equal ends, but for an error relative to the wider end. */
    public static void assertClose(String what, Interval actual, double low, double high, double relative) {
        double allowed = relative * Math.max(Math.abs(low), Math.abs(high));
        assertThat(Math.max(Math.abs(actual.low() - low), Math.abs(actual.high() - high)))
                .as("%s: expected [%s, %s], got [%s, %s]", what, low, high, actual.low(), actual.high())
                .isLessThanOrEqualTo(allowed);
    }

    /** Runs a property with 100 seeds; a failure tells its seed. */
    public static void forAll(Consumer<SplittableRandom> property) {
        for (long seed = 0; seed < 100; seed++) {
            try {
                property.accept(new SplittableRandom(seed));
            } catch (AssertionError | IllegalArgumentException e) {
                throw new AssertionError("fails at seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** Standard normal deviates. */
    public static double[] normal(SplittableRandom random, int count) {
        return random.doubles(count).map(Tails::normalQuantile).toArray();
    }
}
