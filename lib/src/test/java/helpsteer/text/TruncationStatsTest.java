package helpsteer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.Role;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TruncationStatsTest {
    private static EncodedChat chat(int length, int promptCut, int responseCut) {
        TokenRoles speakers = new TokenRoles(new int[length], List.of(Role.USER), new BitSet(), new BitSet());
        EncodedChat whole = new EncodedChat(new int[length], speakers, Map.of());
        return whole.only(IntStream.range(0, length).toArray(), promptCut, responseCut);
    }

    @Test
    void ofChats_fourTexts_countsByHand() {
        TruncationStats cuts =
                TruncationStats.of(List.of(chat(10, 0, 0), chat(20, 5, 0), chat(20, 3, 2), chat(30, 0, 0)));
        assertThat(cuts).isEqualTo(new TruncationStats(4, 2, 2, 1, 80, 10));
        assertThat(cuts.toString())
                .isEqualTo("4 texts, 80 tokens read, 10 cut (11.1 %): 2 prompts and 1 responses are not read whole");
        assertThat(TruncationStats.of(List.of(new EncodedPair(new int[4], 2, 1, 0))))
                .isEqualTo(new TruncationStats(1, 1, 1, 0, 4, 1));
    }

    @Test
    void atMost_moreTextsCutThanStated_isRefused() {
        TruncationStats cuts = new TruncationStats(4, 2, 2, 1, 80, 10);
        assertThat(cuts.atMost(0.5)).isSameAs(cuts);
        assertThatThrownBy(() -> cuts.atMost(0.49))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "texts cut must be at most 49.0 % of all, got 2 of 4; raise maxTokens or leave long rows out");
        assertThatThrownBy(() -> cuts.atMost(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("share must be within 0 to 1, got NaN");
    }

    @Test
    void of_noTexts_isRefused() {
        assertThatThrownBy(() -> TruncationStats.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows must not be empty, got none");
    }
}
