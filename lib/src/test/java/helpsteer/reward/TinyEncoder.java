package helpsteer.reward;

import helpsteer.data.SamplePair;
import java.util.List;

/** The tiny models and rows of this package's tests, for tests of packages that build on it. */
public final class TinyEncoder {
    private TinyEncoder() {}

    /** A random encoder of two layers; the same seed gives the same weights under another name each time. */
    public static Backbone backbone(long seed) {
        return TinyModels.backbone(seed);
    }

    /** Pairs of rated responses of random words. */
    public static List<SamplePair> pairs(int count, long seed) {
        return TinyModels.pairs(count, seed);
    }
}
