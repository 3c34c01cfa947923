package helpsteer.reward.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.Goldens;
import helpsteer.data.Attribute;
import helpsteer.data.Ratings;
import helpsteer.reward.LinearHead;
import helpsteer.reward.TinyModels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against scikit-learn's Ridge (solver svd) and a search over GroupKFold's folds. */
class RidgeTest {
    private static final JsonNode CASES = Goldens.json("ridge.json").get("cases");

    private static float[][] vectors(JsonNode rows) {
        float[][] out = new float[rows.size()][];
        for (int i = 0; i < out.length; i++) {
            out[i] = new float[rows.get(i).size()];
            for (int d = 0; d < out[i].length; d++) {
                out[i][d] = (float) rows.get(i).get(d).asDouble();
            }
        }
        return out;
    }

    private static List<Ratings> ratings(JsonNode rows) {
        List<Ratings> out = new ArrayList<>();
        rows.forEach(row -> out.add(Ratings.of(a -> row.get(a.index()).asInt())));
        return out;
    }

    @Test
    void of_severalPenalties_equalsScikitLearn() {
        assertThat(CASES).hasSize(3);
        for (JsonNode data : CASES) {
            float[][] added = vectors(data.get("new"));
            for (JsonNode fit : data.get("fits")) {
                LinearHead head = Ridge.of(
                                vectors(data.get("x")),
                                ratings(data.get("y")),
                                fit.get("alpha").asDouble())
                        .head();
                for (Attribute a : Attribute.values()) {
                    double intercept = head.apply(new float[7]).of(a);
                    assertThat(intercept)
                            .isCloseTo(fit.get("intercepts").get(a.index()).asDouble(), within(1e-10));
                    for (int d = 0; d < 7; d++) {
                        float[] unit = new float[7];
                        unit[d] = 1;
                        assertThat(head.apply(unit).of(a) - intercept)
                                .isCloseTo(
                                        fit.get("coefficients")
                                                .get(a.index())
                                                .get(d)
                                                .asDouble(),
                                        within(1e-10));
                    }
                    for (int i = 0; i < added.length; i++) {
                        assertThat(head.apply(added[i]).of(a))
                                .isCloseTo(
                                        fit.get("predictions")
                                                .get(i)
                                                .get(a.index())
                                                .asDouble(),
                                        within(1e-10));
                    }
                }
            }
        }
    }

    @Test
    void choosing_givenFolds_takesThePenaltyOfTheSearch() {
        for (JsonNode data : CASES) {
            int[] folds = new int[data.get("folds").size()];
            for (int i = 0; i < folds.length; i++) {
                folds[i] = data.get("folds").get(i).asInt();
            }
            float[][] x = vectors(data.get("x"));
            List<Ratings> y = ratings(data.get("y"));
            Ridge chosen = Ridge.choosing(x, y, folds);
            assertThat(chosen.alpha()).isEqualTo(data.get("chosen").asDouble());
            assertThat(chosen.head().apply(x[0]))
                    .isEqualTo(Ridge.of(x, y, chosen.alpha()).head().apply(x[0]));
        }
    }

    @Test
    void of_penaltyOfZeroOrOneRow_isRefused() {
        List<Ratings> one = List.of(new Ratings(1, 1, 1, 1, 1));
        assertThatThrownBy(() -> Ridge.of(new float[2][3], List.of(one.get(0), one.get(0)), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alpha must be above 0, got 0.0");
        assertThatThrownBy(() -> Ridge.of(new float[1][3], one, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vectors and ratings must be at least 2 of one length, got 1 and 1, 1 of them used");
        assertThatThrownBy(() -> Ridge.choosing(new float[1][3], one, new int[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("folds must name one of each row, got 2 for 1");
    }

    @Test
    void head_otherShapes_areRefused() {
        assertThatThrownBy(() -> new LinearHead(new double[4][2], new double[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights and intercepts must have 5 rows, got 4 and 5");
        double[][] ragged = {{1, 2}, {1, 2}, {1}, {1, 2}, {1, 2}};
        assertThatThrownBy(() -> new LinearHead(ragged, new double[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights must be a matrix, got rows of 2 and 1");
        LinearHead head = TinyModels.head(1, 2);
        assertThatThrownBy(() -> head.apply(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vector must have length 2, got 3");
        assertThatThrownBy(() -> head.apply(new float[] {Float.NaN, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scores must be finite, got NaN, NaN, NaN, NaN and NaN");
    }
}
