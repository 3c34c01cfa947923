package helpsteer.bench.ablation;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.DecoderReading;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.frozen.FrozenEncoder;
import helpsteer.reward.frozen.Learner;
import helpsteer.reward.frozen.LengthBaseline;
import helpsteer.reward.frozen.SurfaceFeatures;
import helpsteer.reward.heads.FrozenHead;
import helpsteer.reward.heads.Vectors;
import helpsteer.reward.training.Comparison;
import helpsteer.reward.training.Comparisons;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The learners that are compared. */
public final class Contenders {
    /** What the others are compared with: ridge on the frozen encoder. */
    public static final String RIDGE = "frozen-ridge";

    /** The other thing that they are compared with. */
    public static final String LENGTH = "length";

    private static final long SEED = 1;

    private Contenders() {}

    /**
     * Length, surface features, ridge on the frozen encoder, the encoder tuned by regression, and by scaled comparisons from
     * there.
     *
     * @param folder where the tuned models of each part are kept, as the comparisons start from them
     */
    public static List<Contender> usual(PretrainedEncoder backbone, Budget budget, Path folder) {
        AblationData none = AblationData.empty();
        Workshop shop = new Workshop(backbone, budget, none, folder.resolve("models"));
        return List.of(
                of(LENGTH, new LengthBaseline()),
                of("surface", new SurfaceFeatures()),
                of(RIDGE, new FrozenEncoder(backbone, budget.reading(Pooling.MEAN_POOL))),
                new Contender("tuned-regression", (train, part, p) -> shop.keptRegression(
                                kept(part), HelpSteer2.samples(train), SEED, p)
                        .scorer()),
                new Contender("tuned-bt-scaled", (train, part, p) -> shop.scaledFromRegression(
                                kept(part),
                                HelpSteer2.samples(train),
                                Comparisons.ofRatings(train, Attribute.HELPFULNESS),
                                SEED,
                                p)
                        .scorer()));
    }

    /**
     * The encoder tuned as the last of {@link #usual}, with pairs of another source among the comparisons.
     *
     * @param folder that of the others, as it starts from the same regressions
     * @param more pairs of prompts that neither HelpSteer2 nor RewardBench has; of strength 1 where the source tells none
     */
    public static Contender mixed(
            String name, PretrainedEncoder backbone, Budget budget, Path folder, List<Comparison> more) {
        Workshop shop = new Workshop(backbone, budget, AblationData.empty(), folder.resolve("models"));
        return new Contender(name, (train, part, p) -> {
            Filtered<Comparison> own = Comparisons.ofRatings(train, Attribute.HELPFULNESS);
            List<Comparison> all = new ArrayList<>(own.items());
            all.addAll(more);
            return shop.scaledFromRegression(
                            kept(part), HelpSteer2.samples(train), new Filtered<>(all, own.dropped()), SEED, p)
                    .scorer();
        });
    }

    private static String kept(String part) {
        return "regression-" + part;
    }

    /** A learner that asks for nothing but rows. */
    public static Contender of(String name, Learner learner) {
        return new Contender(name, (train, part, p) -> learner.learn(HelpSteer2.samples(train), p));
    }

    /** Ridge on another encoder or another reading of it. */
    public static Contender frozen(String name, PretrainedEncoder backbone, Pooling readOut, Budget budget) {
        return of(name, new FrozenEncoder(backbone, budget.reading(readOut)));
    }

    /** Ridge without intercept on a decoder as it is, read at the last token of its own template. */
    public static Contender frozen(String name, PretrainedDecoder backbone, int tokens) {
        DecoderReading reading = DecoderReading.defaults().withMaxTokens(tokens);
        return of(name, FrozenHead.ridgeWithoutIntercept(Vectors.of(backbone, reading)));
    }
}
