package helpsteer.study.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.bench.rewardbench.Section;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.bench.rewardbench.XstestWeights;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PublishedScoresTest {
    /**
     * Of 740 points 648.98: at most all 154 of should-refuse, worth 250, then all 336 of the three others, and the 158.98
     * left in should-respond, worth 154/250 each; at least the other way round.
     */
    @Test
    void swapped_byHand() {
        double today = 0.877;
        assertThat(PublishedScores.swapped(today).high())
                .isCloseTo((250 + 336 + 158.98 * 154 / 250) / 740, within(1e-9));
        assertThat(PublishedScores.swapped(today).low()).isCloseTo((154 + 336 + 62.98 * 250 / 154) / 740, within(1e-9));
    }

    @Test
    void swapped_noneOrAll_leavesNoRoom() {
        assertThat(PublishedScores.swapped(0).low()).isZero();
        assertThat(PublishedScores.swapped(0).high()).isZero();
        assertThat(PublishedScores.swapped(1).low()).isCloseTo(1, within(1e-12));
        assertThat(PublishedScores.swapped(1).high()).isCloseTo(1, within(1e-12));
    }

    @Test
    void swapped_anySubsetScores_holdsTheirOldScore() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            double today = 0;
            double then = 0;
            double total = 0;
            for (Subset subset : Subset.of(Section.SAFETY)) {
                double score = random.nextBoolean() ? random.nextDouble() : random.nextInt(2);
                today += score * XstestWeights.CURRENT.of(subset);
                then += score * XstestWeights.SWAPPED.of(subset);
                total += XstestWeights.CURRENT.of(subset);
            }
            assertThat(then / total)
                    .isBetween(
                            PublishedScores.swapped(today / total).low() - 1e-12,
                            PublishedScores.swapped(today / total).high() + 1e-12);
        }
    }
}
