package helpsteer.data.paper;

import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Csv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Human ratings of 3,005 responses drawn from HelpSteer2, with the lengths of the texts but without the texts.
 *
 * <p>A few rows name a length below 10 characters, which the carrier of the file mismatched: they keep their ratings and
 * their length counts as unknown.
 *
 * @param ratings of all rows
 * @param measured the rows whose length is known, in the same order
 */
public record RatedLengths(List<Ratings> ratings, List<Measured> measured) {
    /** Name of the file within the data folder. */
    public static final String FILE = "helpsteer2/human_ratings_3005_with_lengths.csv";

    private static final int SHORTEST_CREDIBLE = 10;

    /** Ratings of one response and how long it is. */
    public record Measured(Ratings ratings, int words, int characters) {}

    public RatedLengths {
        ratings = List.copyOf(ratings);
        measured = List.copyOf(measured);
    }

    /** How many rows have no credible length. */
    public int unknown() {
        return ratings.size() - measured.size();
    }

    /** The rows at hand. */
    public static RatedLengths read(DataHome home) {
        return read(home.need(FILE));
    }

    /** The rows at hand; nothing where the file is not among the data, as in the sample. */
    public static Optional<RatedLengths> find(DataHome home) {
        return home.file(FILE).map(RatedLengths::read);
    }

    /** The same; nothing, too, where the rows with texts are all of HelpSteer2, of which these are a part. */
    public static Optional<RatedLengths> find(DataHome home, List<RatedResponse> texts) {
        return texts.size() == TableTwo.Dataset.HELPSTEER2.rows() ? Optional.empty() : find(home);
    }

    /** The rows of a file of that form. */
    public static RatedLengths read(Path file) {
        List<Ratings> ratings = new ArrayList<>();
        List<Measured> measured = new ArrayList<>();
        for (Csv.Line line : Csv.read(file).lines()) {
            Ratings rated = Ratings.of(a -> line.integer(a.key(), Attribute.MIN, Attribute.MAX));
            ratings.add(rated);
            int characters = line.integer("char_count", 0, Integer.MAX_VALUE);
            if (characters >= SHORTEST_CREDIBLE) {
                measured.add(new Measured(rated, line.integer("word_count", 0, Integer.MAX_VALUE), characters));
            }
        }
        return new RatedLengths(ratings, measured);
    }
}
