package helpsteer.reward.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.reward.Comparison;
import helpsteer.text.PromptResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutPairsTest {
    private static final Prompt ONE = Prompt.ofUser("one?");
    private static final Prompt TWO = Prompt.ofUser("two?");

    private static RatedResponse row(Prompt prompt, int helpfulness) {
        return new RatedResponse(prompt, "answer " + helpfulness, new Ratings(helpfulness, 2, 2, 2, 2));
    }

    /** Three responses to the first prompt, two of them rated alike; the rows need not stand side by side. */
    @Test
    void ofRatings_severalToAPrompt_pairsTheUnequalOnes() {
        List<RatedResponse> rows = List.of(row(ONE, 1), row(TWO, 3), row(ONE, 4), row(TWO, 2), row(ONE, 1));
        HeldOutPairs pairs = HeldOutPairs.ofRatings(rows, Attribute.HELPFULNESS);
        assertThat(pairs.pairs()).containsExactly(new Pair<>(2, 0), new Pair<>(2, 4), new Pair<>(1, 3));
        assertThat(pairs.texts()).hasSize(5);
        assertThat(pairs.prompts()).containsExactly(0, 1, 0, 1, 0);
        assertThat(HeldOutPairs.ofRatings(rows, Attribute.VERBOSITY).pairs()).isEmpty();
    }

    @Test
    void of_comparisons_keepsTheChosenBeforeTheRejected() {
        HeldOutPairs pairs =
                HeldOutPairs.of(List.of(new Comparison(ONE, "good", "bad", 1), new Comparison(TWO, "fine", "poor", 2)));
        assertThat(pairs.texts()).extracting(PromptResponse::response).containsExactly("good", "bad", "fine", "poor");
        assertThat(pairs.pairs()).containsExactly(new Pair<>(0, 1), new Pair<>(2, 3));
    }

    @Test
    void new_pairOfTwoPrompts_isRefused() {
        List<PromptResponse> texts = List.of(new PromptResponse(ONE, "a"), new PromptResponse(TWO, "b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeldOutPairs(texts, List.of(new Pair<>(0, 1))))
                .withMessage("pairs must be of one prompt each, got texts 0 and 1 of two");
    }
}
