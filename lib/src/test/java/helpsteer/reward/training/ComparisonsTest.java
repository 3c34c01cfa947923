package helpsteer.reward.training;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.AnnotatorPreference;
import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.PreferencePair;
import helpsteer.data.Preferred;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Strictness;
import helpsteer.data.sets.HelpSteer3;
import helpsteer.data.sets.HhRlhf;
import helpsteer.data.sets.Preference;
import helpsteer.data.sets.PreferenceFile;
import helpsteer.reward.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonsTest {
    private static final Prompt PROMPT = Prompt.ofUser("Which?");

    private static PreferencePair pair(String first, String second, int signed) {
        return PreferencePair.ofSigned(PROMPT, first, second, signed);
    }

    @Test
    void of_preferences_turnsTheChosenFirstAndCountsWhatItDrops() {
        Filtered<Comparison> kept = Comparisons.of(List.of(
                pair("a", "b", -2), pair("a", "b", 3), pair("a", "b", 0), pair(" ", "b", 1), pair("a", "a", 1)));
        assertThat(kept.items())
                .containsExactly(new Comparison(PROMPT, "a", "b", 2), new Comparison(PROMPT, "b", "a", 3));
        assertThat(kept.dropped()).isEqualTo(Map.of("tie", 1, "empty response", 1, "identical responses", 1));
    }

    /** By the ratio: of 8 to 4 characters and 4 to 2 to one and the same, so that each pair finds its match. */
    @Test
    void lengthBalanced_texts_areMatchedByTheRatioOfTheirCharacters() {
        Comparison twice = new Comparison(PROMPT, "12345678", "1234", 1);
        Comparison thrice = new Comparison(PROMPT, "123456", "12", 1);
        Comparison half = new Comparison(PROMPT, "ab", "abcd", 3);
        Comparison same = new Comparison(PROMPT, "\uD83D\uDE00", "x", 2); // one character, though two chars
        Filtered<Comparison> kept =
                Comparisons.lengthBalanced(new Filtered<>(List.of(thrice, twice, half, same), Map.of("tie", 2)));
        assertThat(kept.items()).containsExactly(twice, half, same);
        assertThat(kept).hasToString("kept 3, dropped {no match whose shorter response is chosen=1, tie=2}");
    }

    @Test
    void ofRatings_helpfulness_strengthIsTheDifferenceCutAtThree() {
        List<RatedPair> pairs = List.of(rated(4, 3), rated(0, 4), rated(2, 2));
        Filtered<Comparison> kept = Comparisons.ofRatings(pairs, Attribute.HELPFULNESS);
        assertThat(kept.items())
                .containsExactly(
                        new Comparison(PROMPT, "first", "second", 1), new Comparison(PROMPT, "second", "first", 3));
        assertThat(kept.dropped()).isEqualTo(Map.of("tie", 1));
        assertThat(Comparisons.ofRatings(pairs, Attribute.VERBOSITY).toString()).isEqualTo("kept 0, dropped {tie=3}");
    }

    private static RatedPair rated(int first, int second) {
        return new RatedPair(
                new RatedResponse(PROMPT, "first", new Ratings(first, 0, 0, 0, 1)),
                new RatedResponse(PROMPT, "second", new Ratings(second, 0, 0, 0, 1)));
    }

    @Test
    void ofPreferences_spreadAndTies_areDroppedByThePapersRule() {
        List<Preference> rows = List.of(
                preference(-3, -3, -2, -3), preference(2, 0, 3, 3), preference(0, 0, 0, 0), preference(1, 1, 1, 1));
        Filtered<Comparison> kept = Comparisons.ofPreferences(rows);
        assertThat(kept.items())
                .containsExactly(new Comparison(PROMPT, "a", "b", 3), new Comparison(PROMPT, "b", "a", 1));
        assertThat(kept.dropped())
                .isEqualTo(Map.of("three most similar spread by more than 2", 1, "overall strength 0", 1));
    }

    private static Preference preference(int signed, int... nearest) {
        List<AnnotatorPreference> opinions = Arrays.stream(nearest)
                .mapToObj(s -> new AnnotatorPreference(s, "", ""))
                .toList();
        return new Preference(
                Preference.Part.TRAIN,
                pair("a", "b", signed),
                new AnnotatorPreference(signed, "", ""),
                new Preference.Annotations(opinions, opinions, List.of()));
    }

    @Test
    void ofOtherSources_oneRowEach_becomePairs() {
        HelpSteer3 third = new HelpSteer3("code", "java", pair("a", "b", 2), List.of());
        assertThat(Comparisons.ofHelpSteer3(List.of(third)).items())
                .containsExactly(new Comparison(PROMPT, "b", "a", 2));
        PreferencePair bar = new PreferencePair(PROMPT, "out 1", "out 2", Preferred.SECOND, 1);
        assertThat(Comparisons.of(List.of(bar)).items()).containsExactly(new Comparison(PROMPT, "out 2", "out 1", 1));
    }

    /** What the readers dropped or refused stays in the count. */
    @Test
    void of_filesWithFaults_keepsEarlierDropsCounted(@TempDir Path folder) throws IOException {
        Path transcripts = folder.resolve("hh.jsonl");
        Files.writeString(
                transcripts,
                """
                {"chosen": "\\n\\nHuman: Hi\\n\\nAssistant: Hello", "rejected": "\\n\\nHuman: Hi\\n\\nAssistant: No"}
                {"chosen": "\\n\\nHuman: Hi\\n\\nAssistant: Yes", "rejected": "\\n\\nHuman: Ho\\n\\nAssistant: No"}
                """);
        Filtered<Comparison> hh = Comparisons.of(HhRlhf.read(transcripts));
        assertThat(hh.items()).containsExactly(new Comparison(Prompt.ofUser("Hi"), "Hello", "No", 1));
        assertThat(hh.dropped()).isEqualTo(Map.of("transcripts differ before the last answer", 1));
        Path chats = folder.resolve("u.jsonl");
        String message = "{\"role\": \"%s\", \"content\": \"%s\"}";
        String user = String.format(message, "user", "Which?");
        String row = "{\"chosen\": [%s, %s], \"rejected\": [%s, %s], \"score_chosen\": %s, \"score_rejected\": 4}\n";
        String yes = String.format(message, "assistant", "yes");
        String no = String.format(message, "assistant", "no");
        Files.writeString(
                chats,
                String.format(row, user, yes, user, no, 5)
                        + String.format(row, user, yes, user, no, 4)
                        + String.format(row, user, yes, user, no, 3));
        ReadResult<PreferencePair> loaded = PreferenceFile.read(chats, Strictness.LENIENT);
        Filtered<Comparison> ultra = Comparisons.of(loaded);
        assertThat(ultra.items()).containsExactly(new Comparison(PROMPT, "yes", "no", 1));
        assertThat(ultra.dropped()).isEqualTo(Map.of("tie", 1, "row refused", 1));
    }

    @Test
    void ofPreferences_ourSample_keepsMostRows() {
        List<Preference> rows = Preference.read(DataHome.sample());
        Filtered<Comparison> kept = Comparisons.ofPreferences(rows);
        assertThat(kept.items()).isNotEmpty();
        assertThat(kept.items().size() + kept.droppedCount()).isEqualTo(rows.size());
    }
}
