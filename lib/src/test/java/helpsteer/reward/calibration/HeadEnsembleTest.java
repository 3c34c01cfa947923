package helpsteer.reward.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.reward.AttributeWeights;
import helpsteer.run.Seed;
import helpsteer.stats.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeadEnsembleTest {
    /** Rows whose two responses to each prompt are alike, or each row with a prompt of its own. */
    private static HeadFit ratings(int rows, boolean paired, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] vectors = new float[rows][1];
        List<RatedResponse> rated = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            if (paired && i % 2 == 1) {
                vectors[i] = vectors[i - 1];
            } else {
                vectors[i][0] = (float) Golden.normal(random, 1)[0];
            }
            Prompt prompt = Prompt.ofUser("question " + (paired ? i / 2 : i));
            int level = paired && i % 2 == 1
                    ? rated.get(i - 1).ratings().helpfulness()
                    : (int) Math.max(0, Math.min(4, Math.round(2 + vectors[i][0] + Golden.normal(random, 1)[0])));
            rated.add(new RatedResponse(prompt, "answer " + i, new Ratings(level, 4 - level, 2, 2, 2)));
        }
        return HeadFit.ofRatings(vectors, rated, AttributeWeights.HELPFULNESS_ONLY);
    }

    private static double sd(HeadFit fit, HeldOutScores heldOut) {
        double sum = 0;
        for (int seed = 0; seed < 40; seed++) {
            sum += Math.pow(
                    HeadEnsemble.of(fit, OptionalInt.empty(), heldOut, new Seed(seed))
                            .spread(new float[] {1}, new float[] {0}),
                    2);
        }
        return Math.sqrt(sum / 40);
    }

    /** Held-out pairs of width 1 at which the better response's vector is larger in seven of ten. */
    private static HeldOutScores heldOut() {
        int pairs = 100;
        float[][] vectors = new float[2 * pairs][1];
        int[] prompts = new int[2 * pairs];
        for (int i = 0; i < pairs; i++) {
            vectors[2 * i][0] = i % 10 < 7 ? 1 : 0;
            vectors[2 * i + 1][0] = 1 - vectors[2 * i][0];
            prompts[2 * i] = i;
            prompts[2 * i + 1] = i;
        }
        return new HeldOutScores(new double[2 * pairs], vectors, prompts, helpsteer.data.Pair.places(pairs));
    }

    /**
     * By theory the slope of a regression on 400 rows has a standard error of about sd(residual) / sqrt(400). The head's
     * temperature turns a slope b into log-odds of log(7 / 3), whatever b is.
     */
    @Test
    void of_ridgeOnOneColumn_hasTheSpreadOfTheory() {
        HeadFit fit = ratings(400, false, 3);
        double slope = fit.weights(IntStream.range(0, 400).toArray())[0];
        double residual = 0.95; // of a rounded and clamped rating with noise of 1
        double expected = residual / Math.sqrt(400) / slope * Math.log(7.0 / 3);
        assertThat(sd(fit, heldOut())).isCloseTo(expected, within(0.2 * expected));
    }

    /** Rows that stand twice under one prompt are one row: the spread of 400 is that of their 200 prompts. */
    @Test
    void of_rowsAlikeWithinAPrompt_areDrawnTogether() {
        double twice = sd(ratings(400, true, 4), heldOut());
        double once = sd(ratings(200, false, 4), heldOut());
        assertThat(twice).isCloseTo(once, within(0.25 * once));
    }

    @Test
    void ofRatings_reward_isTheWeightedSum() {
        SplittableRandom random = new SplittableRandom(9);
        float[][] vectors = new float[40][1];
        List<RatedResponse> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int level = random.nextInt(5);
            vectors[i][0] = level;
            rows.add(new RatedResponse(Prompt.ofUser("q" + i), "a", new Ratings(level, 4 - level, 2, 2, 2)));
        }
        int[] all = IntStream.range(0, 40).toArray();
        double[] one = HeadFit.ofRatings(vectors, rows, AttributeWeights.HELPFULNESS_ONLY)
                .weights(all);
        double[] both = HeadFit.ofRatings(vectors, rows, new AttributeWeights(1, 1, 0, 0, 0))
                .weights(all);
        assertThat(one[0]).isCloseTo(1, within(0.01));
        assertThat(both[0]).isCloseTo(0, within(1e-9)); // correctness falls as helpfulness rises
    }

    @Test
    void of_headsThatPointTheWrongWay_isRefused() {
        HeadFit wrong = new HeadFit() {
            @Override
            public int[] prompts() {
                return IntStream.range(0, 30).toArray();
            }

            @Override
            public double[] weights(int[] rows) {
                return new double[] {-1};
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeadEnsemble.of(wrong, OptionalInt.of(30), heldOut(), new Seed(0)))
                .withMessageStartingWith(
                        "heads must rank the pairs held out as their raters do on the whole, got a slope of -0.84");
    }

    @Test
    void new_badValues_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeadEnsemble(List.of(List.of(1f)), 1, 1))
                .withMessage("deviations must be of at least 2 heads of width 1, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeadEnsemble(List.of(List.of(1f), List.of(1f, 2f)), 1, 1))
                .withMessage("deviations must be finite and of one width, got a head of 2 beside one of 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeadEnsemble(List.of(List.of(1f), List.of(Float.NaN)), 1, 1))
                .withMessage("deviations must be finite and of one width, got a head of 1 beside one of 1");
    }
}
