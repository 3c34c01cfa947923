package helpsteer.bench.ablation;

import helpsteer.data.Pair;
import helpsteer.data.Ratings;
import helpsteer.data.Split;
import helpsteer.reward.Comparison;
import helpsteer.reward.InputConfig;
import helpsteer.reward.LinearHead;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.frozen.Ridge;
import helpsteer.reward.frozen.Vectors;
import helpsteer.run.Seed;
import java.util.Collections;
import java.util.List;

/**
 * A head for comparisons on the encoder as it is: ridge without intercept towards a distance of 1 between the vectors of
 * chosen and rejected, its penalty chosen by cross-validation grouped by prompt. Only the number for helpfulness is fitted.
 */
final class PairHead {
    private static final int FOLDS = 5;
    private static final Ratings DISTANCE = new Ratings(1, 0, 0, 0, 0);

    private PairHead() {}

    static LinearHead of(PretrainedEncoder backbone, InputConfig input, List<Comparison> pairs) {
        float[][] differences = Vectors.of(backbone, input).ofPairs(pairs).stream()
                .map(PairHead::difference)
                .toArray(float[][]::new);
        return Ridge.choosingWithoutIntercept(
                        differences,
                        Collections.nCopies(pairs.size(), DISTANCE),
                        Split.foldOf(pairs, Comparison::prompt, FOLDS, new Seed(0)))
                .head();
    }

    private static float[] difference(Pair<float[]> vectors) {
        float[] out = new float[vectors.chosen().length];
        for (int d = 0; d < out.length; d++) {
            out[d] = vectors.chosen()[d] - vectors.rejected()[d];
        }
        return out;
    }
}
