package helpsteer.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelpSteer2PairsTest {
    private static final List<RatedPair> PAIRS =
            List.of(pair("p", "worse", 1, "better", 3), pair("q", "one", 2, "same", 2), pair("r", "good", 4, "bad", 0));

    private static RatedPair pair(String prompt, String first, int ofFirst, String second, int ofSecond) {
        return new RatedPair(rated(prompt, first, ofFirst), rated(prompt, second, ofSecond));
    }

    private static RatedResponse rated(String prompt, String response, int helpfulness) {
        return new RatedResponse(Prompt.ofUser(prompt), response, new Ratings(helpfulness, 2, 2, 2, 2));
    }

    @Test
    void unequal_samples_areThoseOfHigherAndLowerRatingWithoutTies() {
        List<String> texts =
                HelpSteer2.samples(PAIRS).stream().map(RatedResponse::response).toList();
        assertThat(texts).containsExactly("worse", "better", "one", "same", "good", "bad");
        assertThat(HelpSteer2.unequal(PAIRS, texts, Attribute.HELPFULNESS))
                .containsExactly(new Pair<>("better", "worse"), new Pair<>("good", "bad"));
        assertThat(HelpSteer2.unequal(PAIRS, texts, Attribute.VERBOSITY)).isEmpty();
    }

    @Test
    void unequal_otherCount_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HelpSteer2.unequal(PAIRS, List.of(1, 2), Attribute.HELPFULNESS))
                .withMessage("items must be two for each pair, got 2 for 3 pairs");
    }
}
