package helpsteer.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The law of the simulated world, worked out by hand. */
class GoldRatingsTest {
    private static final Qualities.Flow CLEAN = new Qualities.Flow(false, 0, 0, 0);

    private static GoldRatings gold(
            boolean refusalDue, Qualities.Content content, Qualities.Flow flow, Qualities.Style style) {
        return GoldRatings.of(new Qualities(new Qualities.Asked(4, refusalDue, 5), content, flow, style));
    }

    private static GoldRatings answer(int right, int wrong, int offTopic) {
        return gold(false, new Qualities.Content(right, wrong, offTopic, 0), CLEAN, new Qualities.Style(5, 2));
    }

    @Test
    void of_allRightInOrderAndLength_isTheBest() {
        assertThat(answer(4, 0, 0)).isEqualTo(new GoldRatings(4, 4, 4, 2, 2));
    }

    @Test
    void of_wrongFacts_costCorrectnessAndHelpfulness() {
        assertThat(answer(3, 1, 0)).isEqualTo(new GoldRatings(3, 3, 4, 2, 2));
        assertThat(answer(0, 4, 0)).isEqualTo(new GoldRatings(0, 0, 4, 2, 2));
    }

    @Test
    void of_factsOffTheTopic_countHalfInCorrectnessOnly() {
        assertThat(answer(2, 0, 2)).isEqualTo(new GoldRatings(2, 3, 4, 2, 2));
    }

    @Test
    void of_moreStatedThanAsked_enlargesWhatTheShareIsTakenOf() {
        assertThat(answer(4, 4, 0).correctness()).isEqualTo(2);
    }

    @Test
    void of_missingFacts_countLikeWrongOnes() {
        assertThat(answer(1, 0, 0).correctness()).isEqualTo(1);
    }

    @Test
    void of_slipsAndFaults_costOneAndTwoPointsOfCoherence() {
        Qualities.Content right = new Qualities.Content(4, 0, 0, 0);
        Qualities.Style style = new Qualities.Style(5, 2);
        GoldRatings slips = gold(false, right, new Qualities.Flow(true, 1, 0, 0), style);
        assertThat(slips.coherence()).isEqualTo(2);
        assertThat(slips.helpfulness()).isEqualTo(4 - 0.3 * 2, within(1e-12));
        assertThat(gold(false, right, new Qualities.Flow(false, 0, 1, 0), style).coherence())
                .isEqualTo(2);
        assertThat(gold(false, right, new Qualities.Flow(false, 0, 1, 3), style).coherence())
                .isZero();
    }

    @Test
    void of_vocabularyAndLength_areComplexityAndVerbosityAndCountALittle() {
        GoldRatings gold =
                gold(false, new Qualities.Content(3, 1, 0, 0), CLEAN, new Qualities.Style(7, 3));
        assertThat(gold.complexity()).isEqualTo(3);
        assertThat(gold.verbosity()).isEqualTo(2 + 2 * 0.8, within(1e-12));
        assertThat(gold.helpfulness()).isEqualTo(3 + 0.05 - 0.16, within(1e-12));
    }

    @Test
    void of_moreThanFiveSentencesAsked_weighsThemInProportion() {
        Qualities longer = new Qualities(
                new Qualities.Asked(4, false, 10),
                new Qualities.Content(4, 0, 0, 0),
                CLEAN,
                new Qualities.Style(5, 2));
        assertThat(GoldRatings.of(longer).verbosity()).isZero();
    }

    @Test
    void of_refusalWhereOneIsDue_isRightAndAnAnswerIsWrong() {
        Qualities.Style style = new Qualities.Style(5, 2);
        assertThat(gold(true, new Qualities.Content(0, 0, 0, 4), CLEAN, style).helpfulness())
                .isEqualTo(4);
        assertThat(gold(true, new Qualities.Content(4, 0, 0, 0), CLEAN, style).helpfulness())
                .isZero();
        assertThat(gold(true, new Qualities.Content(1, 1, 0, 2), CLEAN, style).correctness())
                .isEqualTo(2);
    }

    @Test
    void of_refusalWhereNoneIsDue_isWorthNothing() {
        GoldRatings gold = gold(false, new Qualities.Content(0, 0, 0, 4), CLEAN, new Qualities.Style(5, 2));
        assertThat(gold.helpfulness()).isZero();
        assertThat(gold.correctness()).isZero();
    }
}
