package helpsteer.data;

import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Chooses some of many rated rows: by length, by rating, by conversation. */
public final class RowSelection {
    private RowSelection() {}

    /**
     * The rows with text in the response whose prompt and response are short enough.
     *
     * @param promptChars most characters of {@link Prompt#markup}
     * @param responseChars most characters of the response
     */
    public static List<RatedResponse> shortRows(List<RatedResponse> rows, int promptChars, int responseChars) {
        return rows.stream()
                .filter(row -> !row.response().isBlank())
                .filter(row -> row.prompt().markup().length() <= promptChars)
                .filter(row -> row.response().length() <= responseChars)
                .toList();
    }

    /** Rows drawn at random, at most so many of each rating of an attribute, the lowest rating first. */
    public static List<RatedResponse> ofEachRating(List<RatedResponse> rows, Attribute attribute, int most, Seed seed) {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "most must be at least 1, got " + most + "; say how many rows of a rating");
        }
        List<RatedResponse> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed.value()));
        return IntStream.rangeClosed(Attribute.MIN, Attribute.MAX)
                .boxed()
                .flatMap(rating -> shuffled.stream()
                        .filter(row -> row.ratings().of(attribute) == rating)
                        .limit(most))
                .toList();
    }

    /** The first row of each conversation, told apart by {@link Prompt#beginning}. */
    public static List<RatedResponse> firstOfEachConversation(List<RatedResponse> rows) {
        Set<Prompt> seen = new HashSet<>();
        return rows.stream().filter(row -> seen.add(row.prompt().beginning())).toList();
    }

    /**
     * The first prompts of the rows, each once.
     *
     * @param promptChars most characters of {@link Prompt#markup}
     * @param most prompts
     */
    public static List<Prompt> prompts(List<RatedResponse> rows, int promptChars, int most) {
        return rows.stream()
                .map(RatedResponse::prompt)
                .distinct()
                .filter(prompt -> prompt.markup().length() <= promptChars)
                .limit(most)
                .toList();
    }
}
