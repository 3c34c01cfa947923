package helpsteer.align.dpo;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.Prompt;
import helpsteer.data.Split;
import helpsteer.reward.Comparison;
import helpsteer.run.Hash;
import helpsteer.text.PromptResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class DpoTest {
    private static final Prompt PROMPT = Prompt.ofUser("p");

    private static String text(String response) {
        return new PromptResponse(PROMPT, response).contentHash();
    }

    /** Pairs of rounds that were run before must not be trained again. */
    @Test
    void sha256_wholeStrengths_areThoseOfTheSignedScale() {
        Split<Comparison> split = new Split<>(
                List.of(new Comparison(PROMPT, "good", "bad", 1), new Comparison(PROMPT, "well", "ill", 3)),
                List.of(new Comparison(PROMPT, "yes", "no", 1.5)));
        assertThat(Dpo.sha256(split))
                .isEqualTo(Hash.ofTexts(
                        "2",
                        text("good") + text("bad") + "-1",
                        text("well") + text("ill") + "-3",
                        "1",
                        text("yes") + text("no") + "-1.5"));
    }
}
