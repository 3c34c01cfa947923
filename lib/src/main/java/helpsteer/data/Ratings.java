package helpsteer.data;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** One response's five ratings, each in 0..4. */
public record Ratings(int helpfulness, int correctness, int coherence, int complexity, int verbosity) {
    public Ratings {
        check("helpfulness", helpfulness);
        check("correctness", correctness);
        check("coherence", coherence);
        check("complexity", complexity);
        check("verbosity", verbosity);
    }

    /** Ratings made by asking for each attribute in turn. */
    public static Ratings of(ToIntFunction<Attribute> rating) {
        return new Ratings(
                rating.applyAsInt(Attribute.HELPFULNESS),
                rating.applyAsInt(Attribute.CORRECTNESS),
                rating.applyAsInt(Attribute.COHERENCE),
                rating.applyAsInt(Attribute.COMPLEXITY),
                rating.applyAsInt(Attribute.VERBOSITY));
    }

    /** The rating of one attribute. */
    public int of(Attribute attribute) {
        return (int) attribute.of(helpfulness, correctness, coherence, complexity, verbosity);
    }

    /** The official label, such as {@code helpfulness:4,correctness:4,coherence:4,complexity:2,verbosity:2}. */
    public String label() {
        return Arrays.stream(Attribute.values()).map(a -> a.key() + ":" + of(a)).collect(Collectors.joining(","));
    }

    private static void check(String name, int rating) {
        if (rating < Attribute.MIN || rating > Attribute.MAX) {
            throw new IllegalArgumentException(name + " must be in 0..4, got " + rating);
        }
    }
}
