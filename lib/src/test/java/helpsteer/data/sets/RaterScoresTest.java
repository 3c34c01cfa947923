package helpsteer.data.sets;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.fetch.DataHome;
import helpsteer.stats.agreement.ScoreLists;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RaterScoresTest {
    private static final List<Integer> LEVEL = List.of(2, 2, 2, 2, 2);

    /** A row whose other attributes do not vary. */
    private static RaterScores helpfulness(Integer... scores) {
        return row(List.of(scores), LEVEL.subList(0, scores.length));
    }

    private static RaterScores row(List<Integer> helpfulness, List<Integer> others) {
        Map<Attribute, List<Integer>> scores = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            scores.put(attribute, attribute == Attribute.HELPFULNESS ? helpfulness : others);
        }
        return new RaterScores(Prompt.ofUser("p"), "r", scores);
    }

    @Test
    void mostAgreeing_fiveScores_leavesOutTheTwoFarthest() {
        assertThat(helpfulness(0, 4, 3, 1, 4).mostAgreeing().of(Attribute.HELPFULNESS))
                .containsExactly(4, 3, 4);
    }

    @Test
    void mostAgreeing_equalChoices_takesTheEarlier() {
        // 1, 2, 2 and 2, 2, 3 are equally close
        assertThat(helpfulness(1, 2, 2, 3).mostAgreeing().of(Attribute.HELPFULNESS))
                .containsExactly(1, 2, 2);
    }

    @Test
    void mostAgreeing_annotationIsOneRaters_staysWhole() {
        // by helpfulness alone the first three agree fully; the other four attributes say the last three
        RaterScores row = row(List.of(3, 3, 3, 2), List.of(0, 4, 4, 4));
        assertThat(row.mostAgreeing().of(Attribute.HELPFULNESS)).containsExactly(3, 3, 2);
        assertThat(row.mostAgreeing().of(Attribute.VERBOSITY)).containsExactly(4, 4, 4);
    }

    @Test
    void mostAgreeing_threeOrFewer_isTheSame() {
        assertThat(helpfulness(0, 4).mostAgreeing()).isEqualTo(helpfulness(0, 4));
        assertThat(helpfulness(0, 4, 2).mostAgreeing()).isEqualTo(helpfulness(0, 4, 2));
    }

    @Test
    void mostAgreeing_anyScores_neverWidensAndIsDoneAtOnce() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Integer> scores = random.ints(5, 0, 5).boxed().toList();
            RaterScores best = helpfulness(scores.toArray(Integer[]::new)).mostAgreeing();
            assertThat(best.count()).as("seed %d", seed).isEqualTo(RaterScores.RELEASED);
            assertThat(best.spread(Attribute.HELPFULNESS))
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(
                            helpfulness(scores.toArray(Integer[]::new)).spread(Attribute.HELPFULNESS));
            assertThat(best.mostAgreeing()).as("seed %d", seed).isEqualTo(best);
        }
    }

    @Test
    void released_cardsExample_isTheCardsRatings() {
        // dataset card of HelpSteer2: the row whose prompt is "c#" is released as 3, 4, 4, 2, 1
        RaterScores card = new RaterScores(
                Prompt.ofUser("c#"),
                "r",
                Map.of(
                        Attribute.HELPFULNESS, List.of(3, 3, 4),
                        Attribute.CORRECTNESS, List.of(3, 4, 4),
                        Attribute.COHERENCE, List.of(4, 3, 4),
                        Attribute.COMPLEXITY, List.of(2, 2, 2),
                        Attribute.VERBOSITY, List.of(2, 1, 1)));
        assertThat(card.released()).isEqualTo(new Ratings(3, 4, 4, 2, 1));
    }

    @Test
    void released_twoScoresWithAHalf_roundsUp() {
        assertThat(helpfulness(2, 3).released().helpfulness()).isEqualTo(3);
    }

    @Test
    void released_sample_givesBackTheRatingFiles() {
        DataHome home = DataHome.sample();
        Map<String, Ratings> made = RaterScores.read(home).stream()
                .collect(java.util.stream.Collectors.toMap(
                        r -> r.prompt().markup() + r.response(), RaterScores::released));
        assertThat(HelpSteer2.samples(HelpSteer2.train(home)))
                .allSatisfy(s ->
                        assertThat(made.get(s.prompt().markup() + s.response())).isEqualTo(s.ratings()));
    }

    @Test
    void ofAttribute_rows_keepTheirOrderAndHaveFiveCategories() {
        List<RaterScores> rows = List.of(helpfulness(0, 4), helpfulness(1, 2, 3));
        ScoreLists lists = RaterScores.ofAttribute(rows, Attribute.HELPFULNESS);
        assertThat(lists.items()).containsExactly(List.of(0, 4), List.of(1, 2, 3));
        assertThat(lists.categories()).isEqualTo(5);
    }
}
