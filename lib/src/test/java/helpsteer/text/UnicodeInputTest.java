package helpsteer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.Goldens;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import org.junit.jupiter.api.Test;

/** Half of a character never reaches a tokenizer or a hash, where it would be another text. */
class UnicodeInputTest {
    private static final String HALF = "a\ud800b";
    private static final String REASON =
            " must be well-formed Unicode, got the lone surrogate \\ud800 at 1; write the character whole or remove it";

    @Test
    void exchange_halfACharacter_isRefusedAndCannotShareAHash() {
        assertThatThrownBy(() -> new PromptResponse(Prompt.ofUser("q"), HALF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("response" + REASON);
        assertThatThrownBy(() -> new PromptResponse(Prompt.ofUser(HALF), "r"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text of a turn" + REASON);
        assertThat(new PromptResponse(Prompt.ofUser("q"), "a?b").contentHash())
                .isNotEqualTo(new PromptResponse(Prompt.ofUser("q"), "a\ud83d\ude00b").contentHash());
    }

    @Test
    void sample_emptyResponse_isRefused() {
        assertThatThrownBy(() -> new RatedResponse(Prompt.ofUser("q"), "", new Ratings(0, 1, 2, 3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("response must not be empty, got \"\"");
    }

    @Test
    void tokenizer_halfACharacter_isRefusedByEachWayIn() {
        try (Tokenizer tokenizer = new Tokenizer(Goldens.file("tiny-tokenizer.json"))) {
            assertThatThrownBy(() -> tokenizer.ids(HALF)).hasMessage("text" + REASON);
            assertThatThrownBy(() -> tokenizer.idsOfText(HALF)).hasMessage("text" + REASON);
            assertThatThrownBy(() -> tokenizer.locate(HALF)).hasMessage("text" + REASON);
            assertThatThrownBy(() -> tokenizer.tokens(HALF)).hasMessage("text" + REASON);
            assertThat(tokenizer.locate("\ud83d\ude00 cat").length()).isPositive();
        }
    }
}
