package helpsteer.data.sets;

import helpsteer.data.AnnotatorPreference;
import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.PairFilter;
import helpsteer.data.PreferencePair;
import helpsteer.data.Preferred;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of {@code preference}: a comparison with its annotations (HelpSteer2-Preference, arXiv 2410.01257).
 *
 * @param part the file the pair's ratings are in; this file calls the second {@code val}
 * @param pair the comparison with the overall strength
 * @param overall the overall verdict in words
 * @param annotations what the annotators said
 */
public record Preference(Part part, PreferencePair pair, AnnotatorPreference overall, Annotations annotations) {
    private static final List<String> FIELDS = List.of(
            "split",
            "prompt",
            "response_1",
            "response_2",
            "preference_strength",
            "preference_statement",
            "preference_elaboration",
            "three_most_similar_preferences",
            "all_preferences_unprocessed");
    private static final List<String> OPINION = List.of("statement", "elaboration", "strength");
    private static final List<String> RAW = List.of("strength", "justification");

    /** What a raw annotation holds where the annotator found neither response valid. */
    private static final int NOT_VALID = -100;

    private static final int WIDEST_USED = 2;

    /** Which ratings file a pair belongs to. */
    public enum Part {
        TRAIN,
        VALIDATION;

        private static Part parse(String split) {
            return switch (split) {
                case "train" -> TRAIN;
                case "val", "validation" -> VALIDATION;
                default ->
                    throw new IllegalArgumentException("split must be train, val or validation, got \"" + split + "\"");
            };
        }
    }

    /**
     * The single verdicts behind an overall one.
     *
     * @param nearest the most similar ones, up to three, whose rounded mean is the overall strength
     * @param valid all raw ones with a strength; the whole justification is the statement
     * @param notValid justifications of the raw ones that found neither response valid (-100 in the file)
     */
    public record Annotations(
            List<AnnotatorPreference> nearest, List<AnnotatorPreference> valid, List<String> notValid) {
        public Annotations {
            nearest = List.copyOf(nearest);
            valid = List.copyOf(valid);
            notValid = List.copyOf(notValid);
        }

        /** Highest strength less lowest among the most similar; 0 for none. */
        public int spread() {
            List<Integer> strengths =
                    nearest.stream().map(AnnotatorPreference::strength).toList();
            return strengths.isEmpty() ? 0 : Collections.max(strengths) - Collections.min(strengths);
        }
    }

    /** The rows of the preference file; 9,125 in the official one, of which 8,677 train and 448 validation. */
    public static List<Preference> read(DataHome home) {
        return read(home.needTable("helpsteer2/preference/preference"), Strictness.STRICT)
                .rows();
    }

    /** The rows of a file of that form. */
    public static ReadResult<Preference> read(Path file, Strictness reading) {
        return Rows.read(file, reading, Preference::parse);
    }

    private static Preference parse(Row row) {
        row.only(FIELDS);
        int strength = row.integer("preference_strength", -PreferencePair.STRONGEST, PreferencePair.STRONGEST);
        PreferencePair pair = PreferencePair.ofSigned(
                Prompt.parse(row.text("prompt")), row.text("response_1"), row.text("response_2"), strength);
        AnnotatorPreference overall = new AnnotatorPreference(
                strength, row.textOrEmpty("preference_statement"), row.textOrEmpty("preference_elaboration"));
        return new Preference(Part.parse(row.text("split")), pair, overall, annotations(row));
    }

    private static Annotations annotations(Row row) {
        List<AnnotatorPreference> nearest = new ArrayList<>();
        for (Row opinion : row.objects("three_most_similar_preferences")) {
            opinion.only(OPINION);
            nearest.add(new AnnotatorPreference(
                    opinion.integer("strength", -PreferencePair.STRONGEST, PreferencePair.STRONGEST),
                    opinion.textOrEmpty("statement"),
                    opinion.textOrEmpty("elaboration")));
        }
        List<AnnotatorPreference> valid = new ArrayList<>();
        List<String> notValid = new ArrayList<>();
        for (Row raw : row.objects("all_preferences_unprocessed")) {
            raw.only(RAW);
            int strength = raw.integer("strength", NOT_VALID, PreferencePair.STRONGEST);
            if (strength == NOT_VALID) {
                notValid.add(raw.textOrEmpty("justification"));
            } else {
                valid.add(new AnnotatorPreference(strength, raw.textOrEmpty("justification"), ""));
            }
        }
        return new Annotations(nearest, valid, notValid);
    }

    /**
     * The rows that the follow-up paper trains and validates on: those whose most similar annotations spread by at most 2
     * and whose overall strength is not 0.
     *
     * <p>The official file has 9,125 rows, the paper uses 7,118 (6,766 and 352); a row with both faults counts for the
     * spread.
     */
    public static Filtered<Preference> used(List<Preference> rows) {
        return PairFilter.filter(
                rows,
                p -> p.annotations.spread() > WIDEST_USED
                        ? Optional.of("three most similar spread by more than " + WIDEST_USED)
                        : PairFilter.reasonIf(p.pair.preferred() == Preferred.TIE, "overall strength 0"));
    }

    /**
     * A preference and the ratings of the same two responses.
     *
     * @param ratings in the order of the preference's responses
     */
    public record Rated(Preference preference, RatedPair ratings) {}

    /** Joins by prompt and both responses, in either order; preferences without ratings are dropped and counted. */
    public static Filtered<Rated> withRatings(List<Preference> preferences, List<RatedPair> ratings) {
        Map<Object, RatedPair> known = new HashMap<>();
        for (RatedPair pair : ratings) {
            RatedPair turned = new RatedPair(/* first= */ pair.second(), /* second= */ pair.first());
            known.putIfAbsent(
                    PreferencePair.ofRatings(turned, Attribute.HELPFULNESS).key(), turned);
        }
        ratings.forEach(p ->
                known.put(PreferencePair.ofRatings(p, Attribute.HELPFULNESS).key(), p));
        List<Rated> joined = new ArrayList<>();
        int without = 0;
        for (Preference preference : preferences) {
            RatedPair pair = known.get(preference.pair.key());
            if (pair == null) {
                without++;
            } else {
                joined.add(new Rated(preference, pair));
            }
        }
        return new Filtered<>(joined, without == 0 ? Map.of() : Map.of("no ratings of these two responses", without));
    }
}
