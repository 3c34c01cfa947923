package helpsteer.study.losses;

import helpsteer.data.RatedResponse;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.frozen.Vectors;
import helpsteer.text.PromptResponse;
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
        List<RatedResponse> rows = HelpSteer2.samples(HelpSteer2.pairs(home));
        float[][] vectors = Vectors.of(PretrainedEncoder.miniLm(), InputConfig.encoder())
                .of(rows.stream().map(PromptResponse::of).toList());
        double[] lengths =
                rows.stream().mapToDouble(row -> Math.log(row.characters())).toArray();
        int components = Math.min(COMPONENTS, rows.size() / 4);
        return Covariances.of("MiniLM's vectors of " + home.describe(), vectors, lengths, components);
    }
}
