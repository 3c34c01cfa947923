package helpsteer.reward.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.Goldens;
import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.LinearHead;
import helpsteer.stats.fit.LogisticFit;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against scikit-learn's LogisticRegression without intercept; scaled by its sample weights. */
class BradleyTerryHeadTest {
    private static final JsonNode GOLDEN = HeadGoldens.json("logistic.json");
    private static final PairVectors PAIRS = new PairVectors(
            both(HeadGoldens.vectors(GOLDEN.get("chosen")), HeadGoldens.vectors(GOLDEN.get("rejected"))),
            Goldens.numbers(GOLDEN.get("strengths")));

    private static List<Pair<float[]>> both(float[][] chosen, float[][] rejected) {
        return IntStream.range(0, chosen.length)
                .mapToObj(i -> new Pair<>(chosen[i], rejected[i]))
                .toList();
    }

    private static double[] weights(BradleyTerryHead head) {
        return head.weights().stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void of_regularAndScaled_equalScikitLearn() {
        assertThat(GOLDEN.get("pairs")).hasSize(4);
        for (JsonNode fit : GOLDEN.get("pairs")) {
            BradleyTerry loss = BradleyTerry.valueOf(fit.get("loss").asText());
            BradleyTerryHead head =
                    BradleyTerryHead.of(PAIRS, loss, fit.get("penalty").asDouble());
            assertThat(weights(head)).containsExactly(Goldens.numbers(fit.get("weights")), within(1e-5));
        }
    }

    @Test
    void of_regular_equalsNewtonsMethod() {
        double[][] rows =
                IntStream.range(0, PAIRS.size()).mapToObj(PAIRS::difference).toArray(double[][]::new);
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        LogisticFit newton = LogisticFit.of(new LogisticFit.Rows(rows, ones, ones), 2);
        double[] expected =
                newton.coefficients().stream().mapToDouble(Double::doubleValue).toArray();
        assertThat(weights(BradleyTerryHead.of(PAIRS, BradleyTerry.REGULAR, 2)))
                .containsExactly(expected, within(1e-6));
    }

    /** Of the three losses, at a fit any small step to either side costs. */
    @ParameterizedTest
    @EnumSource(BradleyTerry.class)
    void of_anyLoss_isAMinimum(BradleyTerry loss) {
        double[] w = weights(BradleyTerryHead.of(PAIRS, loss, 1));
        double least = objective(loss, w);
        for (int d = 0; d < w.length; d++) {
            for (double step : new double[] {-1e-3, 1e-3}) {
                double[] beside = w.clone();
                beside[d] += step;
                assertThat(objective(loss, beside)).isGreaterThan(least);
            }
        }
    }

    /** Half the penalty times the squared distance from the start; from zeros it is the ordinary head. */
    @Test
    void choosing_fromAStart_isAMinimumAroundIt() {
        int[] folds = IntStream.range(0, PAIRS.size()).map(i -> i % 3).toArray();
        double[] toStartFrom = new double[PAIRS.width()];
        Arrays.setAll(toStartFrom, d -> 0.3 - 0.2 * d);
        BradleyTerryHead head =
                BradleyTerryHead.choosing(PAIRS, BradleyTerry.SCALED, folds, onHelpfulness(toStartFrom));
        double[] w = weights(head);
        double least = objective(w, toStartFrom, head.penalty());
        for (int d = 0; d < w.length; d++) {
            for (double step : new double[] {-1e-3, 1e-3}) {
                double[] beside = w.clone();
                beside[d] += step;
                assertThat(objective(beside, toStartFrom, head.penalty())).isGreaterThan(least);
            }
        }
        assertThat(BradleyTerryHead.choosing(
                        PAIRS, BradleyTerry.SCALED, folds, onHelpfulness(new double[PAIRS.width()])))
                .isEqualTo(BradleyTerryHead.choosing(PAIRS, BradleyTerry.SCALED, folds));
        assertThatThrownBy(() -> BradleyTerryHead.choosing(
                        PAIRS, BradleyTerry.SCALED, folds, onHelpfulness(new double[PAIRS.width() + 1])))
                .hasMessage("start must be of width " + PAIRS.width() + ", got " + (PAIRS.width() + 1)
                        + "; fit it to these vectors");
    }

    private static LinearHead onHelpfulness(double[] weights) {
        double[][] rows = new double[Attribute.COUNT][weights.length];
        rows[Attribute.HELPFULNESS.index()] = weights;
        return new LinearHead(rows, new double[Attribute.COUNT]);
    }

    private static double objective(double[] w, double[] start, double penalty) {
        double[] away = new double[w.length];
        Arrays.setAll(away, d -> w[d] - start[d]);
        double sum = penalty * Lbfgs.product(away, away) / 2;
        for (int i = 0; i < PAIRS.size(); i++) {
            sum += BradleyTerry.SCALED.value(Lbfgs.product(w, PAIRS.difference(i)), PAIRS.strength(i));
        }
        return sum;
    }

    private static double objective(BradleyTerry loss, double[] w) {
        double sum = Lbfgs.product(w, w) / 2;
        for (int i = 0; i < PAIRS.size(); i++) {
            sum += loss.value(Lbfgs.product(w, PAIRS.difference(i)), PAIRS.strength(i));
        }
        return sum;
    }

    @Test
    void choosing_aDirectionThatDecides_findsIt() {
        SplittableRandom random = new SplittableRandom(2);
        float[][] one = HeadGoldens.random(random, 120, 5);
        float[][] other = HeadGoldens.random(random, 120, 5);
        double[] strengths = new double[120];
        Arrays.fill(strengths, 1);
        for (int i = 0; i < 120; i++) {
            if (one[i][2] < other[i][2]) {
                float[] swap = one[i];
                one[i] = other[i];
                other[i] = swap;
            }
        }
        PairVectors pairs = new PairVectors(both(one, other), strengths);
        int[] folds = IntStream.range(0, 120).map(i -> i % 4).toArray();
        BradleyTerryHead head = BradleyTerryHead.choosing(pairs, BradleyTerry.REGULAR, folds);
        assertThat(head.penalty()).isLessThan(1);
        float[][] fresh = HeadGoldens.random(random, 200, 5);
        int right = 0;
        for (int i = 0; i < 200; i += 2) {
            boolean first = head.reward(fresh[i]) > head.reward(fresh[i + 1]);
            right += first == fresh[i][2] > fresh[i + 1][2] ? 1 : 0;
        }
        assertThat(right).isGreaterThan(95);
        assertThat(head.head().apply(fresh[0]).helpfulness()).isCloseTo(head.reward(fresh[0]), within(1e-12));
        assertThat(head.head().apply(fresh[0]).verbosity()).isZero();
    }

    private static RatedResponse row(String prompt, String response, int helpfulness) {
        return new RatedResponse(Prompt.ofUser(prompt), response, new Ratings(helpfulness, 2, 2, 2, 2));
    }

    /** Three responses to one prompt, wherever they stand; a tie and a response given twice are no pairs. */
    @Test
    void unequal_rowsOfOnePrompt_pairsThemWhereverTheyStand() {
        List<RatedResponse> rows = List.of(
                row("a", "1", 0),
                row("b", "1", 2),
                row("a", "2", 4),
                row("b", "2", 2),
                row("a", "3", 3),
                row("c", "1", 1),
                row("c", "1", 3));
        assertThat(PairVectors.unequal(rows, Attribute.HELPFULNESS))
                .containsExactly(
                        new PairVectors.Places(new Pair<>(2, 0), 3),
                        new PairVectors.Places(new Pair<>(4, 0), 3),
                        new PairVectors.Places(new Pair<>(2, 4), 1));
    }

    @Test
    void pairs_badInput_isRefused() {
        assertThatThrownBy(() -> PairVectors.unequal(List.of(row("a", "1", 0)), Attribute.HELPFULNESS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows must hold two of one prompt that differ on helpfulness, got none among 1;"
                        + " take rows in pairs");
        assertThatThrownBy(() -> new PairVectors(both(new float[2][3], new float[2][3]), new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vectors and strengths must be of one length above 0, got 2 and 1");
        assertThatThrownBy(() -> BradleyTerryHead.of(PAIRS, BradleyTerry.SCALED, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("penalty must be above 0 and finite, got -1.0");
        PairVectors tie = new PairVectors(both(new float[1][3], new float[1][3]), new double[1]);
        assertThatThrownBy(() -> BradleyTerryHead.of(tie, BradleyTerry.SCALED, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("strength must be above 0 and finite, got 0.0; drop ties before");
        assertThatThrownBy(
                        () -> BradleyTerryHead.of(PAIRS, BradleyTerry.SCALED, 1).reward(new float[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vector must have length 6, got 2");
    }
}
