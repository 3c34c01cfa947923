package helpsteer.study.losses;

import helpsteer.data.Pair;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.frozen.Vectors;
import helpsteer.text.PromptResponse;
import java.util.Arrays;
import java.util.List;

/**
 * The covariances of MiniLM's vectors of HelpSteer2's responses, and how their lengths depend on them. Gao et al. (arXiv
 * 2210.10760) likewise put a known reward over real texts.
 */
public final class RealVectors {
    private static final int COMPONENTS = 64;

    private RealVectors() {}

    /** Of all pairs of a folder of data, reduced to at most 64 principal components; length is the logarithm of the characters. */
    public static Covariances of(DataHome home) {
        List<RatedPair> pairs = HelpSteer2.pairs(home);
        List<RatedResponse> rows = HelpSteer2.samples(pairs);
        float[][] vectors = Vectors.of(PretrainedEncoder.miniLm(), InputConfig.encoder())
                .of(rows.stream().map(PromptResponse::of).toList());
        List<Double> lengths =
                rows.stream().map(row -> Math.log(row.characters())).toList();
        return Covariances.of(
                "MiniLM's vectors of " + home.describe(),
                Pair.apart(pairs.size(), Arrays.asList(vectors)),
                Pair.apart(pairs.size(), lengths),
                Math.min(COMPONENTS, pairs.size() / 2));
    }
}
