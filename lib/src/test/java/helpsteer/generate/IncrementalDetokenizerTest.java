package helpsteer.generate;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stops and characters that tokens divide; the small tokenizer writes most words in pieces and emoji byte by byte. */
class IncrementalDetokenizerTest {
    private final Tokenizer tokenizer = new Tokenizer(Path.of("lib/src/test/resources/golden/text/tokenizer.json"));

    @AfterEach
    void close() {
        tokenizer.close();
    }

    /** What was shown, piece by piece. */
    private record Shown(List<String> pieces, String text, boolean stopped, int taken) {}

    private Shown write(String answer, String... stops) {
        IncrementalDetokenizer text = new IncrementalDetokenizer(tokenizer, List.of(stops));
        List<String> pieces = new ArrayList<>();
        int taken = 0;
        boolean stopped = false;
        for (int id : tokenizer.ids(answer)) {
            stopped = text.add(id);
            taken++;
            pieces.add(text.more(false));
            if (stopped) {
                break;
            }
        }
        stopped |= text.finish();
        pieces.add(text.more(true));
        return new Shown(pieces, text.toString(), stopped, taken);
    }

    @Test
    void add_manyByteCharacters_comeWholeAndEqualTheText() {
        String answer = "naïve 😀 日本語 café\u00a0– ok";
        Shown shown = write(answer);
        assertThat(tokenizer.ids(answer).length).isGreaterThan(answer.length());
        assertThat(shown.text()).isEqualTo(answer);
        assertThat(String.join("", shown.pieces())).isEqualTo(answer);
        assertThat(shown.pieces()).noneMatch(piece -> piece.contains("\uFFFD"));
        assertThat(shown.stopped()).isFalse();
    }

    @Test
    void add_stopAcrossTokens_isCutAndNeverShown() {
        Shown shown = write("One two.\n\nUser: and more", "\n\nUser:");
        assertThat(shown.stopped()).isTrue();
        assertThat(shown.text()).isEqualTo("One two.");
        assertThat(String.join("", shown.pieces())).isEqualTo("One two.");
        assertThat(shown.taken()).isLessThan(tokenizer.ids("One two.\n\nUser: and more").length);
    }

    @Test
    void add_stopThatMatchesOnlyPartly_isShownOnceItIsKnown() {
        Shown shown = write("a\n\nUse of b\n\nUser", "\n\nUser:");
        assertThat(shown.stopped()).isFalse();
        assertThat(shown.text()).isEqualTo("a\n\nUse of b\n\nUser");
        assertThat(String.join("", shown.pieces())).isEqualTo(shown.text());
        assertThat(shown.pieces().get(shown.pieces().size() - 1)).isEqualTo("\n\nUser");
    }

    @Test
    void add_severalStops_firstInTheTextCuts() {
        assertThat(write("ab END cd STOP", "STOP", "END").text()).isEqualTo("ab ");
        assertThat(write("aaab", "aab").text()).isEqualTo("a");
        assertThat(write("x\n<extra_id_1>User", "\n<extra_id_1>", "<extra_id_1>")
                        .text())
                .isEqualTo("x");
    }

    @Test
    void finish_characterThatIsNotWhole_isSaidToBeBroken() {
        int[] ids = tokenizer.ids("a😀");
        IncrementalDetokenizer text = new IncrementalDetokenizer(tokenizer, List.of());
        for (int i = 0; i < ids.length - 1; i++) {
            text.add(ids[i]);
        }
        assertThat(text.toString()).isEqualTo("a");
        assertThat(text.finish()).isFalse();
        assertThat(text.toString()).startsWith("a\uFFFD");
    }
}
