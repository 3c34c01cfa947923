package helpsteer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class UnicodeTextTest {
    @Test
    void checked_wellFormed_isTheTextItself() {
        for (String text : new String[] {"", "plain", "naïve", "\uD83D\uDE00 and \uD83D\uDE01", "\uFFFF\uE000\uD7FF"}) {
            assertThat(UnicodeText.checked("text", text)).isSameAs(text);
        }
    }

    @Test
    void checked_halfACharacter_isRefusedWithItsPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnicodeText.checked("response", "ab\uD83D"))
                .withMessage("response must be well-formed Unicode, got the lone surrogate \\ud83d at 2; write the"
                        + " character whole or remove it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnicodeText.checked("turn", "\uD83D\uDE00\uDE00"))
                .withMessage("turn must be well-formed Unicode, got the lone surrogate \\ude00 at 2; write the"
                        + " character whole or remove it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnicodeText.checked("turn", "\uDE00\uD83D"))
                .withMessageContaining("\\ude00 at 0");
    }
}
