package helpsteer.study.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Preferred;
import helpsteer.data.Ratings;
import java.util.Arrays;
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

    private static int preference(LabelledPairs pairs, int pair) {
        return pairs.pairs().get(pair).preference();
    }

    private static Pair<Ratings> ratings(LabelledPairs pairs, int pair) {
        return pairs.pairs().get(pair).responses().map(LabelledPairs.Response::ratings);
    }

    @Test
    void of_noNoise_ratingsAreTheGoldValuesRounded() {
        LabelledPairs pairs = labelled(EXACT);
        for (LabelledPairs.Response response : pairs.responses().subList(0, 200)) {
            for (Attribute a : Attribute.values()) {
                assertThat(response.ratings().of(a))
                        .isEqualTo((int) Math.max(0, Math.min(4, Math.round(WORLD.gold(response.vector(), a)))));
            }
        }
        for (LabelledPairs.Labelled pair : pairs.pairs().subList(0, 200)) {
            assertThat(pair.preference()).isEqualTo((int) Math.max(-3, Math.min(3, Math.round(pair.goldApart()))));
        }
        assertThat(pairs.tieShare()).isBetween(0.15, 0.35);
    }

    @Test
    void of_exchanged_turnsTheShareAskedForAndNoStrength() {
        LabelledPairs right = labelled(NOISY);
        LabelledPairs wrong = labelled(NOISY.withFlipped(0.3));
        assertThat(share(i -> preference(right, i) != preference(wrong, i)))
                .isCloseTo(0.3 * (1 - right.tieShare()), within(0.02));
        for (int i = 0; i < PAIRS; i++) {
            assertThat(Math.abs(preference(wrong, i))).isEqualTo(Math.abs(preference(right, i)));
            Pair<Ratings> as = ratings(right, i);
            assertThat(ratings(wrong, i)).isIn(as, new Pair<>(as.rejected(), as.chosen()));
        }
    }

    /** So that no loss gets cleaner labels than another. */
    @Test
    void of_exchanged_turnsPreferenceAndRatingsOfTheSamePairs() {
        LabelledPairs right = labelled(NOISY);
        LabelledPairs wrong = labelled(NOISY.withFlipped(0.3));
        for (int i = 0; i < PAIRS; i++) {
            Pair<Ratings> as = ratings(right, i);
            if (preference(right, i) != 0) {
                boolean turned = preference(wrong, i) != preference(right, i);
                assertThat(ratings(wrong, i)).isEqualTo(turned ? new Pair<>(as.rejected(), as.chosen()) : as);
            }
        }
    }

    /** What a rater saw gives both labels: the same errors, computed here by hand from the draws. */
    @Test
    void of_noise_preferencesAreOfTheRatersWhoRate() {
        LabelledPairs pairs = labelled(Labelling.of(1.5));
        for (int i = 0; i < 500; i++) {
            Pair<PairDraws.Response> drawn = DRAWS.pairs().get(i).responses();
            double apart = 0;
            Pair<double[]> seen = drawn.map(response -> IntStream.range(0, 3)
                    .mapToDouble(rater -> WORLD.gold(response.vector(), Attribute.HELPFULNESS)
                            + 1.5 * response.error(Attribute.HELPFULNESS, rater))
                    .toArray());
            for (int rater = 0; rater < 3; rater++) {
                apart += Math.max(-3, Math.min(3, Math.round(seen.rejected()[rater] - seen.chosen()[rater])));
            }
            assertThat(preference(pairs, i)).isEqualTo((int) Math.round(apart / 3));
            assertThat(ratings(pairs, i).map(Ratings::helpfulness))
                    .isEqualTo(seen.map(of -> (int) Math.round(Arrays.stream(of)
                                    .map(v -> Math.max(0, Math.min(4, Math.round(v))))
                                    .sum()
                            / 3)));
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
        return share(i -> preference(pairs, i) > 0) / (1 - pairs.tieShare());
    }

    private static double longerPreferred(Labelling labelling) {
        LabelledPairs pairs = labelled(labelling);
        return share(i -> preference(pairs, i) * pairs.pairs().get(i).lengthApart() > 0) / (1 - pairs.tieShare());
    }

    @Test
    void of_promptOffset_movesRatingsButNoPreference() {
        LabelledPairs usual = labelled(NOISY);
        LabelledPairs moved = labelled(NOISY.withPromptOffset(2));
        assertThat(share(i -> preference(usual, i) != preference(moved, i))).isZero();
        assertThat(share(i -> ratings(usual, i).chosen().helpfulness()
                        != ratings(moved, i).chosen().helpfulness()))
                .isGreaterThan(0.5);
        assertThat(share(i -> ratings(usual, i).chosen().verbosity()
                        != ratings(moved, i).chosen().verbosity()))
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
            int preference = preference(pairs, c.pair());
            assertThat(c.winner()).isEqualTo(preference > 0 ? Preferred.SECOND : Preferred.FIRST);
            assertThat(c.strength()).isEqualTo(Math.abs(preference));
        });
        int[] folds = halves.comparisonFolds();
        assertThat(Pair.places(PAIRS)).allMatch(places -> folds[places.chosen()] == folds[places.rejected()]);
        int[] rowFolds = halves.rowFolds();
        assertThat(Pair.places(PAIRS)).allMatch(places -> rowFolds[places.chosen()] == rowFolds[places.rejected()]);
        assertThat(IntStream.of(folds).distinct()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        double second = coins.comparisons().stream()
                        .filter(c -> preference(pairs, c.pair()) == 0)
                        .filter(c -> c.winner() == Preferred.SECOND)
                        .count()
                / (double) ties;
        assertThat(second).isCloseTo(0.5, within(0.06));
    }

    @Test
    void trainingPairs_shuffledStrengths_keepTheirNumbersAndTheChoices() {
        TrainingPairs pairs = TrainingPairs.of(labelled(NOISY), Ties.DROPPED);
        TrainingPairs shuffled = pairs.withStrengthsShuffled(new SplittableRandom(1));
        assertThat(shuffled.comparisons().stream().map(TrainingPairs.Compared::winner))
                .containsExactlyElementsOf(pairs.comparisons().stream()
                        .map(TrainingPairs.Compared::winner)
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
