package helpsteer.reward.heads;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.Goldens;
import helpsteer.data.Ratings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Files that scikit-learn, statsmodels and PyTorch made, and made-up vectors. */
final class HeadGoldens {
    private HeadGoldens() {}

    static JsonNode json(String name) {
        return Goldens.json(Path.of("lib/src/test/resources/golden/heads", name));
    }

    static float[][] vectors(JsonNode rows) {
        return floats(Goldens.rows(rows));
    }

    static float[][] floats(double[][] rows) {
        float[][] out = new float[rows.length][];
        for (int i = 0; i < out.length; i++) {
            out[i] = new float[rows[i].length];
            for (int d = 0; d < out[i].length; d++) {
                out[i][d] = (float) rows[i][d];
            }
        }
        return out;
    }

    static List<Ratings> ratings(JsonNode rows) {
        List<Ratings> out = new ArrayList<>();
        rows.forEach(row -> out.add(Ratings.of(a -> row.get(a.index()).asInt())));
        return out;
    }

    /** Uniform vectors, shape (n, d). */
    static float[][] random(SplittableRandom random, int n, int d) {
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = random.doubles(d, -1, 1).toArray();
        }
        return floats(rows);
    }
}
