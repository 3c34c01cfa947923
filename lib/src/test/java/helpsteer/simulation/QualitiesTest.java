package helpsteer.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QualitiesTest {
    private static final Qualities SOME = new Qualities(
            new Qualities.Asked(3, false, 4),
            new Qualities.Content(1, 2, 0, 0),
            new Qualities.Flow(true, 0, 1, 0),
            new Qualities.Style(4, 1.25));

    @Test
    void values_haveAFixedOrderAndPlainNames() {
        assertThat(SOME.values().toString())
                .isEqualTo("{facts_asked=3, refusal_due=0, sentences_asked=4, facts_right=1, facts_wrong=2,"
                        + " facts_off_topic=0, refusals=0, order_broken=1, repetitions=0, contradictions=1, unreadable=0,"
                        + " sentences=4, vocabulary=1.25}");
    }

    @Test
    void values_areReadOnly() {
        assertThatThrownBy(() -> SOME.values().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void countBelowItsLeast_isRefusedByName() {
        assertThatThrownBy(() -> new Qualities.Asked(0, false, 1))
                .hasMessage("facts asked for must be at least 1, got 0");
        assertThatThrownBy(() -> new Qualities.Content(0, -1, 0, 0))
                .hasMessage("wrong facts must be at least 0, got -1");
        assertThatThrownBy(() -> new Qualities.Flow(false, 0, -1, 0))
                .hasMessage("contradictions must be at least 0, got -1");
        assertThatThrownBy(() -> new Qualities.Style(0, 1)).hasMessage("sentences must be at least 1, got 0");
    }

    @Test
    void vocabularyOffTheScale_isRefused() {
        assertThatThrownBy(() -> new Qualities.Style(1, 4.5)).hasMessage("vocabulary must be in 0..4, got 4.5");
        assertThatThrownBy(() -> new Qualities.Style(1, Double.NaN)).hasMessage("vocabulary must be in 0..4, got NaN");
    }

    @Test
    void moreUnreadableThanAllSentences_isRefused() {
        assertThatThrownBy(() -> new Qualities(
                        SOME.asked(), SOME.content(), new Qualities.Flow(false, 0, 0, 5), SOME.style()))
                .hasMessage("unreadable sentences must be no more than all sentences, got 5 and 4");
    }
}
