package helpsteer.reward;

import helpsteer.data.RatedPair;
import java.util.List;

/** The tiny models and rows of this package's tests, for tests of packages that build on it. */
public final class TinyEncoder {
    private TinyEncoder() {}

    /** A random encoder of two layers; the same seed gives the same weights under another name each time. */
    public static PretrainedEncoder backbone(long seed) {
        return TinyModels.backbone(seed);
    }

    /** Pairs of rated responses of random words. */
    public static List<RatedPair> pairs(int count, long seed) {
        return TinyModels.pairs(count, seed);
    }
}
