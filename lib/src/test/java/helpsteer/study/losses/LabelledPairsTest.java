package helpsteer.study.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelledPairsTest {
    private static final int PAIRS = 5000;
    private static final Covariances COVARIANCES = Covariances.isotropic(8);
    private static final LinearWorld WORLD = LinearWorld.of(COVARIANCES, new SplittableRandom(1));
    private static final PairDraws DRAWS = PairDraws.of(COVARIANCES, PAIRS, new SplittableRandom(2));
    private static final Labelling EXACT = Labelling.of(0);
    private static final Labelling NOISY = Labelling.of(0.7);

    private static LabelledPairs labelled(Labelling labelling) {
        return LabelledPairs.of(WORLD, DRAWS, labelling, PAIRS);
    }

    private static double share(IntPredicate holds) {
        return IntStream.range(0, PAIRS).filter(holds).count() / (double) PAIRS;
    }

    @Test
    void of_noNoise_ratingsAreTheGoldValuesRounded() {
        LabelledPairs pairs = labelled(EXACT);
        for (int row = 0; row < 200; row++) {
            float[] vector = DRAWS.vectors[row];
            Ratings ratings = pairs.ratings().get(row);
            for (Attribute a : Attribute.values()) {
                assertThat(ratings.of(a)).isEqualTo((int) Math.max(0, Math.min(4, Math.round(WORLD.gold(vector, a)))));
            }
        }
        for (int i = 0; i < 200; i++) {
            double apart = pairs.gold()[2 * i + 1] - pairs.gold()[2 * i];
            assertThat(pairs.preference(i)).isEqualTo((int) Math.max(-3, Math.min(3, Math.round(apart))));
        }
        assertThat(pairs.tieShare()).isBetween(0.15, 0.35);
    }

    @Test
    void of_exchanged_turnsTheShareAskedForAndNoStrength() {
        LabelledPairs right = labelled(NOISY);
        LabelledPairs wrong = labelled(NOISY.withFlipped(0.3));
        assertThat(share(i -> right.preference(i) != wrong.preference(i)))
                .isCloseTo(0.3 * (1 - right.tieShare()), within(0.02));
        for (int i = 0; i < PAIRS; i++) {
            assertThat(Math.abs(wrong.preference(i))).isEqualTo(Math.abs(right.preference(i)));
            Ratings first = right.ratings().get(2 * i);
            Ratings second = right.ratings().get(2 * i + 1);
            assertThat(List.of(wrong.ratings().get(2 * i), wrong.ratings().get(2 * i + 1)))
                    .isIn(List.of(first, second), List.of(second, first));
        }
    }

    @Test
    void of_biases_favourTheLongerAndTheSecond() {
        assertThat(secondPreferred(NOISY)).isCloseTo(0.5, within(0.02));
        assertThat(secondPreferred(NOISY.withPositionBias(0.5))).isGreaterThan(0.58);
        assertThat(longerPreferred(NOISY)).isCloseTo(0.5, within(0.02));
        assertThat(longerPreferred(NOISY.withLengthBias(0.5))).isGreaterThan(0.58);
    }

    private static double secondPreferred(Labelling labelling) {
        LabelledPairs pairs = labelled(labelling);
        return share(i -> pairs.preference(i) > 0) / (1 - pairs.tieShare());
    }

    private static double longerPreferred(Labelling labelling) {
        LabelledPairs pairs = labelled(labelling);
        return share(i -> pairs.preference(i) * (pairs.lengths()[2 * i + 1] - pairs.lengths()[2 * i]) > 0)
                / (1 - pairs.tieShare());
    }

    @Test
    void of_promptOffset_movesRatingsButNoPreference() {
        LabelledPairs usual = labelled(NOISY);
        LabelledPairs moved = labelled(NOISY.withPromptOffset(2));
        assertThat(share(i -> usual.preference(i) != moved.preference(i))).isZero();
        assertThat(share(i -> usual.ratings().get(2 * i).helpfulness()
                        != moved.ratings().get(2 * i).helpfulness()))
                .isGreaterThan(0.5);
        assertThat(share(i -> usual.ratings().get(2 * i).verbosity()
                        != moved.ratings().get(2 * i).verbosity()))
                .isZero();
    }

    @Test
    void expectedRating_noisyRaters_isTheMeanOfTheirRatings() {
        assertThat(ExpectedRating.of(2, 0.7)).isCloseTo(2, within(1e-12)); // by symmetry
        assertThat(ExpectedRating.of(2.6, 0)).isEqualTo(3);
        assertThat(ExpectedRating.of(9, 0.7)).isCloseTo(4, within(1e-9));
        SplittableRandom random = new SplittableRandom(8);
        double sum = 0;
        for (int i = 0; i < 200_000; i++) {
            double three = 0;
            for (int rater = 0; rater < 3; rater++) {
                three += Math.max(0, Math.min(4, Math.round(3.3 + 0.7 * random.nextGaussian())));
            }
            sum += Math.round(three / 3);
        }
        assertThat(ExpectedRating.of(3.3, 0.7)).isCloseTo(sum / 200_000, within(0.006));
    }

    /** Of pairs preferred by 2, 0 and -1: what each treatment of ties makes of them. */
    @Test
    void trainingPairs_ties_areDroppedCountedForBothOrWonByACoin() {
        LabelledPairs pairs = labelled(NOISY);
        long ties = Math.round(pairs.tieShare() * PAIRS);
        TrainingPairs dropped = TrainingPairs.of(pairs, Ties.DROPPED);
        TrainingPairs halves = TrainingPairs.of(pairs, Ties.HALF_WINS);
        TrainingPairs coins = TrainingPairs.of(pairs, Ties.COIN);
        assertThat(dropped.comparisons()).hasSize((int) (PAIRS - ties));
        assertThat(halves.comparisons()).hasSize(2 * PAIRS);
        assertThat(coins.comparisons()).hasSize(PAIRS);
        assertThat(dropped.vectors()).hasDimensions(2 * PAIRS, 8);
        assertThat(dropped.decidedRows().vectors()).hasDimensions((int) (2 * (PAIRS - ties)), 8);
        dropped.comparisons().forEach(c -> {
            int preference = pairs.preference(c.chosen() / 2);
            assertThat(c.chosen() % 2).isEqualTo(preference > 0 ? 1 : 0);
            assertThat(c.strength()).isEqualTo(Math.abs(preference));
        });
        int[] folds = halves.comparisonFolds();
        assertThat(IntStream.range(0, PAIRS).allMatch(i -> folds[2 * i] == folds[2 * i + 1]))
                .isTrue();
        assertThat(IntStream.of(folds).distinct()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        double second = coins.comparisons().stream()
                        .filter(c -> pairs.preference(c.chosen() / 2) == 0)
                        .filter(c -> c.chosen() % 2 == 1)
                        .count()
                / (double) ties;
        assertThat(second).isCloseTo(0.5, within(0.06));
    }

    @Test
    void trainingPairs_shuffledStrengths_keepTheirNumbersAndTheChoices() {
        TrainingPairs pairs = TrainingPairs.of(labelled(NOISY), Ties.DROPPED);
        TrainingPairs shuffled = pairs.withStrengthsShuffled(new SplittableRandom(1));
        assertThat(shuffled.comparisons().stream().map(TrainingPairs.Compared::chosen))
                .containsExactlyElementsOf(pairs.comparisons().stream()
                        .map(TrainingPairs.Compared::chosen)
                        .toList());
        List<Double> before = pairs.comparisons().stream()
                .map(TrainingPairs.Compared::strength)
                .toList();
        List<Double> after = shuffled.comparisons().stream()
                .map(TrainingPairs.Compared::strength)
                .toList();
        assertThat(after).containsExactlyInAnyOrderElementsOf(before).isNotEqualTo(before);
    }

    @Test
    void labelling_outOfRange_isRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Labelling.of(-0.1))
                .withMessage("noise must be in 0..10, got -0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NOISY.withFlipped(0.5))
                .withMessage("flipped must be in [0, 0.5), got 0.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NOISY.withLengthBias(Double.NaN))
                .withMessage("length-bias must be in -10..10, got NaN");
    }
}
