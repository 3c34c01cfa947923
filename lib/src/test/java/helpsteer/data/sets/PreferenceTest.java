package helpsteer.data.sets;

import static helpsteer.data.TestFiles.row;
import static helpsteer.data.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.AnnotatorPreference;
import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.PreferencePair;
import helpsteer.data.Preferred;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Strictness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferenceTest {
    private final Path folder;

    PreferenceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static String line(String split, String prompt, int strength, int... nearest) {
        StringBuilder list = new StringBuilder();
        for (int s : nearest) {
            list.append(list.isEmpty() ? "" : ", ")
                    .append("{\"statement\": \"s\", \"elaboration\": \"e\", \"strength\": ")
                    .append(s)
                    .append("}");
        }
        return """
                {"split": "%s", "prompt": "%s", "response_1": "a", "response_2": "b", "preference_strength": %d, \
                "preference_statement": "st", "preference_elaboration": null, \
                "three_most_similar_preferences": [%s], \
                "all_preferences_unprocessed": [{"strength": -100, "justification": "none"}, \
                {"strength": 2, "justification": "j"}]}
                """
                .formatted(split, prompt, strength, list);
    }

    private ReadResult<Preference> read(String text) throws IOException {
        return Preference.read(write(folder, "preference.jsonl", text), Strictness.STRICT);
    }

    @Test
    void read_row_isAPairWithItsAnnotations() throws IOException {
        Preference row = read(line("val", "p", -2, -2, -1, -2)).rows().get(0);
        assertThat(row.part()).isEqualTo(Preference.Part.VALIDATION);
        assertThat(row.pair()).isEqualTo(new PreferencePair(Prompt.ofUser("p"), "a", "b", Preferred.FIRST, 2));
        assertThat(row.overall()).isEqualTo(new AnnotatorPreference(-2, "st", ""));
        assertThat(row.annotations().nearest())
                .extracting(AnnotatorPreference::strength)
                .containsExactly(-2, -1, -2);
        assertThat(row.annotations().notValid()).containsExactly("none");
        assertThat(row.annotations().valid()).containsExactly(new AnnotatorPreference(2, "j", ""));
        assertThat(row.annotations().spread()).isEqualTo(1);
    }

    @Test
    void read_bothNamesOfTheValidationPart_areOnePart() throws IOException {
        assertThat(read(line("train", "p", 1, 1) + line("val", "q", 1, 1) + line("validation", "r", 1, 1))
                        .rows())
                .extracting(Preference::part)
                .containsExactly(Preference.Part.TRAIN, Preference.Part.VALIDATION, Preference.Part.VALIDATION);
    }

    @Test
    void read_badStrengths_areRefused() {
        assertThatThrownBy(() -> read(line("train", "p", 4, 1)))
                .hasMessage("preference.jsonl:1: preference_strength must be in -3..3, got 4");
        assertThatThrownBy(() -> read(line("train", "p", 1, -100)))
                .hasMessage(
                        "preference.jsonl:1: three_most_similar_preferences[0].strength must be in -3..3, got -100");
        assertThatThrownBy(() -> read(line("train", "p", 1, 1).replace("-100", "-99")))
                .hasMessage("preference.jsonl:1: strength must be in -3..3, got -99");
        assertThatThrownBy(() -> read(line("test", "p", 1, 1)))
                .hasMessage("preference.jsonl:1: split must be train, val or validation, got \"test\"");
    }

    @Test
    void used_tiesAndSpreads_areDroppedByReason() throws IOException {
        List<Preference> rows = read(line("train", "kept", 1, 0, 1, 2)
                        + line("train", "tie", 0, 0, 0, 0)
                        + line("train", "wide", 1, -1, 1, 2)
                        + line("train", "both", 0, -2, 0, 2))
                .rows();
        Filtered<Preference> used = Preference.used(rows);
        assertThat(used.items()).extracting(p -> p.pair().prompt().markup()).containsExactly("kept");
        assertThat(used.dropped())
                .isEqualTo(Map.of("overall strength 0", 1, "three most similar spread by more than 2", 2));
    }

    @Test
    void withRatings_eitherOrder_isJoinedInTheOrderOfThePreference() throws IOException {
        List<Preference> preferences = read(line("train", "p", 1, 1)
                        + line("train", "q", 1, 1)
                        + line("train", "r", 1, 1))
                .rows();
        List<RatedPair> ratings = HelpSteer2.pairs(
                        write(
                                folder,
                                "train.jsonl",
                                row("p", "a", 1) + row("p", "b", 4) + row("q", "b", 0) + row("q", "a", 3)),
                        Strictness.STRICT)
                .rows();
        Filtered<Preference.Rated> joined = Preference.withRatings(preferences, ratings);
        assertThat(joined.items())
                .extracting(r -> r.ratings().difference(Attribute.HELPFULNESS))
                .containsExactly(3, -3);
        assertThat(joined.dropped()).isEqualTo(Map.of("no ratings of these two responses", 1));
    }

    @Test
    void preferencePair_strengthAndTie_mustAgree() {
        Prompt p = Prompt.ofUser("p");
        assertThatThrownBy(() -> new PreferencePair(p, "a", "b", Preferred.TIE, 1))
                .hasMessage("strength of a tie must be 0, got 1");
        assertThatThrownBy(() -> new PreferencePair(p, "a", "b", Preferred.FIRST, 0))
                .hasMessage("strength of a preference must be in 1..3, got 0");
        assertThatThrownBy(() -> new PreferencePair(p, "a", "b", Preferred.SECOND, 4))
                .hasMessage("strength of a preference must be in 1..3, got 4");
        assertThatThrownBy(() -> PreferencePair.ofSigned(p, "a", "b", 0).chosen())
                .hasMessage("preferred must be FIRST or SECOND to choose, got TIE; drop ties before");
    }

    @Test
    void preferencePair_signs_chooseTheSide() {
        PreferencePair second = PreferencePair.ofSigned(Prompt.ofUser("p"), "a", "b", 3);
        assertThat(second.chosen() + second.rejected() + second.signed()).isEqualTo("ba3");
        PreferencePair first = PreferencePair.ofSigned(Prompt.ofUser("p"), "a", "b", -1);
        assertThat(first.chosen() + first.rejected() + first.signed()).isEqualTo("ab-1");
    }

    @Test
    void ofRatings_difference_isCutOffAtThree() {
        Prompt p = Prompt.ofUser("p");
        RatedResponse low = new RatedResponse(p, "a", new Ratings(0, 0, 0, 0, 2));
        RatedResponse high = new RatedResponse(p, "b", new Ratings(4, 0, 0, 1, 0));
        RatedPair pair = new RatedPair(low, high);
        assertThat(PreferencePair.ofRatings(pair, Attribute.HELPFULNESS).signed())
                .isEqualTo(3);
        assertThat(PreferencePair.ofRatings(pair, Attribute.VERBOSITY).signed()).isEqualTo(-2);
        assertThat(PreferencePair.ofRatings(pair, Attribute.COHERENCE).preferred())
                .isEqualTo(Preferred.TIE);
    }
}
