package helpsteer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.stats.Wilson;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LongerWinsTest {
    private static RatedPair pair(String first, int firstRating, String second, int secondRating) {
        Prompt prompt = Prompt.ofUser("p");
        return new RatedPair(
                new RatedResponse(prompt, first, new Ratings(firstRating, 2, 2, 2, 2)),
                new RatedResponse(prompt, second, new Ratings(secondRating, 2, 2, 2, 2)));
    }

    private static final List<RatedPair> PAIRS = List.of(
            pair("long", 4, "s", 1),
            pair("s", 1, "long", 3),
            pair("long", 0, "s", 4),
            pair("ab", 1, "cd", 2),
            pair("long", 2, "s", 2));

    @Test
    void of_fivePairs_isByHand() {
        LongerWins wins = LongerWins.of(PAIRS, Attribute.HELPFULNESS);
        assertThat(wins).isEqualTo(new LongerWins(2, 1, 2));
        assertThat(wins.share()).isEqualTo(2 / 3.0);
        assertThat(wins.interval()).isEqualTo(Wilson.of(2, 3));
        assertThat(wins.pValue()).isCloseTo(1, within(1e-12)); // 2 of 3 heads or more: 1/2, twice
        assertThat(new LongerWins(6, 0, 0).pValue()).isCloseTo(2 / 64.0, within(1e-12));
    }

    @Test
    void of_pairsTurnedRound_isTheSame() {
        List<RatedPair> turned = PAIRS.stream()
                .map(p -> new RatedPair(/* first= */ p.second(), /* second= */ p.first()))
                .toList();
        assertThat(LongerWins.of(turned, Attribute.HELPFULNESS)).isEqualTo(LongerWins.of(PAIRS, Attribute.HELPFULNESS));
    }

    @Test
    void of_attributeThatNeverDiffers_isUndecided() {
        LongerWins none = LongerWins.of(PAIRS, Attribute.VERBOSITY);
        assertThat(none).isEqualTo(new LongerWins(0, 0, 5));
        assertThat(none.share()).isNaN();
        assertThatThrownBy(none::interval).hasMessage("total must be at least 1, got 0");
    }

    @Test
    void longer_emoji_countsAsOneCharacter() {
        assertThat(pair("ab", 1, "\uD83D\uDE00", 1).longer()).isEqualTo(Preferred.FIRST);
        assertThat(PAIRS.stream().map(RatedPair::longer))
                .containsExactlyElementsOf(
                        Stream.of(Preferred.FIRST, Preferred.SECOND, Preferred.FIRST, Preferred.TIE, Preferred.FIRST)
                                .toList());
    }

    @Test
    void longerWins_negativeCount_isRefused() {
        assertThatThrownBy(() -> new LongerWins(0, -1, 0))
                .hasMessage("wins, losses and undecided must be at least 0, got 0, -1 and 0");
    }
}
