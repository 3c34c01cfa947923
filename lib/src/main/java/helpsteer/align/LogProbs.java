package helpsteer.align;

import helpsteer.generate.SequenceLogProb;
import java.util.List;

/** Whatever gives the tokens asked for of a text their log-probabilities: a policy, or what it was before training. */
public interface LogProbs {
    /** One number for each token asked for, of each text in order; a text's numbers do not depend on the others. */
    List<double[]> of(List<PolicyText> texts);

    /** log P(y|x) of each text: the sums over the tokens asked for. */
    default double[] sums(List<PolicyText> texts) {
        return SequenceLogProb.sums(of(texts));
    }
}
